import { z } from "zod"
import { Counts, Embeddings } from "./counts.ts"
import { DocumentResult } from "./documents.ts"
import { Count, DateOnly, Timestamp } from "./fields.ts"
import { Hindrance } from "./health.ts"
import {
  BatchReference,
  BatchStatus,
  Held,
  JobAction,
  JobError,
  JobStatus,
  Operation,
  Outcome,
  Warning,
} from "./jobs.ts"
import { Staging } from "./prepare.ts"

export const OverallProgress = z.object({
  completed_batches: Count,
  failed_batches: Count,
  total_batches: Count,
  percentage: z.int().min(0).max(100),
  rows_done: Count,
  rows_total: Count,
})
export type OverallProgress = z.infer<typeof OverallProgress>

/** One table of a job: batches first, then rows. */
export const TableProgress = z.object({
  completed: Count,
  failed: Count,
  total: Count,
  status: BatchStatus,
  rows_done: Count,
  rows_total: Count,
  ...Counts.shape,
})
export type TableProgress = z.infer<typeof TableProgress>

export const CurrentBatch = z.object({
  table: z.string(),
  batch: z.int().positive(),
  operation: Operation,
  records: Count,
  started_at: Timestamp,
  description: z.string(),
})
export type CurrentBatch = z.infer<typeof CurrentBatch>

export const FailedBatch = z.object({
  table: z.string(),
  batch: z.int().positive(),
  operation: Operation,
  attempts: Count,
  error: z.string(),
  retryable: z.boolean(),
})
export type FailedBatch = z.infer<typeof FailedBatch>

/** Who asks for the batches of a job: a browser tab, the command line, the scheduler. */
export const JobDriver = z.object({ id: z.string(), label: z.string(), since: Timestamp })
export type JobDriver = z.infer<typeof JobDriver>

export const StatusAnswer = z.object({
  job_id: z.string(),
  dataset: z.string(),
  status: JobStatus,
  held: Held.nullable(),
  outcome: Outcome.nullable(),
  error: JobError.nullable(),
  dry_run: z.boolean(),
  title: z.string(),
  extract_number: z.int().nullable(),
  snapshot_date: DateOnly.nullable(),
  started_at: Timestamp,
  started_by: z.string(),
  finished_at: Timestamp.nullable(),
  overall_progress: OverallProgress,
  tables: z.record(z.string(), TableProgress),
  /** Of all tables together. */
  counts: Counts,
  /** Null where the rows have none. */
  embeddings: Embeddings.nullable(),
  current_batch: CurrentBatch.nullable(),
  next_batch: BatchReference.nullable(),
  staging: Staging.nullable(),
  rows_per_second: z.number().nonnegative().nullable(),
  eta_seconds: z.object({ low: Count, high: Count }).nullable(),
  failed_batches: z.array(FailedBatch),
  driver: JobDriver.nullable(),
  /** What it waits for, as far as this server knows, until it goes on by itself; null while nothing keeps it. */
  waits_for: Hindrance.nullable(),
  warnings: z.array(Warning),
  /** Of an import of documents: what became of each, as far as it has come. */
  documents: z.array(DocumentResult).optional(),
  row_errors: Count,
  /** Rows that say nothing: they are left out, and are no row errors. */
  blank_rows: Count,
  reconciles: z.boolean().nullable(),
  actions: z.array(JobAction),
  updated_at: Timestamp,
})
export type StatusAnswer = z.infer<typeof StatusAnswer>
