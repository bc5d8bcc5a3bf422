/** A file as somebody sends it. */
export interface SentFile {
  /** The field of the form. */
  field: "file" | "metadata_mapping"
  name: string
  bytes: Buffer
}

/** One dataset to measure: what is imported, and the same work in plain SQL. */
export interface DatasetCase {
  /** Its key in the results. */
  name: string
  title: string
  dataset: string
  /** Rows, or documents, of the import. */
  rows: number
  what: "row" | "document"
  options: object
  files: readonly SentFile[]
  /** Imported before the clock starts. */
  before: readonly SentFile[]
  /** Files the statements read, by the name they are asked for. */
  inputs: Readonly<Record<string, Buffer>>
  tables: readonly string[]
  /** Statements that bring an empty database to where the import begins, and those of the measured transaction. */
  raw(pathOf: (input: string) => string): { before: string[]; measured: string[] }
  /** What both sides must hold, a query without ids, times and columns of our own. */
  compared: string
  /** What the comparison is not about, for people. */
  notes: readonly string[]
  goals: { seconds?: number; per_second?: number }
}

export const MOST_GROWTH_MB = 100

export function sentText(name: string, text: string): SentFile {
  return { field: "file", name, bytes: Buffer.from(text) }
}

/** A CSV as a table of texts. */
export function readCsv(path: string, header: readonly string[]): string {
  const columns = header.map((name) => `'${name}': 'varchar'`).join(", ")
  return `read_csv('${path}', columns = {${columns}}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '')`
}

/** What every target has beside the columns that files fill. */
export const TECHNICAL = `uuid() as id, now()::timestamp as created_at, now()::timestamp as updated_at, (random() * 9999999999)::bigint as _entity_key`
