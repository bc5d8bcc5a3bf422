import type { Caller } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import type { Effects } from "../effects.ts"
import { findJob } from "../engine/jobs/jobs.ts"
import { refuseJob } from "../engine/staging/purge.ts"
import { isProblem } from "../errors.ts"
import { prepareImport } from "./prepare.ts"

/**
 * Goes on preparing an import within this call's time, for whoever drives it; answers whether it is prepared now. Throws what
 * prepare throws, but of an import in the background, whose caller does not wait: that tells itself what was wrong.
 */
export async function prepareOn(
  { job_id, actor }: { job_id: string; actor: Caller },
  effects: Effects,
): Promise<boolean> {
  const job = await effects.db.use((connection) => findJob(connection, job_id))
  const dataset = findDataset(job.dataset)
  const source = { kind: "job" as const, job_id }
  try {
    const { answer } = await prepareImport({ dataset, source, options: job.options, actor }, effects)
    // A download of the same content as another import's has given way to that one.
    return answer.status !== "preparing" && answer.job_id === job_id
  } catch (error) {
    if (job.options.run !== "background" || !isProblem(error) || error.status >= 500) throw error
    await effects.db.use((connection) => refuseJob(connection, dataset, job_id, error, effects))
    return false
  }
}
