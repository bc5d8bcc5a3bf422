import { z } from "zod"
import { Count, Flag, JobReference, Timestamp } from "./fields.ts"
import { JobStatus, Operation, Outcome } from "./jobs.ts"
import { Progress } from "./process-batch.ts"

/** `accept_failed` closes the job over its failed batches, as `partial_failure`. */
export const FinalizeRequest = z.strictObject({
  job_id: JobReference,
  accept_failed: z.boolean().default(false),
})
export type FinalizeRequest = z.infer<typeof FinalizeRequest>

export const FinalizeAnswer = z.object({
  success: z.literal(true),
  job_id: z.string(),
  status: z.literal("completed"),
  outcome: Outcome,
  names_resolved: Count,
  failed_batches: Count,
  row_errors: Count,
  reconciles: z.boolean().nullable(),
  finished_at: Timestamp,
})
export type FinalizeAnswer = z.infer<typeof FinalizeAnswer>

/** One batch by name, or every failed one. */
export const RetryBatchRequest = z
  .strictObject({
    job_id: JobReference,
    table_name: z.string().min(1).max(100).optional(),
    batch_number: z.int().positive().optional(),
    operation: Operation.optional(),
    all_failed: z.literal(true).optional(),
  })
  .refine(
    (body) => {
      const named = body.table_name !== undefined && body.batch_number !== undefined
      const partly = body.table_name ?? body.batch_number ?? body.operation
      return body.all_failed ? partly === undefined : named
    },
    { message: "name either a batch (table_name and batch_number) or all_failed: true" },
  )
export type RetryBatchRequest = z.infer<typeof RetryBatchRequest>

export const RetryBatchAnswer = z.object({ success: z.literal(true), reset: Count })
export type RetryBatchAnswer = z.infer<typeof RetryBatchAnswer>

/** `start` lets a held job go, and turns a finished dry run into a real job on the rows already staged; `apply` is its old name for that. */
export const ControlAction = z.enum(["start", "pause", "resume", "cancel", "apply"])
export type ControlAction = z.infer<typeof ControlAction>

export const ControlRequest = z.strictObject({ job_id: JobReference, action: ControlAction })
export type ControlRequest = z.infer<typeof ControlRequest>

export const ControlAnswer = z.object({ success: z.literal(true), status: JobStatus })
export type ControlAnswer = z.infer<typeof ControlAnswer>

export const RollbackRequest = z.strictObject({
  job_id: JobReference,
  dry_run: z.boolean().default(false),
})
export type RollbackRequest = z.infer<typeof RollbackRequest>

/** The query of DELETE /api/imports/:job_id/rollback. */
export const RollbackQuery = z.strictObject({ dry_run: Flag.default(false) })
export type RollbackQuery = z.infer<typeof RollbackQuery>

/** The body of DELETE /api/imports/:job_id/rollback, if it has one. */
export const UndoRequest = z.strictObject({
  job_id: JobReference.optional(),
  dry_run: z.boolean().optional(),
})
export type UndoRequest = z.infer<typeof UndoRequest>

/** Call again until `done`. `rows_kept` were changed since by someone else and stay as they are. */
export const RollbackAnswer = z.object({
  success: z.literal(true),
  done: z.boolean(),
  rows_removed: Count,
  rows_restored: Count,
  rows_kept: Count,
  progress: Progress,
  rollback_completed_at: Timestamp.optional(),
  /** Of contacts, by DELETE: the rows that were removed, by the name its team gave them. */
  contacts_removed: Count.optional(),
})
export type RollbackAnswer = z.infer<typeof RollbackAnswer>
