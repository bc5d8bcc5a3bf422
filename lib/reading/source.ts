import type { ImportOptions, Warning } from "../contract/index.ts"
import type { Table } from "../datasets/declaration.ts"
import type { RecordFormat } from "../formats/raw-record.ts"
import type { RecordMark } from "../formats/record-lines.ts"
import type { Notice } from "./notices.ts"

/** A statement and the values it is bound to. */
export interface Bound {
  sql: string
  values: Record<string, string | number | boolean | null>
}

/** One thing that is wrong with a row, in the words of lib/reading/kinds/. */
export interface Fault {
  column: string | null
  code: string
  message: string
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
  /** All that is wrong with it, where that is more than one thing. */
  faults?: readonly Fault[]
}

/** All that is wrong with a row. */
export const faultsIn = ({ faults, column_name: column, code, message }: FaultLine): readonly Fault[] =>
  faults ?? [{ column, code, message }]

/** How the rows of a file were read, which those that are mended are read by as well. */
export interface Reading {
  format: RecordFormat["format"]
  encoding: string
  /** The file began with a byte order mark. */
  bom: boolean
  /** What keeps the cells of a table apart. */
  delimiter: string | null
  header: string[]
  /** The column each header is for, and which of several headers it is. */
  mapping: [header: string, column: string, rank: number][]
}

/** Rows that are not staged and not kept either, by what is wrong and in which column. */
export interface FaultCount {
  code: string
  column_name: string | null
  errors: number
}

/** Faults in a file the database reads, one in JSON a line; whoever stages the chunk deletes it. */
export interface FaultList {
  /** All of them, those that are only counted included. */
  count: number
  /** Null when none is kept. */
  path: string | null
  /** Bytes of the longest line. */
  longest: number
  counted: FaultCount[]
}

/** What becomes of rows a column's rule refuses; both are bound to how many of the chunk are to be kept, as `keep`. */
export interface Refusal {
  /** Keeps the first of them. */
  list: Bound
  /** Counts the others. */
  count: Bound
}

/** One document of a source, whose number is that of its row. */
export interface StagedDocument {
  name: string
  row: number
  fault: Pick<FaultLine, "code" | "message"> | null
  /** Codes of what it is to be warned of. */
  warnings: readonly string[]
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
  /** What to do about the refused ones, when there can be any. */
  refuse: Refusal | null
  faults: FaultList
  /** What happened while its rows were read, for warnings. */
  notices?: readonly Notice[]
  /** The file of the source it was read from, when that is one of many, and why it is not used. */
  document?: StagedDocument
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
  /** Faults beyond so many are only counted. */
  keep: number
  /** The lines its records were converted to, where they were. */
  converted?: ConvertedRecords | undefined
}

/** Records as lines that can be read on from any of them. */
export interface ConvertedRecords {
  /** Where they are, for openBytes. */
  locator: string
  marks: readonly RecordMark[]
  /** Of the file they are from, by whose share is told how far it is read. */
  source_bytes: number
}

/** Some of these lines, and the last record among them. */
export interface ConvertedBlock {
  lines: Uint8Array
  last_row: number
}

/** How many seconds a call has left; what is being read then is broken off. */
export type TimeLeft = () => number

/** What is to be opened, and how the import wants it read. */
export interface OpenInput {
  /** Where its bytes are, for openBytes. */
  locator: string
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
  /** Of documents: the name of each, in the order of their rows. */
  documents?: readonly string[]
  /** What is left of it, chunk by chunk. Throws Problem 422 naming file and cause, 503 `out_of_time`. */
  chunks(of: ChunkOf, left: TimeLeft): AsyncGenerator<StagingChunk>
  /** Of what is slow to read on in: all its records as lines, for `converted`. Throws as `chunks` does. */
  convert?(left: TimeLeft): AsyncGenerator<ConvertedBlock>
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
  /** Of records: what files with the same header have in common. */
  header_digest?: string
  /** Of records. */
  reading?: Reading
  /** Of documents: how many there are. */
  documents?: number
}
