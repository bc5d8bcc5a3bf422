/** How a column's text is read and checked: a folder of sql/kinds/. */
export type ColumnKind =
  | "text"
  | "date"
  | "enterprise_number"
  | "establishment_number"
  | "branch_number"
  | "entity_number"

/** One column of a source file and of its target. */
export interface Column {
  /** The header in the source file. */
  source: string
  /** The column of the target. */
  name: string
  kind: ColumnKind
  required: boolean
  /** The category of the code list its values come from. */
  codes?: CodeList
  /** Values are masked in row errors. */
  sensitive?: boolean
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
 */
export type Policy = "temporal" | "upsert"

export interface Table {
  /** Singular: the target in SQL, and `import_staging_<name>`. */
  name: string
  /** Plural: the key on the wire. The only place where the two meet. */
  key: string
  policy: Policy
  columns: readonly Column[]
  /** Target columns that make two rows the same thing. */
  identity: readonly string[]
  /** The target column a delete file names, when the table takes deletes. */
  deleteKey?: string
  /** Expressions of sql/derived/ that the target has beyond the staged columns. */
  derived: readonly string[]
  /** Rows a batch by default. */
  batchSize: number
  files: SourceFiles
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
  operation: "resolve_names"
  table: string
  /** Tables whose batches come first; their touched entities are what the step works on. */
  after: readonly string[]
  /** Target columns the step writes, journalled where the row is older than the job. */
  writes: readonly string[]
  /** Values its statements take, by the name of the slot. */
  parameters: Readonly<Record<string, string>>
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

export interface Dataset {
  /** The URL segment. */
  name: string
  label: string
  description: string
  /** What the source is; lib/import/sources has one reader a kind. */
  source: "extract_zip"
  tables: readonly Table[]
  afterSteps: readonly AfterStep[]
  batchSize: NumberRange
  /** What `duplicates` may be; empty when the dataset has no choice. */
  duplicates: readonly ("skip" | "update" | "merge")[]
  /** Whether one job at a time may be open, and jobs build on one another in order. */
  sequential: boolean
  example: Example
}

/** A column as written in a declaration: required unless `optional` is called on it. */
export function column(source: string, name: string, kind: ColumnKind, codes?: CodeList): Column {
  return { source, name, kind, required: true, ...(codes && { codes }) }
}

export function optional(declared: Column): Column {
  return { ...declared, required: false }
}

/** The table a request or a batch row names, by its plural key or its singular name. */
export function findTable(dataset: Dataset, name: string): Table | undefined {
  return dataset.tables.find((table) => table.key === name || table.name === name)
}

/** The plural key of a table the dataset is known to have. */
export function tableKey(dataset: Dataset, name: string): string {
  return findTable(dataset, name)?.key ?? name
}

/** The table of that SQL name; throws when the declaration has none, which no request can cause. */
export function tableOf(dataset: Dataset, name: string): Table {
  const table = dataset.tables.find((candidate) => candidate.name === name)
  if (!table) throw new Error(`${dataset.name} declares no table ${name}`)
  return table
}

/** The columns of a table that are not part of its identity. */
export function payloadOf(table: Table): string[] {
  return table.columns.map((declared) => declared.name).filter((name) => !table.identity.includes(name))
}
