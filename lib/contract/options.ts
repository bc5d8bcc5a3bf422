import { z } from "zod"

export const Duplicates = z.enum(["skip", "update", "merge"])
export type Duplicates = z.infer<typeof Duplicates>

export const Delimiter = z.enum([",", ";", "\t", "|"])
export type Delimiter = z.infer<typeof Delimiter>

export const Encoding = z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"])
export type Encoding = z.infer<typeof Encoding>

/** What becomes of an import that has bad rows: it leaves them out, waits for a person before anything is written, or is refused. */
export const OnRowErrors = z.enum(["skip", "hold", "refuse"])
export type OnRowErrors = z.infer<typeof OnRowErrors>

/** A share of all rows as text, like `2.5%`; a whole number may come as text too, as a form sends it. */
export const MaxRowErrors = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(
      /^(\d{1,15}|(100|\d{1,2}(\.\d{1,6})?)%)$/,
      'say a whole number of rows, or a share of them like "5%"',
    ),
])
export type MaxRowErrors = z.infer<typeof MaxRowErrors>

/** Which column each header of the source is for; null leaves the header out. */
export const ColumnMapping = z.record(z.string().max(1000), z.string().max(1000).nullable())
export type ColumnMapping = z.infer<typeof ColumnMapping>

/**
 * How an import is to be done. What a dataset allows of it (the range of `batch_size`, which
 * `duplicates`) is checked against its declaration, not here.
 */
export const ImportOptions = z.strictObject({
  batch_size: z.int().positive().optional(),
  duplicates: Duplicates.optional(),
  /** `skip` when it is left out. */
  on_row_errors: OnRowErrors.optional(),
  /** The old name: `true` of skip, `false` of refuse. */
  skip_errors: z.boolean().optional(),
  /** With more bad rows than that the import waits for a person as with `hold`, before anything is written. */
  max_row_errors: MaxRowErrors.optional(),
  dry_run: z.boolean().default(false),
  /** Prepare answers at once, and the server does the whole import by itself. */
  run: z.enum(["background"]).optional(),
  notify_email: z.email().max(254).optional(),
  max_retries: z.int().min(1).max(10).default(3),
  /** What becomes of an import whose batches have used up their attempts: it waits for a person, or is closed without them. */
  on_failed_batch: z.enum(["stop", "accept"]).default("stop"),
  project_id: z.string().trim().min(1).max(200).optional(),
  allow_gap: z.boolean().optional(),
  /** Goes on although a table would lose many of its current rows, or all. */
  allow_mass_close: z.boolean().optional(),
  /** Columns of an extract that nobody knows are left out instead of refusing it. */
  allow_extra_columns: z.boolean().optional(),
  /** A version of an extract's layout that is to be read like the one that is known. */
  allow_version: z.string().min(1).max(60).optional(),
  mapping: ColumnMapping.optional(),
  /** Detected when left out, like the encoding. */
  delimiter: Delimiter.optional(),
  encoding: Encoding.optional(),
  /** Of phone numbers that do not begin with a country code: two letters, ISO 3166. */
  default_country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "name the country by its two letters, like BE")
    .transform((code) => code.toUpperCase())
    .optional(),
})
/** Parsed: defaults filled in. */
export type ImportOptions = z.infer<typeof ImportOptions>
/** As sent: everything may be left out. */
export type ImportOptionsInput = z.input<typeof ImportOptions>
