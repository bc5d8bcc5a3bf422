import { z } from "zod"
import { Count, DateOnly, JobReference, JsonValue, NextCursor } from "./fields.ts"

/** What an import has done to a row. */
export const RowChange = z.enum(["inserted", "updated", "merged", "closed"])
export type RowChange = z.infer<typeof RowChange>

/** The same; and of the rows it closed those it has put nothing in the place of. */
export const AskedChange = z.enum([...RowChange.options, "gone"])
export type AskedChange = z.infer<typeof AskedChange>

export const DataFormat = z.enum(["json", "csv", "parquet"])
export type DataFormat = z.infer<typeof DataFormat>

const extract = z.string().regex(/^\d{1,9}$/)

const At = z.union([z.iso.date(), extract], "must be the number of an extract, or a day as 2025-01-31")

/** In which the meaning of codes is told; where the register does not have it, in another. */
const Language = z.string().regex(/^[a-z]{2}$/i, "must be two letters, as in nl")

/**
 * `change` is of the import `job_id`; without it, all that it has done. `at` is an extract or a day, `search` words that all
 * have to be in a row, or in its `column`; in the column rows are ordered by, what that begins with. `sort` is a column, with
 * `-` in front from the last to the first; `columns` are those that are wanted, with commas between them. With `language` the answer
 * says what codes mean. A file has all rows, so that it takes neither `cursor` nor `limit`.
 */
export const DataQuery = z
  .strictObject({
    job_id: JobReference.optional(),
    change: AskedChange.optional(),
    at: At.optional(),
    search: z.string().trim().min(1).max(100).optional(),
    column: z.string().min(1).max(100).optional(),
    columns: z
      .string()
      .min(1)
      .max(2_000)
      .transform((names) => names.split(","))
      .optional(),
    sort: z.string().min(1).max(100).optional(),
    cursor: z.string().min(1).max(4_000).optional(),
    limit: z.coerce.number().int().min(1).max(1_000).optional(),
    format: DataFormat.default("json"),
    language: Language.optional(),
  })
  .refine(({ format, cursor, limit }) => format === "json" || (cursor ?? limit) === undefined, {
    path: ["format"],
    message: "a file has all rows: leave out limit and cursor",
  })
  .refine(({ format, columns }) => format === "json" || columns === undefined, {
    path: ["columns"],
    message: "a file has all columns: leave them out",
  })
  .refine(({ format, language }) => format === "json" || language === undefined, {
    path: ["language"],
    message: "a file has codes alone: leave it out",
  })
  .refine(({ search, column }) => search !== undefined || column === undefined, {
    path: ["column"],
    message: "say in search what is looked for there",
  })
export type DataQuery = z.infer<typeof DataQuery>

/** A row by its columns; in a register, `id` is what its identity consists of. */
export const DataRow = z.object({ id: z.string() }).catchall(JsonValue)
export type DataRow = z.infer<typeof DataRow>

/** What codes mean, by their category and themselves. */
export const CodeTexts = z.record(z.string(), z.record(z.string(), z.string()))
export type CodeTexts = z.infer<typeof CodeTexts>

export const DataAnswer = z.object({
  rows: z.array(DataRow),
  next_cursor: NextCursor,
  codes: CodeTexts.optional(),
})
export type DataAnswer = z.infer<typeof DataAnswer>

export const DataColumn = z.object({
  name: z.string(),
  type: z.string(),
  /** Rows can be sorted by it. */
  sortable: z.boolean(),
  /** Texts of any length, which a list of rows has no room for. */
  long: z.boolean(),
  /** Its values are codes of a category, which the value of the column `by` completes where there is one. */
  codes: z.object({ category: z.string(), by: z.string().nullable() }).nullable(),
})
export type DataColumn = z.infer<typeof DataColumn>

/** The extracts whose state can be asked for: any number from `first` to `last`, any day from `first_day` on. */
export const KnownExtracts = z.object({ first: Count, last: Count, first_day: DateOnly, last_day: DateOnly })
export type KnownExtracts = z.infer<typeof KnownExtracts>

/** `order` is the column rows come by when nothing else is asked; `extracts` is null where no history is kept, or none is known yet. */
export const DataTable = z.object({
  table: z.string(),
  dataset: z.string(),
  columns: z.array(DataColumn),
  order: z.string(),
  has_history: z.boolean(),
  extracts: KnownExtracts.nullable(),
  /** GET /api/search/:table finds its rows by what they say. */
  searchable: z.boolean(),
})
export type DataTable = z.infer<typeof DataTable>

export const DataTablesAnswer = z.object({ tables: z.array(DataTable), next_cursor: NextCursor })
export type DataTablesAnswer = z.infer<typeof DataTablesAnswer>

export const DataRowQuery = z.strictObject({ at: At.optional(), language: Language.optional() })

/** When something came to be, or ceased: by which import, where that is known, and of an extract its number. */
export const DataMoment = z.object({
  job_id: z.string().nullable(),
  title: z.string().nullable(),
  at: z.string().nullable(),
  extract: Count.nullable(),
})
export type DataMoment = z.infer<typeof DataMoment>

/** What a row held from one moment to another; `until` is null while it holds, `since` where nobody knows any more. */
export const DataVersion = z.object({
  row: z.record(z.string(), JsonValue),
  since: DataMoment.nullable(),
  until: DataMoment.nullable(),
})
export type DataVersion = z.infer<typeof DataVersion>

/** Rows of a table whose `column` says `value`; `more` when there are more than are listed. */
export const RelatedRows = z.object({
  name: z.string(),
  table: z.string(),
  column: z.string(),
  value: z.string(),
  rows: z.array(DataRow),
  more: z.boolean(),
})
export type RelatedRows = z.infer<typeof RelatedRows>

/**
 * One row, and those that belong to it. `at` is the extract whose state they are: the one that was asked for, the last in which
 * a closed row was there, and null for what holds now. `versions` are the newest first.
 */
export const DataRowAnswer = z.object({
  table: z.string(),
  dataset: z.string(),
  row: DataRow,
  current: z.boolean(),
  at: Count.nullable(),
  versions: z.array(DataVersion),
  related: z.array(RelatedRows),
  codes: CodeTexts.optional(),
})
export type DataRowAnswer = z.infer<typeof DataRowAnswer>

export const SearchQuery = z.strictObject({
  words: z.string().trim().min(1).max(1_000),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type SearchQuery = z.infer<typeof SearchQuery>

/** A row that says something like what was asked, with the piece of it that does, where it is in pieces. */
export const Found = z.object({
  row: DataRow,
  piece: DataRow.nullable(),
  /** How alike it and what was asked are, at most 1; null where that is not known. */
  likeness: z.number().nullable(),
  /** How much of what was asked is in it word by word, at most 1; rare words count for more. */
  words: z.number().min(0),
})
export type Found = z.infer<typeof Found>

/** The best first. `by_words_alone` is why it was not looked for by likeness too, null where it was. */
export const SearchAnswer = z.object({ found: z.array(Found), by_words_alone: z.string().nullable() })
export type SearchAnswer = z.infer<typeof SearchAnswer>
