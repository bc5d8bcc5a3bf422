import type { FunctionName } from "../../lib/contract/functions.ts"

/** The function files of api/, as this process loads them when they are first called. */
const FUNCTIONS: Record<FunctionName, () => Promise<Record<string, unknown>>> = {
  prepare: () => import("../../api/prepare.ts"),
  work: () => import("../../api/work.ts"),
  status: () => import("../../api/status.ts"),
  stream: () => import("../../api/stream.ts"),
  cron: () => import("../../api/cron.ts"),
  rest: () => import("../../api/rest.ts"),
}

/** Loads a function file by its path from the project's folder. */
export function loadFunction(file: string): Promise<Record<string, unknown>> {
  const name = file.replace(/^api\/|\.ts$/g, "") as FunctionName
  return FUNCTIONS[name]()
}

/** Loads all of them, before the first call of each would wait for that. */
export async function loadFunctions(): Promise<void> {
  await Promise.all(Object.values(FUNCTIONS).map((load) => load()))
}
