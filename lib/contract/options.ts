import { z } from "zod"
import { ENCODINGS, encodingNamed } from "./encodings.ts"

export const Duplicates = z.enum(["skip", "update", "merge"])
export type Duplicates = z.infer<typeof Duplicates>

/** The delimiters that are detected; any other character has to be said. */
export const DELIMITERS: readonly string[] = [",", ";", "\t", "|"]

/** One character that keeps cells apart: not a quote, nor a line end, nor a NUL. */
export const Delimiter = z
  .string()
  .regex(/^[^"\r\n\0\uD800-\uDFFF]$/, "say one character that is neither a quote nor a line end")
export type Delimiter = z.infer<typeof Delimiter>

/** An encoding by any of its usual labels. */
export const Encoding = z
  .string()
  .max(40)
  .refine((label) => encodingNamed(label) !== null, {
    error: `is no encoding that can be read; known are ${ENCODINGS.join(", ")}`,
  })
export type Encoding = z.infer<typeof Encoding>

/** By its own label. */
const NamedEncoding = Encoding.transform((label) => encodingNamed(label) ?? label)

/** The line the names of the columns are on, in a workbook the row, which a form sends as text; `none` where a file has no names. */
export const HeaderRow = z.union([
  z.int().min(1).max(1_000_000),
  z.string().regex(/^(?:[1-9]\d{0,5}|none)$/, 'say a line of the file, counted from 1, or "none"'),
])
export type HeaderRow = z.infer<typeof HeaderRow>

/** Values that every row has, by the names of the columns. */
export const Constants = z.record(z.string().max(1000), z.string().max(10_000))
export type Constants = z.infer<typeof Constants>

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
  /** Gets a signed POST when the import is over, fails or waits for a person. */
  webhook_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  /** Asked for after every success: whoever watches it tells when that stays away. */
  ping_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  max_retries: z.int().min(1).max(10).default(3),
  /** What becomes of an import whose batches have used up their attempts: it waits for a person, or is closed without them. */
  on_failed_batch: z.enum(["stop", "accept"]).default("stop"),
  project_id: z.string().trim().min(1).max(200).optional(),
  allow_gap: z.boolean().optional(),
  /** Goes on although a table would lose many of its current rows, or all. */
  allow_mass_close: z.boolean().optional(),
  /** What becomes of an import that would do so without being allowed to: it is refused, or waits for a person. */
  on_mass_close: z.enum(["refuse", "hold"]).optional(),
  /** Columns of an extract that nobody knows are left out instead of refusing it. */
  allow_extra_columns: z.boolean().optional(),
  /** A version of an extract's layout that is to be read like the one that is known. */
  allow_version: z.string().min(1).max(60).optional(),
  mapping: ColumnMapping.optional(),
  /** Detected when left out, like the encoding. */
  delimiter: Delimiter.optional(),
  encoding: NamedEncoding.optional(),
  /** Found when it is left out. */
  header_row: HeaderRow.transform((row) => (row === "none" ? row : Number(row))).optional(),
  /** Of a workbook; the first one with rows when it is left out. */
  sheet: z.string().min(1).max(100).optional(),
  /** The file of a ZIP that has several. */
  entry: z.string().min(1).max(1000).optional(),
  /** Of the names in a ZIP of documents that do not say it themselves; told by the names when it is left out. */
  entry_encoding: NamedEncoding.optional(),
  /** What lines begin with that are no rows; no line is one when it is left out. */
  comment: z.string().min(1).max(10).optional(),
  /** What every row says that has nothing else in that column. */
  constants: Constants.optional(),
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
