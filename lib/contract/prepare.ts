import { z } from "zod"
import { Count, JobReference, sentObject } from "./fields.ts"
import { Held, JobStatus, Warning } from "./jobs.ts"
import { ImportOptions } from "./options.ts"

const SOURCES = ["url", "filename", "filenames", "rows", "job_id"] as const

/** A row as it comes with the request: values by the names of its columns, which may be any that a file may have. */
export const InlineRow = sentObject({ minLength: 1, maxLength: 1_000 })
export type InlineRow = z.infer<typeof InlineRow>

const StoredName = z.string().min(1).max(500)

/**
 * Exactly one of `url`, `filename` (a stored file), `filenames` (several documents, with the list of their metadata if there is
 * one), `rows` (of a dataset that is made of rows) and `job_id` (go on with a prepare that ran out of time).
 */
export const PrepareRequest = z
  .strictObject({
    url: z.string().min(1).max(4000).optional(),
    filename: StoredName.optional(),
    filenames: z.array(StoredName).min(1).max(500).optional(),
    metadata_filename: StoredName.optional(),
    rows: z.array(InlineRow).min(1).max(10_000).optional(),
    job_id: JobReference.optional(),
    options: ImportOptions.prefault({}),
  })
  .refine((body) => SOURCES.filter((name) => body[name] !== undefined).length === 1, {
    message: "name exactly one source: url, filename, filenames, rows or job_id",
  })
  .refine((body) => body.metadata_filename === undefined || body.filenames !== undefined, {
    message: "metadata_filename goes with filenames",
    path: ["metadata_filename"],
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
  held: Held.nullable(),
  total_batches: Count,
  batches_by_table: z.record(z.string(), z.record(z.string(), Count)),
  warnings: z.array(Warning),
  staging: Staging.optional(),
})
export type PrepareAnswer = z.infer<typeof PrepareAnswer>
