import { z } from "zod"

/** preparing → ready → processing ⇄ paused → finalizing → completed; the rest are ways out. */
export const JobStatus = z.enum([
  "preparing",
  "ready",
  "processing",
  "paused",
  "finalizing",
  "completed",
  "failed",
  "cancelled",
  "rolling_back",
  "rolled_back",
])
export type JobStatus = z.infer<typeof JobStatus>

/** How a finished job ended: `partial_failure` as soon as one row or batch failed, `failed` when nothing landed. */
export const Outcome = z.enum(["complete", "partial_failure", "failed"])
export type Outcome = z.infer<typeof Outcome>

/** What an import waits for a person over, before anything of it is written. It is `ready` then, and driven by nobody. */
export const Held = z.enum(["row_errors", "mass_close"])
export type Held = z.infer<typeof Held>

export const BatchStatus = z.enum(["pending", "processing", "completed", "failed"])
export type BatchStatus = z.infer<typeof BatchStatus>

/** `delete` and `insert` apply rows, `mend` rows that were put right since; the others are after-steps, batches like any other. */
export const Operation = z.enum(["delete", "insert", "mend", "resolve_names", "build_hierarchy", "embed"])
export type Operation = z.infer<typeof Operation>

/** What a person may do with a job now; the status answer lists only the legal ones. */
export const JobAction = z.enum([
  "start",
  "pause",
  "resume",
  "cancel",
  "apply",
  "finalize",
  "retry",
  "rollback",
])
export type JobAction = z.infer<typeof JobAction>

export const BatchReference = z.object({
  table: z.string(),
  batch: z.int().positive(),
  operation: Operation,
})
export type BatchReference = z.infer<typeof BatchReference>

/** Why an import that ran in the background came to nothing: what a call that waited would have been refused with. */
export const JobError = z.object({ code: z.string(), detail: z.string(), filename: z.string().nullable() })
export type JobError = z.infer<typeof JobError>

export const Warning = z.object({
  code: z.string(),
  message: z.string(),
  count: z.int().nonnegative(),
})
export type Warning = z.infer<typeof Warning>
