import { z } from "zod"
import { Count, NextCursor } from "./fields.ts"
import { Operation, Warning } from "./jobs.ts"
import { ColumnMapping, Constants, HeaderRow, ImportOptions } from "./options.ts"

/** One option of a dataset as a form shows it; `pairs` are values by the names of columns. */
export const DatasetOption = z.object({
  name: z.string(),
  type: z.enum(["integer", "boolean", "text", "choice", "pairs"]),
  description: z.string(),
  default: z.union([z.int(), z.boolean(), z.string(), z.null()]),
  min: z.int().optional(),
  max: z.int().optional(),
  choices: z.array(z.string()).optional(),
})
export type DatasetOption = z.infer<typeof DatasetOption>

export const DatasetColumn = z.object({
  header: z.string(),
  column: z.string(),
  type: z.string(),
  required: z.boolean(),
  aliases: z.array(z.string()),
})
export type DatasetColumn = z.infer<typeof DatasetColumn>

/** `table` is the key used on the wire (`activities`), `target` the SQL table (`activity`). */
export const DatasetTable = z.object({
  table: z.string(),
  target: z.string(),
  batch_size: z.int().positive(),
  columns: z.array(DatasetColumn),
})
export type DatasetTable = z.infer<typeof DatasetTable>

/**
 * `example_file` is what GET /api/datasets/:dataset/example downloads. `accepts` are endings of file names,
 * `most_files` of them at once. A `mappable` dataset reads headers by its mapping and can be previewed. `after_steps`
 * are what may follow once the rows are there.
 */
export const DatasetDeclaration = z.object({
  dataset: z.string(),
  title: z.string(),
  description: z.string(),
  accepts: z.array(z.string()),
  most_files: z.int().positive(),
  mappable: z.boolean(),
  scoped: z.boolean(),
  example_file: z.string(),
  options: z.array(DatasetOption),
  tables: z.array(DatasetTable),
  after_steps: z.array(Operation),
})
export type DatasetDeclaration = z.infer<typeof DatasetDeclaration>

export const DatasetsAnswer = z.object({
  datasets: z.array(DatasetDeclaration),
  next_cursor: NextCursor,
})
export type DatasetsAnswer = z.infer<typeof DatasetsAnswer>

/** What a source turns out to be, before anything is imported from it; the form of it takes a file instead. */
export const PreviewRequest = z.strictObject({
  filename: z.string().min(1).max(500),
  options: ImportOptions.prefault({}),
})
export type PreviewRequest = z.infer<typeof PreviewRequest>

/** What is wrong with one of the rows shown. */
export const PreviewError = z.object({
  row: Count,
  line: Count,
  column: z.string().nullable(),
  code: z.string(),
  message: z.string(),
})
export type PreviewError = z.infer<typeof PreviewError>

/** A line that is no row. */
export const LineAbove = z.object({ line: Count, text: z.string() })
export type LineAbove = z.infer<typeof LineAbove>

/**
 * How a file is written. `delimiter` is null of what is no CSV, `header_row` of what has no lines with names, such as JSON; `above` are
 * the lines above it that are left out. `guessed_from` are lines an encoding was guessed from. `sheets` are those of a workbook, `sheet` the one that is read;
 * `entry` is the file of a ZIP that is.
 */
export const FileDialect = z.object({
  delimiter: z.string().nullable(),
  encoding: z.string(),
  guessed_from: z.array(z.string()).nullable(),
  header_row: z.union([z.int(), z.literal("none")]).nullable(),
  above: z.array(LineAbove),
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
  entry: z.string().nullable(),
})
export type FileDialect = z.infer<typeof FileDialect>

/** How an earlier file with the same header was read, by the options that said so; to be sent again, or left out to begin afresh. */
export const EarlierReading = z.object({
  job_id: z.string(),
  started_at: z.string(),
  options: z.object({
    mapping: ColumnMapping.optional(),
    constants: Constants.optional(),
    delimiter: z.string().optional(),
    encoding: z.string().optional(),
    header_row: HeaderRow.optional(),
    sheet: z.string().optional(),
    entry: z.string().optional(),
    comment: z.string().optional(),
    default_country: z.string().optional(),
  }),
})
export type EarlierReading = z.infer<typeof EarlierReading>

/**
 * `mapping` has every header of `header`, in its order, as the `mapping` option takes it; `missing` are columns
 * that every row needs and no header is for. A cell of `rows` is as the source has it. `earlier` is how the last file with the same header was read.
 */
export const PreviewAnswer = z.object({
  format: z.enum(["csv", "json", "xlsx", "vcard"]),
  dialect: FileDialect,
  header: z.array(z.string()),
  mapping: ColumnMapping,
  missing: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  errors: z.array(PreviewError),
  warnings: z.array(Warning),
  earlier: EarlierReading.nullable(),
})
export type PreviewAnswer = z.infer<typeof PreviewAnswer>
