import type { ImportOptions, Warning } from "../contract/index.ts"
import type { Table } from "../datasets/define.ts"

/** A statement and the values it is bound to. */
export interface Bound {
  sql: string
  values: Record<string, string | number | boolean | null>
}

/** A row that is not staged, as it is kept in the list of row errors. */
export interface FaultLine {
  /** Where it is, when that is not the file being staged. */
  file?: string | undefined
  line: number | null
  row_no: number | null
  column_name: string | null
  value: string | null
  code: string
  message: string
  /** The row as it was read, by header: what it is mended from. */
  record: Record<string, unknown> | null
}

/** Faults in a file the database reads, one in JSON a line; whoever stages the chunk deletes it. */
export interface FaultList {
  count: number
  /** Null when there are none. */
  path: string | null
  /** Bytes of the longest line. */
  longest: number
}

/** Some rows of a file, ready to be staged in one transaction. */
export interface StagingChunk {
  /** A file whoever stages the chunk deletes. */
  path: string
  /** Rows the file has. */
  rows: number
  /** The number of the last record, good or not. */
  last_row: number
  /** Bytes of the source consumed so far. */
  bytes_read: number
  /** Whether this is the last chunk. */
  done: boolean
  /** Takes the rows of the file in, but those that a column's rule refuses. */
  insert: Bound
  /** Keeps the refused ones, when there are any. */
  refuse: Bound | null
  faults: FaultList
  /** The file of the source it was read from, when that is one of many, and why it is not used. */
  document?: { name: string; row: number; rejected: string | null }
}

/** Whose rows a chunk has. */
export interface ChunkOf {
  job_id: string
  /** Rows up to this one are staged already. */
  afterRow: number
  /** A folder for chunk files. */
  directory: string
  /** Milliseconds since the epoch. */
  now: number
}

/** What is to be opened, and how the import wants it read. */
export interface OpenInput {
  path: string
  /** The file's name as its sender knows it. */
  name: string
  options: ImportOptions
}

/** One file of a source, and the table and operation its rows are for. */
export interface SourceFile {
  table: Table
  operation: "delete" | "insert"
  name: string
  bytes: number
  /** What is left of it, chunk by chunk. Throws Problem 422 naming file and cause. */
  chunks(of: ChunkOf): AsyncGenerator<StagingChunk>
}

/** A source whose shape has been checked; its rows have not been read yet. */
export interface OpenSource {
  title: string
  extract_number: number | null
  extract_type: "full" | "update" | null
  snapshot_date: string | null
  files: SourceFile[]
  warnings: Warning[]
  /** Of records: the header each column was read from. */
  headers?: Record<string, string>
}
