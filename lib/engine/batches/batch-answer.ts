import type { ProcessBatchAnswer, ProcessStatus } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { tableKey } from "../../datasets/questions.ts"
import { DRIVEN_STATUSES } from "../jobs/transitions.ts"
import { percentageOfJob } from "../progress/progress.ts"
import type { ClaimedBatches, JobProgress } from "../progress/standing.ts"
import type { Claim } from "./claim.ts"

/** What a driver should make of the job now: the job's own state, refined while it is held or processing. */
export function processStatusOf(progress: JobProgress): ProcessStatus {
  if (progress.held) return "held"
  if (progress.status === "failed") return "blocked_by_failed"
  if (progress.status !== "processing") return progress.status
  if (progress.next_batch) return "processing"
  if (progress.completed + progress.failed + progress.tolerated === progress.total) {
    return progress.failed === 0 ? "ready_to_finalize" : "blocked_by_failed"
  }
  if (progress.running + progress.backing_off + progress.expired > 0) return "waiting"
  return "blocked_by_failed"
}

/** The answer of process-batch: what became of the claimed batches, and where the job stands. */
export function answerOf(dataset: Dataset, progress: JobProgress, claim: Claim | null): ProcessBatchAnswer {
  const { claimed } = progress
  const completed = claimed?.status === "completed"
  return {
    batch_completed: completed,
    batches_completed: completed ? claimed.batches : 0,
    records: completed ? claimed.records : 0,
    ...(claim && claimed && { batch: batchOf(dataset, claim, claimed) }),
    progress: progressPart(progress),
    next_batch: nextBatchOf(dataset, progress),
    status: processStatusOf(progress),
    ...(claimed?.latest.error && !completed && { error: errorOf(claimed) }),
  }
}

function batchOf(dataset: Dataset, claim: Claim, { latest }: ClaimedBatches) {
  return {
    table_name: tableKey(dataset, claim.table_name),
    batch_number: latest.batch_number,
    operation: claim.operation,
    records: latest.records,
    duration_ms: Math.round(latest.duration_ms ?? 0),
    attempt: latest.attempt,
  }
}

function errorOf({ latest }: ClaimedBatches) {
  return {
    code: latest.error_code ?? "batch_failed",
    message: latest.error ?? "The batch failed.",
    retryable: latest.retryable ?? true,
  }
}

/** Batches done of all. */
export function progressPart(progress: Pick<JobProgress, "completed" | "total" | "status">) {
  const { completed, total, status } = progress
  return { completed, total, percentage: percentageOfJob(completed, total, status) }
}

export function nextBatchOf(dataset: Dataset, progress: JobProgress): ProcessBatchAnswer["next_batch"] {
  const next = progress.next_batch
  if (!next || !DRIVEN_STATUSES.includes(progress.status)) return null
  return { table: tableKey(dataset, next.table), batch: next.batch, operation: next.operation }
}
