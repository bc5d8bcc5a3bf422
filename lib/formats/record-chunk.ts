import type { RecordShape } from "./csv-record.ts"
import type { RecordFault } from "./record-fault.ts"

/** A run of records; the good ones are in the file at `path`, which whoever receives the chunk deletes. */
export interface RecordChunk extends Told {
  path: string
  /** Row that index 0 in the file stands for. */
  first_row: number
  /** Good records in the file. */
  rows: number
  faults: RecordFault[]
  /** Whether some record in the file spans physical lines. */
  multiline: boolean
}

/** How far a source has been read. */
export interface Told {
  /** The last record seen, good or not. */
  last_row: number
  /** Bytes of the whole stream consumed so far. */
  bytes_read: number
  /** Whether there is nothing behind. */
  done: boolean
}

/** Where a record is, and what was found out about it. */
export interface RecordPlace {
  /** Data records count from 1, bad ones included. */
  row: number
  /** The physical line it begins on, from 1. */
  line: number
  shape: Readonly<RecordShape>
}

export interface ScannerOptions {
  /** The delimiter's byte. */
  delimiter: number
  maxRecordBytes: number
  afterRow: number
  fields(header: string[]): number
}
