/** The function files of api/, as this process loads them when they are first called. */
const FUNCTIONS: Record<string, () => Promise<Record<string, unknown>>> = {
  "api/cron/drive.ts": () => import("../../api/cron/drive.ts"),
  "api/datasets.ts": () => import("../../api/datasets.ts"),
  "api/health.ts": () => import("../../api/health.ts"),
  "api/import/[dataset]/[action].ts": () => import("../../api/import/[dataset]/[action].ts"),
  "api/import/[dataset]/prepare.ts": () => import("../../api/import/[dataset]/prepare.ts"),
  "api/import/[dataset]/process-batch.ts": () => import("../../api/import/[dataset]/process-batch.ts"),
  "api/import/[dataset]/status/[job_id].ts": () => import("../../api/import/[dataset]/status/[job_id].ts"),
  "api/imports.ts": () => import("../../api/imports.ts"),
  "api/imports/[job_id]/[view].ts": () => import("../../api/imports/[job_id]/[view].ts"),
  "api/imports/[job_id]/events.ts": () => import("../../api/imports/[job_id]/events.ts"),
  "api/session.ts": () => import("../../api/session.ts"),
  "api/uploads.ts": () => import("../../api/uploads.ts"),
}

/** Loads a function file by its path from the project's folder. */
export function loadFunction(file: string): Promise<Record<string, unknown>> {
  const load = FUNCTIONS[file]
  if (!load) throw new Error(`${file} is not among the functions of this build.`)
  return load()
}
