import type { Held, JobStatus, Operation } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { findDataset } from "../../datasets/index.ts"

export interface JobFacts {
  dataset: string
  status: JobStatus
  held: Held | null
}

/** Batches of a job that are alike in all that decides what can be done with them. */
export interface BatchKind {
  table_name: string
  operation: Operation
  phase: number
  status: "pending" | "processing" | "completed" | "failed"
  /** The import was closed without them. */
  abandoned: boolean
  waits_for: string[]
  backing_off: boolean | null
  expired: boolean | null
  attempts_left: boolean
  /** Those behind the lease token that was asked for. */
  mine: boolean
  batches: number
  records: number
  first_position: number
  first_batch: number
  /** The last of them. */
  latest: LatestBatch | null
}

/** One batch as it stands now. */
export interface LatestBatch {
  batch_number: number
  records: number
  duration_ms: number | null
  attempt: number
  error: string | null
  error_code: string | null
  retryable: boolean | null
}

/** The batches of one stride, as they stand now, and the last of them. */
export type ClaimedBatches = Pick<BatchKind, "status" | "batches" | "records"> & { latest: LatestBatch }

/** Where a job stands. */
export interface JobProgress extends JobFacts {
  total: number
  completed: number
  failed: number
  /** Failed batches that hold nothing up: what they were to add can be added later, or the import was closed without them. */
  tolerated: number
  /** Those of them the import was closed without. */
  abandoned: number
  running: number
  expired: number
  backing_off: number
  next_batch: { table: string; operation: Operation; batch: number; position: number } | null
  claimed: ClaimedBatches | null
}

/** Operations whose failure does not keep an import from being completed. */
export const TOLERATED: readonly Operation[] = ["embed"]

const isTolerated = (kind: Pick<BatchKind, "operation" | "abandoned">) =>
  kind.abandoned || TOLERATED.includes(kind.operation)

/** Sums the kinds of batches of a job up, and finds the first that can run: none of a job that is held. */
export function standingOf(job: JobFacts, kinds: readonly BatchKind[]): JobProgress {
  const count = (of: (kind: BatchKind) => boolean | null) =>
    kinds.filter(of).reduce((sum, kind) => sum + kind.batches, 0)
  const running = (kind: BatchKind) => kind.status === "processing" && !kind.expired
  const next = job.held === null ? firstRunnable(kinds, findDataset(job.dataset)) : null
  return {
    dataset: job.dataset,
    status: job.status,
    held: job.held,
    total: count(() => true),
    completed: count((kind) => kind.status === "completed"),
    failed: count((kind) => kind.status === "failed" && !isTolerated(kind)),
    tolerated: count((kind) => kind.status === "failed" && isTolerated(kind)),
    abandoned: count((kind) => kind.abandoned),
    running: count(running),
    expired: count((kind) => kind.expired),
    backing_off: count((kind) => kind.backing_off),
    next_batch: next && {
      table: next.table_name,
      operation: next.operation,
      batch: next.first_batch,
      position: next.first_position,
    },
    claimed: claimedOf(kinds),
  }
}

function claimedOf(kinds: readonly BatchKind[]): ClaimedBatches | null {
  const mine = kinds.find((kind) => kind.mine)
  return mine?.latest ? { ...mine, latest: mine.latest } : null
}

function firstRunnable(kinds: readonly BatchKind[], dataset: Dataset): BatchKind | null {
  const left = kinds.filter(
    (kind) => kind.status !== "completed" && !(kind.status === "failed" && isTolerated(kind)),
  )
  const busy = left.filter(
    (kind) => kind.status === "processing" && !kind.expired && goesAlone(dataset, kind),
  )
  const runnable = left.filter(
    (kind) => isTakeable(kind) && !waitsOn(kind, left) && !(goesAlone(dataset, kind) && isAmong(busy, kind)),
  )
  return runnable.reduce<BatchKind | null>(
    (first, kind) => (first && first.first_position < kind.first_position ? first : kind),
    null,
  )
}

const isAmong = (kinds: readonly BatchKind[], { table_name }: BatchKind) =>
  kinds.some((kind) => kind.table_name === table_name)

const isTakeable = (kind: BatchKind) =>
  (kind.status === "pending" && !kind.backing_off) || (kind.expired === true && kind.attempts_left)

/** Whether a table it waits for has something left in an earlier phase: what sql/batches/claim.sql asks. */
function waitsOn(kind: BatchKind, left: readonly BatchKind[]): boolean {
  return left.some((other) => kind.waits_for.includes(other.table_name) && other.phase < kind.phase)
}

/** Operations on a keyed table of which one goes at a time, so that no identity is added twice and none loses its place. */
const ONE_AT_A_TIME: readonly Operation[] = ["insert", "mend", "build_hierarchy"]

/** Tables whose rows one stride at a time changes. */
export function oneAtATime(dataset: Dataset): string[] {
  return dataset.tables.filter(({ policy }) => policy === "keyed").map(({ name }) => name)
}

/** Whether others of its table must wait for it. */
export function goesAlone(
  dataset: Dataset,
  { table_name, operation }: Pick<BatchKind, "table_name" | "operation">,
): boolean {
  return oneAtATime(dataset).includes(table_name) && ONE_AT_A_TIME.includes(operation)
}
