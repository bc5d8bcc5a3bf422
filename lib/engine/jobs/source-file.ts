import type { Effects } from "../../effects.ts"
import type { JobSource } from "./jobs.ts"

/** Removes the file of a source when it is ours alone, and what there is of an unfinished download. */
export async function discardSource(
  job: { job_id: string; source: JobSource },
  effects: Pick<Effects, "store">,
): Promise<void> {
  const { source } = job
  if (source.temporary && source.filename) await effects.store.remove(source.filename)
  if (source.url) await effects.store.removePartial(effects.store.partialPath(job.job_id))
}
