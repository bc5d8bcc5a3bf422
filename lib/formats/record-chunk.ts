import type { RecordFault } from "./record-fault.ts"

/** Where the good records of a chunk are put, one chunk after the other; what a chunk then is, is `Content`. */
export interface ChunkSink<Content> {
  /** Good records, and their bytes, in the open chunk. */
  readonly rows: number
  readonly bytes: number
  open(): void
  /** Adds the record in `bytes` from `start` to `end`; its row and line are told as distances. */
  add(bytes: Buffer, start: number, end: number, index: number, delta: number): void
  /** Ends the open chunk and hands it over. */
  close(): Content
  /** Removes a chunk that was not handed over. */
  discard(): void
}

/** A run of records; the good ones are its content: the path of a file, which whoever receives the chunk deletes, or records in memory. */
export interface RecordChunk<Content = string> {
  content: Content
  /** Row that index 0 stands for. */
  first_row: number
  /** Good records. */
  rows: number
  /** The last record seen, good or not. */
  last_row: number
  faults: RecordFault[]
  /** Whether some record spans physical lines. */
  multiline: boolean
  /** Bytes of the whole stream consumed so far. */
  bytes_read: number
  /** Whether this is the last chunk. */
  done: boolean
}

export interface ScannerOptions<Content> {
  sink: ChunkSink<Content>
  /** The delimiter's byte. */
  delimiter: number
  maxRecordBytes: number
  chunkRows: number
  chunkBytes: number
  afterRow: number
  fields(header: string[]): number
}
