import type { JobStatus, Operation } from "../../contract/index.ts"

export interface JobFacts {
  dataset: string
  status: JobStatus
}

/** Batches of a job that are alike in all that decides what can be done with them. */
export interface BatchKind {
  table_name: string
  operation: Operation
  phase: number
  status: "pending" | "processing" | "completed" | "failed"
  waits_for: string[]
  backing_off: boolean | null
  expired: boolean | null
  attempts_left: boolean
  /** The one batch behind the lease token that was asked for. */
  mine: boolean
  batches: number
  first_position: number
  first_batch: number
  duration_ms: number | null
  error: string | null
  error_code: string | null
  retryable: boolean | null
  records: number
  attempt: number
}

/** The batch a driver holds, as it stands now. */
export type ClaimedBatch = Pick<
  BatchKind,
  "status" | "duration_ms" | "attempt" | "error" | "error_code" | "retryable" | "records"
>

/** Where a job stands. */
export interface JobProgress extends JobFacts {
  total: number
  completed: number
  failed: number
  /** Failed batches that hold nothing up: what they were to add can be added later. */
  tolerated: number
  running: number
  expired: number
  backing_off: number
  next_batch: { table: string; operation: Operation; batch: number; position: number } | null
  claimed: ClaimedBatch | null
}

/** Operations whose failure does not keep an import from being completed. */
export const TOLERATED: readonly Operation[] = ["embed"]

const isTolerated = (kind: Pick<BatchKind, "operation">) => TOLERATED.includes(kind.operation)

/** Sums the kinds of batches of a job up, and finds the first that can run. */
export function standingOf(job: JobFacts, kinds: readonly BatchKind[]): JobProgress {
  const count = (of: (kind: BatchKind) => boolean | null) =>
    kinds.filter(of).reduce((sum, kind) => sum + kind.batches, 0)
  const running = (kind: BatchKind) => kind.status === "processing" && !kind.expired
  const next = firstRunnable(kinds)
  return {
    dataset: job.dataset,
    status: job.status,
    total: count(() => true),
    completed: count((kind) => kind.status === "completed"),
    failed: count((kind) => kind.status === "failed" && !isTolerated(kind)),
    tolerated: count((kind) => kind.status === "failed" && isTolerated(kind)),
    running: count(running),
    expired: count((kind) => kind.expired),
    backing_off: count((kind) => kind.backing_off),
    next_batch: next && {
      table: next.table_name,
      operation: next.operation,
      batch: next.first_batch,
      position: next.first_position,
    },
    claimed: kinds.find((kind) => kind.mine) ?? null,
  }
}

function firstRunnable(kinds: readonly BatchKind[]): BatchKind | null {
  const left = kinds.filter((kind) => kind.status !== "completed")
  const runnable = left.filter((kind) => isTakeable(kind) && !waitsOn(kind, left))
  return runnable.reduce<BatchKind | null>(
    (first, kind) => (first && first.first_position < kind.first_position ? first : kind),
    null,
  )
}

const isTakeable = (kind: BatchKind) =>
  (kind.status === "pending" && !kind.backing_off) || (kind.expired === true && kind.attempts_left)

/** Whether a table it waits for has something left in an earlier phase: what sql/batches/claim.sql asks. */
function waitsOn(kind: BatchKind, left: readonly BatchKind[]): boolean {
  return left.some((other) => kind.waits_for.includes(other.table_name) && other.phase < kind.phase)
}
