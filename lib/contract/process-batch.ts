import { z } from "zod"
import { Count, JobReference } from "./fields.ts"
import { BatchReference, JobStatus, Operation } from "./jobs.ts"

export const ProcessBatchRequest = z
  .strictObject({
    job_id: JobReference,
    table_name: z.string().min(1).max(100).optional(),
    batch_number: z.int().positive().optional(),
    operation: Operation.optional(),
  })
  .refine((body) => (body.table_name === undefined) === (body.batch_number === undefined), {
    message: "table_name and batch_number go together; leave both out to take the next runnable batch",
    path: ["batch_number"],
  })
  .refine((body) => body.operation === undefined || body.table_name !== undefined, {
    message: "operation needs table_name and batch_number",
    path: ["operation"],
  })
export type ProcessBatchRequest = z.infer<typeof ProcessBatchRequest>

/** The state of the job after the call, or why nothing was runnable. */
export const ProcessStatus = z.enum([
  ...JobStatus.options,
  "held",
  "ready_to_finalize",
  "waiting",
  "blocked_by_failed",
])
export type ProcessStatus = z.infer<typeof ProcessStatus>

/** Counted in batches; `percentage` is floored, and 100 exactly when all of them are completed. */
export const Progress = z.object({
  completed: Count,
  total: Count,
  percentage: z.int().min(0).max(100),
})
export type Progress = z.infer<typeof Progress>

export const ProcessedBatch = z.object({
  table_name: z.string(),
  batch_number: z.int().positive(),
  operation: Operation,
  records: Count,
  duration_ms: Count,
  attempt: Count,
})
export type ProcessedBatch = z.infer<typeof ProcessedBatch>

export const BatchError = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
})
export type BatchError = z.infer<typeof BatchError>

/** A failing batch is an answer too: `batch_completed: false` with its `error`, after it was recorded. */
export const ProcessBatchAnswer = z.object({
  batch_completed: z.boolean(),
  /** One call applies a stride: some adjacent batches, as many as take about a second. */
  batches_completed: Count,
  records: Count,
  /** The last of them. */
  batch: ProcessedBatch.optional(),
  progress: Progress,
  next_batch: BatchReference.nullable(),
  status: ProcessStatus,
  error: BatchError.optional(),
})
export type ProcessBatchAnswer = z.infer<typeof ProcessBatchAnswer>
