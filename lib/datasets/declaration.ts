/**
 * How a column's text is read and checked. Of an extract a folder of sql/kinds/ does it, of records and documents a
 * file of lib/reading/kinds/.
 */
export type ColumnKind =
  | "text"
  | "date"
  | "enterprise_number"
  | "establishment_number"
  | "branch_number"
  | "entity_number"
  | "integer"
  | "number"
  | "boolean"
  | "email"
  | "phone"
  | "url"
  | "html"
  | "json"
  | "list"

export type SqlType = "varchar" | "date" | "bigint" | "double" | "boolean" | "json" | "varchar[]"

/** One column of a source file and of its target. */
export interface Column {
  /** The header in the source file. */
  source: string
  /** The column of the target. */
  name: string
  kind: ColumnKind
  required: boolean
  /** Other headers it is known by; case, accents and punctuation make no difference. */
  aliases?: readonly string[]
  /**
   * Headers of which a file may have several, such as one for each phone: the first that is not empty counts, in this order. Columns
   * that belong `together` are read from headers of one rank, so that no street gets the town of another address.
   */
  several?: readonly (readonly string[])[]
  together?: string
  /** What `duplicates: merge` does where both sides have a value; left out, the one that was there stays. */
  merge?: "union" | "append"
  /** The category of the code list its values come from. */
  codes?: CodeList
  /** Values are masked in row errors. */
  sensitive?: boolean
  /** Texts of any length, which lists of rows leave out. */
  long?: boolean
}

/** A category of the code list; `documented` values are known even when the list leaves them out. */
export interface CodeList {
  category: string
  documented?: readonly string[]
  /** The column whose value completes the category: NaceVersion 2008 makes Nace2008. */
  by?: string
}

/**
 * What an insert does where the identity already exists.
 * - `temporal`: the current row is closed and stays as history, a new one is opened
 * - `upsert`: the row is overwritten, and what it was goes into the undo journal
 * - `keyed`: rows have an `id` that lasts; the job's `duplicates` option says whether one that is there already is
 *   kept, updated or merged with, and what it was goes into the undo journal
 */
export type Policy = "temporal" | "upsert" | "keyed"

export interface Table {
  /** Singular: the target in SQL, and `import_staging_<name>`. */
  name: string
  /** Plural: the key on the wire. The only place where the two meet. */
  key: string
  policy: Policy
  columns: readonly Column[]
  /** Target columns that make two rows the same thing. */
  identity: readonly string[]
  /** The identity of a row that has nothing in the first; it is then looked for in every row. */
  otherwise?: readonly string[]
  /** The target column a delete file names, when the table takes deletes. */
  deleteKey?: string
  /** Expressions of sql/derived/ that the target has beyond the staged columns. */
  derived: readonly string[]
  /** Rows a batch by default. */
  batchSize: number
  /** Of an extract. */
  files?: SourceFiles
  /** Queries of sql/checks/ that find rows which are only wrong beside others. */
  checks?: readonly string[]
  /** What is kept of a row when it is added, and plays no part in what it is: neither compared nor journalled. */
  kept?: readonly Column[]
  /** What a staged list of this table becomes: rows of another one, written and removed with their owner. */
  parts?: readonly Part[]
  /** Rows that are shown beside a row: those that belong to it, and those it belongs to. */
  related?: readonly Related[]
}

/** Rows of a table whose `column` holds what the row has in `value`; `name` is what they are to it. */
export interface Related {
  name: string
  table: string
  column: string
  value: string
}

/** Rows of another table that are a row's own: each item of `list` is one, in order. */
export interface Part {
  /** Singular, the target; and its plural key. */
  table: string
  key: string
  /** The staged column, text[]. */
  list: string
  /** The column that says whose it is. */
  owner: string
  /** Staged columns as long as the list: the page each item begins on, and the headings it stands under. */
  pages: string
  sections: string
}

/** Entry names in the source, by what they hold. */
export interface SourceFiles {
  /** The whole table: a full extract, or a list that always comes whole. */
  full: string
  insert: string
  delete?: string
}

/** Work on what the batches applied, cut into batches itself. */
export interface AfterStep {
  operation: "resolve_names" | "build_hierarchy" | "embed"
  table: string
  /** Tables whose batches come first; their touched entities are what the step works on. */
  after: readonly string[]
  /** Target columns the step writes, journalled where the row is older than the job. */
  writes: readonly string[]
  /** Values its statements take, by the name of the slot. */
  parameters: Readonly<Record<string, string>>
  /** Rows a batch of it is about; left out, as many as a large import has a batch for. */
  batchSize?: number
  /** The types of the columns it writes, where they are not text. */
  types?: Readonly<Record<string, "uuid" | "integer" | "float[]">>
  /** Columns it reads; when one of them changes, what it wrote no longer holds. */
  reads?: readonly string[]
  /** Of columns it writes that hold codes, the list these come from. */
  codes?: Readonly<Record<string, CodeList>>
  /** What columns it writes say then, until it has run again, where that is not nothing. */
  cleared?: Readonly<Record<string, string>>
}

/** A small file to try an import with, made of files in examples/<dataset>/. */
export interface Example {
  /** What its download is called; files are zipped when it ends in .zip. */
  file_name: string
  files: readonly string[]
}

export interface NumberRange {
  min: number
  max: number
}

/** What records are written as; whatever is read as a table goes by CSV. */
export type RecordKind = "csv" | "json" | "vcard"

export interface Dataset {
  /** The URL segment. */
  name: string
  label: string
  description: string
  /** What the source is; lib/reading/ has one reader a kind. */
  source: "extract_zip" | "records" | "documents"
  /** What records may be written as; CSV when left out, which goes for workbooks too. */
  formats?: readonly RecordKind[]
  tables: readonly Table[]
  afterSteps: readonly AfterStep[]
  /** Of the option `batch_size`. */
  batchSize: NumberRange
  /** Records, or documents, one import may have. */
  mostRows?: number
  /** Whether its rows belong to a project, which a key must have access to. */
  scoped?: boolean
  /** Options beyond those every dataset has. */
  options?: readonly "default_country"[]
  /** What `duplicates` may be; empty when the dataset has no choice. */
  duplicates: readonly ("skip" | "update" | "merge")[]
  /** Whether one job at a time may be open, and jobs build on one another in order. */
  sequential: boolean
  /** Its imports compare whole tables of millions of rows, or bring texts of any length: see Room of lib/db/instance.ts. */
  large?: "large" | "texts"
  example: Example
}
