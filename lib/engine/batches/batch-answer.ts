import type { ProcessBatchAnswer, ProcessStatus } from "../../contract/index.ts"
import { type Dataset, tableKey } from "../../datasets/define.ts"
import { percentageOf } from "../progress/progress.ts"
import type { JobProgress } from "../progress/standing.ts"
import type { Claim } from "./batches.ts"

/** What a driver should make of the job now: the job's own state, refined while it is processing. */
export function processStatusOf(progress: JobProgress): ProcessStatus {
  if (progress.status === "failed") return "blocked_by_failed"
  if (progress.status !== "processing") return progress.status
  if (progress.next_batch) return "processing"
  if (progress.completed + progress.failed + progress.tolerated === progress.total) {
    return progress.failed === 0 ? "ready_to_finalize" : "blocked_by_failed"
  }
  if (progress.running + progress.backing_off + progress.expired > 0) return "waiting"
  return "blocked_by_failed"
}

/** The answer of process-batch: what became of the claimed batch, and where the job stands. */
export function answerOf(dataset: Dataset, progress: JobProgress, claim: Claim | null): ProcessBatchAnswer {
  const { claimed } = progress
  const completed = claimed?.status === "completed"
  return {
    batch_completed: completed,
    ...(claim && claimed && { batch: batchOf(dataset, claim, claimed) }),
    progress: progressPart(progress),
    next_batch: nextBatchOf(dataset, progress),
    status: processStatusOf(progress),
    ...(claimed?.error && !completed && { error: errorOf(claimed) }),
  }
}

function batchOf(dataset: Dataset, claim: Claim, claimed: NonNullable<JobProgress["claimed"]>) {
  return {
    table_name: tableKey(dataset, claim.table_name),
    batch_number: claim.batch_number,
    operation: claim.operation,
    records: claimed.records,
    duration_ms: Math.round(claimed.duration_ms ?? 0),
    attempt: claim.attempt,
  }
}

function errorOf(claimed: NonNullable<JobProgress["claimed"]>) {
  return {
    code: claimed.error_code ?? "batch_failed",
    message: claimed.error ?? "The batch failed.",
    retryable: claimed.retryable ?? true,
  }
}

/** Batches done of all; never 100 % before the job itself is completed. */
export function progressPart(progress: Pick<JobProgress, "completed" | "total" | "status">) {
  const { completed, total, status } = progress
  return { completed, total, percentage: percentageOf(completed, total, status === "completed") }
}

export function nextBatchOf(dataset: Dataset, progress: JobProgress): ProcessBatchAnswer["next_batch"] {
  const next = progress.next_batch
  if (!next || progress.status !== "processing") return null
  return { table: tableKey(dataset, next.table), batch: next.batch, operation: next.operation }
}
