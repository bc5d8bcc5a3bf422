import type { Connection } from "../../db/connection.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"
import { countedText, countText, plainName } from "../../words.ts"
import { type Job, stillHeld } from "../jobs/jobs.ts"
import { loadProgress } from "../progress/load-progress.ts"
import type { JobProgress } from "../progress/standing.ts"

/** Whether all that is left waits for failed batches, which are accepted. Throws Problem 409 `batches_incomplete`, `illegal_transition` while it is held. */
export async function assertDone(
  connection: Connection,
  job: Job,
  input: { accept_failed: boolean },
  effects: Effects,
): Promise<boolean> {
  const progress = await loadProgress(connection, job.job_id, effects)
  if (!progress) return false
  if (progress.held) throw stillHeld(job.job_id, "be finalized")
  const pending = progress.total - progress.completed - progress.failed - progress.tolerated
  if (!mayClose(job, progress, input.accept_failed)) throw incomplete(job, progress, pending)
  return pending > 0
}

function mayClose(job: Job, progress: JobProgress, acceptFailed: boolean): boolean {
  const { total, failed } = progress
  const completed = progress.completed + progress.tolerated
  if (job.status === "preparing") return false
  if (completed === total) return true
  if (!acceptFailed) return false
  return completed + failed === total || isStuck(progress)
}

const isStuck = ({ failed, next_batch, running, backing_off }: JobProgress) =>
  failed > 0 && !next_batch && running + backing_off === 0

function incomplete(job: Job, { failed, total }: JobProgress, pending: number) {
  const advice =
    failed > 0 ? " Retry the failed ones, or pass accept_failed: true to close the import without them." : ""
  const detail =
    job.status === "preparing"
      ? "The import is still being prepared; none of its batches exist yet."
      : `${countedText(pending, "batch is", "batches are")} pending and ${countText(failed)} failed, of ${countText(total)}.${advice}`
  return problem(409, "batches_incomplete", detail, { job_id: job.job_id })
}

/** What is told of an import that cannot be finalized any more. */
export function closed({ job_id, status }: Job) {
  const detail = `The import is ${plainName(status)}; there is nothing to finalize.`
  return problem(409, "job_closed", detail, { job_id })
}
