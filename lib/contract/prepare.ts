import { z } from "zod"
import { Count, JobReference } from "./fields.ts"
import { JobStatus, Warning } from "./jobs.ts"
import { ImportOptions } from "./options.ts"

const SOURCES = ["url", "filename", "job_id"] as const

/** Exactly one of `url`, `filename` (a stored file) and `job_id` (go on with a prepare that ran out of time). */
export const PrepareRequest = z
  .strictObject({
    url: z.string().min(1).max(4000).optional(),
    filename: z.string().min(1).max(500).optional(),
    job_id: JobReference.optional(),
    options: ImportOptions.prefault({}),
  })
  .refine((body) => SOURCES.filter((name) => body[name] !== undefined).length === 1, {
    message: "name exactly one source: url, filename or job_id",
  })
export type PrepareRequest = z.infer<typeof PrepareRequest>

/** How far a prepare has come that is still reading its source. */
export const Staging = z.object({
  table: z.string(),
  rows_staged: Count,
  rows_total: Count.optional(),
  bytes_read: Count,
  bytes_total: Count,
})
export type Staging = z.infer<typeof Staging>

/**
 * `staging` is there while the status is `preparing`: call again with the job_id; of an import in the background there is
 * nothing to call again for.
 */
export const PrepareAnswer = z.object({
  job_id: z.string(),
  status: JobStatus,
  total_batches: Count,
  batches_by_table: z.record(z.string(), z.record(z.string(), Count)),
  warnings: z.array(Warning),
  staging: Staging.optional(),
})
export type PrepareAnswer = z.infer<typeof PrepareAnswer>
