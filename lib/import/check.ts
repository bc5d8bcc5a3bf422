import type { CheckAnswer } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import type { Effects } from "../effects.ts"
import { checkChanges } from "../engine/closing/changes.ts"
import { type CallOfJob, jobOfCall } from "../engine/jobs/jobs.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { problem } from "../errors.ts"

/**
 * What a job that is ready would do to each table, before any of it is applied. Throws Problem 404 `job_not_found`; 409
 * `not_prepared` while it is read, `already_started` afterwards; 503 `out_of_time`.
 */
export function checkRows(call: CallOfJob, effects: Effects): Promise<CheckAnswer> {
  return connectWithinTime(effects, async (connection) => {
    const job = await jobOfCall(connection, call)
    const { job_id, status } = job
    if (status === "preparing") {
      const detail = "The import is still being read: what it would do is known once it is ready."
      throw problem(409, "not_prepared", detail, { job_id })
    }
    if (status !== "ready") {
      const detail = `The import is ${status}, no longer ready: its report tells what it did.`
      throw problem(409, "already_started", detail, { job_id })
    }
    return { job_id, changes: await checkChanges(connection, findDataset(job.dataset), job) }
  })
}
