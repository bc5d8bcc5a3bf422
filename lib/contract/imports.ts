import { z } from "zod"
import { type Counts, RowCounts } from "./counts.ts"
import { Count, Flag, JsonValue, NextCursor, PageQuery, Timestamp } from "./fields.ts"
import { BatchStatus, Held, JobStatus, Operation, Outcome } from "./jobs.ts"
import { OverallProgress } from "./status.ts"

export const ImportsQuery = z.strictObject({
  dataset: z.string().min(1).max(100).optional(),
  status: JobStatus.optional(),
  /** Only dry runs, or none of them. */
  dry_run: Flag.optional(),
  /** Only those that go on when a person says so, or none of them: held, paused, or with batches that failed for good. */
  waiting: Flag.optional(),
  ...PageQuery,
})
export type ImportsQuery = z.infer<typeof ImportsQuery>

export const ImportSummary = z.object({
  job_id: z.string(),
  dataset: z.string(),
  title: z.string(),
  status: JobStatus,
  held: Held.nullable(),
  outcome: Outcome.nullable(),
  dry_run: z.boolean(),
  /** Of an extract of the register, as is `extract_type`. */
  extract_number: z.int().nullable(),
  extract_type: z.enum(["full", "update"]).nullable(),
  /** Of the file that was imported. */
  source_bytes: Count.nullable(),
  /** What its content is known by. */
  content_hash: z.string().nullable(),
  started_at: Timestamp,
  started_by: z.string(),
  finished_at: Timestamp.nullable(),
  overall_progress: OverallProgress,
  row_errors: Count,
})
export type ImportSummary = z.infer<typeof ImportSummary>

/** Newest first. */
export const ImportsAnswer = z.object({ imports: z.array(ImportSummary), next_cursor: NextCursor })
export type ImportsAnswer = z.infer<typeof ImportsAnswer>

export const BatchesQuery = z.strictObject({
  table: z.string().min(1).max(100).optional(),
  operation: Operation.optional(),
  status: BatchStatus.optional(),
  ...PageQuery,
})
export type BatchesQuery = z.infer<typeof BatchesQuery>

/** Rows that are dealt with, of all that are planned. */
export interface RowsDone {
  done: number
  total: number
  counts: Counts
}

export const BatchEntry = z.object({
  table: z.string(),
  batch: z.int().positive(),
  operation: Operation,
  status: BatchStatus,
  records: Count,
  counts: RowCounts,
  attempts: Count,
  started_at: Timestamp.nullable(),
  completed_at: Timestamp.nullable(),
  duration_ms: Count.nullable(),
  error: z.string().nullable(),
})
export type BatchEntry = z.infer<typeof BatchEntry>

export const BatchesAnswer = z.object({ batches: z.array(BatchEntry), next_cursor: NextCursor })
export type BatchesAnswer = z.infer<typeof BatchesAnswer>

export const RowErrorsQuery = z.strictObject({
  table: z.string().min(1).max(100).optional(),
  code: z.string().min(1).max(100).optional(),
  /** Where the page begins, counted from 0; instead of a cursor. */
  offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
  ...PageQuery,
})
export type RowErrorsQuery = z.infer<typeof RowErrorsQuery>

export const RowErrorCategory = z.enum(["validation", "conflict", "database", "system"])
export type RowErrorCategory = z.infer<typeof RowErrorCategory>

/** `row` counts data records from 1; `line` is the physical line where the record starts. */
export const RowError = z.object({
  table: z.string(),
  operation: Operation,
  file: z.string().nullable(),
  line: Count.nullable(),
  row: Count.nullable(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  category: RowErrorCategory,
  /** Of a row that an undo has kept: what it holds; of one that is gone, what it held before the import. */
  record: z.record(z.string(), JsonValue).optional(),
})
export type RowError = z.infer<typeof RowError>

/** What is wrong with a row in few words; `field` is the column, where it is one. */
export interface RowFault {
  row: number | null
  field: string | null
  message: string
}

export const RowErrorsAnswer = z.object({
  errors: z.array(RowError),
  /** Of those that are kept, all that fit; 0 beyond the last. */
  total: Count,
  next_cursor: NextCursor,
})
export type RowErrorsAnswer = z.infer<typeof RowErrorsAnswer>

export const AuditQuery = z.strictObject(PageQuery)
export type AuditQuery = z.infer<typeof AuditQuery>

export const AuditEvent = z.object({
  at: Timestamp,
  actor: z.string(),
  event: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  detail: z.string().nullable(),
})
export type AuditEvent = z.infer<typeof AuditEvent>

export const AuditAnswer = z.object({ events: z.array(AuditEvent), next_cursor: NextCursor })
export type AuditAnswer = z.infer<typeof AuditAnswer>
