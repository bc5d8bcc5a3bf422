import type { RecordFault } from "./record-fault.ts"

/** A run of records; the good ones are in the file at `path`, which whoever receives the chunk deletes. */
export interface RecordChunk {
  path: string
  /** Row that index 0 in the file stands for. */
  first_row: number
  /** Good records in the file. */
  rows: number
  /** The last record seen, good or not. */
  last_row: number
  faults: RecordFault[]
  /** Whether some record in the file spans physical lines. */
  multiline: boolean
  /** Bytes of the whole stream consumed so far. */
  bytes_read: number
  /** Whether this is the last chunk. */
  done: boolean
}

export interface ScannerOptions {
  /** The delimiter's byte. */
  delimiter: number
  maxRecordBytes: number
  chunkRows: number
  chunkBytes: number
  directory: string
  afterRow: number
  fields(header: string[]): number
}
