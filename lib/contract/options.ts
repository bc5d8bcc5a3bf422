import { z } from "zod"

export const Duplicates = z.enum(["skip", "update", "merge"])
export type Duplicates = z.infer<typeof Duplicates>

/**
 * How an import is to be done. What a dataset allows of it (the range of `batch_size`, which
 * `duplicates`) is checked against its declaration, not here.
 */
export const ImportOptions = z.strictObject({
  batch_size: z.int().positive().optional(),
  duplicates: Duplicates.optional(),
  skip_errors: z.boolean().default(true),
  dry_run: z.boolean().default(false),
  notify_email: z.email().max(254).optional(),
  max_retries: z.int().min(1).max(10).default(3),
  project_id: z.string().min(1).max(200).optional(),
  allow_gap: z.boolean().optional(),
})
/** Parsed: defaults filled in. */
export type ImportOptions = z.infer<typeof ImportOptions>
/** As sent: everything may be left out. */
export type ImportOptionsInput = z.input<typeof ImportOptions>
