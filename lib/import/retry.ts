import { nowOf } from "../clock.ts"
import type { Caller, Operation, RetryBatchAnswer } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { identifier, statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import type { NamedBatch } from "../engine/batches/claim.ts"
import { nameBatch } from "../engine/batches/unclaimed.ts"
import { type Job, jobOfCall, moveJob, recordAudit } from "../engine/jobs/jobs.ts"
import { outlastConflicts } from "../engine/jobs/patience.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { planStepsAgain } from "../engine/mending/steps-again.ts"
import { TOLERATED } from "../engine/progress/standing.ts"
import { problem } from "../errors.ts"
import { countedText } from "../words.ts"

export interface RetryInput {
  dataset: Dataset
  job_id: string
  table_name?: string | undefined
  batch_number?: number | undefined
  operation?: Operation | undefined
  all_failed?: boolean | undefined
  actor: Caller
}

/**
 * Sends one failed batch, or all of them, back to be done again with as many attempts as at first. Throws Problem
 * 404 `batch_not_found`, 409 `batch_not_failed`, 409 `illegal_transition` when the job is closed.
 */
export async function retryBatches(input: RetryInput, effects: Effects): Promise<RetryBatchAnswer> {
  return connectWithinTime(effects, (connection) =>
    outlastConflicts(async () => {
      const job = await jobOfCall(connection, input)
      const named = await nameBatch(connection, input)
      assertRetryable(job)
      const reset = await transaction(connection, () => reopen(connection, job, named, input, effects))
      return { success: true, reset }
    }, effects),
  )
}

function assertRetryable(job: Job): void {
  if (!job.error && ["failed", "processing", "paused", "completed"].includes(job.status)) return
  const detail = job.error
    ? "The import was refused before it had any batches. Mend its source, and import that."
    : `The import is ${job.status}; its batches can be retried while it is processing, paused or failed, and its after-steps once it is completed.`
  throw problem(409, "illegal_transition", detail, { job_id: job.job_id })
}

/** Of a completed import only what an after-step left out can be done again: its staged rows are gone. */
function nothingToRetry({ job_id }: Job) {
  const detail = "The import is completed, and no after-step of it has failed: there is nothing to retry."
  return problem(409, "illegal_transition", detail, { job_id })
}

async function reopen(
  connection: Connection,
  job: Job,
  named: NamedBatch | undefined,
  input: RetryInput,
  effects: Effects,
): Promise<number> {
  const { job_id, status } = job
  const now = nowOf(effects)
  // Whoever closes it meanwhile collides with this, or has closed it.
  if ((await connection.run(statement("jobs/hold"), { job_id, status, now })) !== 1)
    throw new Error("Conflict on the state of an import: another call was here first")
  const reset = await connection.run(statement("batches/retry"), {
    job_id,
    max_attempts: job.options.max_retries,
    table_name: named?.table_name ?? null,
    batch_number: named?.batch_number ?? null,
    operation: input.operation ?? null,
    among: status === "completed" ? JSON.stringify(TOLERATED) : null,
  })
  if (status === "completed" && reset === 0) throw nothingToRetry(job)
  if (named && reset === 0) {
    const detail = `Batch ${named.batch_number} of ${input.table_name} has not failed, or the import was closed without it.`
    throw problem(409, "batch_not_failed", detail, { job_id })
  }
  const actor = input.actor.name
  const which = named
    ? `${named.table_name} ${named.operation} ${named.batch_number}`
    : countedText(reset, "batch", "batches")
  const line = { job_id, now, actor, event: "batch.reset", detail: which }
  if (reset > 0) await recordAudit(connection, line)
  if (reset > 0) await forgetRefused(connection, input.dataset, job)
  // Of a dry run they do nothing.
  if (reset > 0 && !job.dry_run) await planStepsAgain(connection, input.dataset, job)
  // Also without a batch to reset: a retry may have come in while the last driver gave the job up.
  if (status === "failed" || status === "completed")
    await moveJob(connection, { job, to: "processing", actor }, effects)
  return reset
}

/** What was refused and is asked about again is no error until it is refused again. */
async function forgetRefused(
  connection: Connection,
  { afterSteps }: Dataset,
  { job_id }: Job,
): Promise<void> {
  for (const { table } of afterSteps.filter(({ operation }) => operation === "embed")) {
    await connection.run(statement("batches/forget_refused", { target: identifier(table) }), { job_id })
    await connection.run(statement("batches/forget_counted"), { job_id })
  }
}
