import type { TextDelimiter, TextEncoding } from "./dialect.ts"
import type { JsonLayout } from "./json-layout.ts"
import type { Told } from "./record-chunk.ts"

/** How a file of records is written. */
export interface RecordFormat {
  format: "csv" | "json"
  encoding: TextEncoding
  /** Null in JSON. */
  delimiter: TextDelimiter | null
  /** Where the records of JSON are; null for a CSV. */
  layout: JsonLayout | null
}

/** A record that cannot be taken apart. */
export interface RawFault {
  row: number
  line: number
  code: string
  /** Which header it is about, when that is known. */
  header: string | null
  text: string
}

/** Takes the records of a source one after the other, whatever it is written in. */
export interface RecordTaker {
  /** Enough for now: how far the source has been read is told before it gets more. */
  readonly isFull: boolean
  /** The names of the cells, where a source has them before its records. What it throws ends the reading. */
  header(names: string[]): void
  /** Cells by their names, as the source has them: text of a CSV, any value of JSON. Rows and lines count from 1. */
  record(row: number, line: number, names: readonly string[], cells: readonly unknown[]): void
  fault(fault: RawFault): void
}

/** Which records are wanted. */
export interface Wanted {
  /** Records up to this one were taken before. */
  afterRow: number
  /** The file may be only the beginning of one. */
  isCut?: boolean
}

/** Hands a source's records to a taker, in constant memory; tells how far it is whenever that is full, and at the end. */
export type ReadRecords = (
  bytes: AsyncIterable<Buffer>,
  format: RecordFormat,
  wanted: Wanted,
  taker: RecordTaker,
) => AsyncGenerator<Told>
