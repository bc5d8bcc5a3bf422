import type { CsvDialect } from "./csv-cells.ts"
import type { JsonLayout } from "./json-layout.ts"

/** Where the names of a table's columns are. */
export interface TableLayout {
  /** The line its names are on; 0 where it has none. */
  header_line: number
  /** The names of its columns where no line has them. */
  names: readonly string[]
}

/** How a CSV is written, and where its names are. */
export type CsvLayout = CsvDialect & TableLayout

/** A record at the beginning of a file. */
export interface SampleRecord {
  line: number
  cells: string[]
}

/** How a file of records is written. */
export interface RecordFormat {
  format: "csv" | "json" | "xlsx" | "vcard"
  encoding: string
  /** The lines an encoding was guessed from, where it was. */
  guessed: string[] | null
  /** Null of what is no CSV. */
  delimiter: string | null
  /** Where the records of JSON are. */
  layout: JsonLayout | null
  /** How a table is written: a CSV, or a sheet, of which only the place of its names matters. */
  table: CsvLayout | null
  /** Lines above the names, which are no rows. */
  above: SampleRecord[]
  /** Which column each place of a table without names seems to be for. */
  guess: Record<string, string>
  /** Of a workbook: the sheet that is read, and all there are. */
  sheet: string | null
  sheets: string[]
  /** The file of an archive that is read. */
  entry: string | null
}

/** A record that cannot be taken apart. */
export interface RawFault {
  row: number
  line: number
  code: string
  /** Which header it is about, when that is known. */
  header: string | null
  text: string
  /** Its cells, where only what is in them or how many there are is wrong. */
  cells?: readonly string[]
  /** What is known beyond the code, as the end of a sentence: where in the record it is wrong. */
  detail?: string
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
  /** Something to be counted and told of, by its code; it happened on that line. */
  notice(code: string, line: number): void
}

/** Which records are wanted. */
export interface Wanted {
  /** Records up to this one were taken before. */
  afterRow: number
  /** The file may be only the beginning of one. */
  isCut?: boolean
}
