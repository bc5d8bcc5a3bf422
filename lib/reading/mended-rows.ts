import type { Cells } from "./mended-cells.ts"
import type { Bound, FaultLine } from "./source.ts"

/** A row as it is to be read again. */
export interface MendedRow {
  table_name: string
  operation: string
  /** Its number and line in the file it came in. */
  row_no: number
  line: number | null
  cells: Cells
  /** What it was refused for. */
  code: string
  message: string
}

/** Where rows that can be used are written to, and for which job. */
export interface MendedFile {
  directory: string
  /** Milliseconds since the epoch. */
  now: number
  job_id: string
}

/** Rows that are read again and written to where the database takes them in. */
export interface StagedMended {
  /** What is still wrong with each row; null of one that can be used. */
  read(rows: readonly MendedRow[]): Promise<(FaultLine | null)[]>
  /** Writes rows that were found good, under their numbers among the staged ones: one after the other, of a table and operation. */
  add(rows: readonly { row: MendedRow; staged_no: number }[]): Promise<void>
  /** Ends the files; the statements take them in. */
  end(): Promise<Bound[]>
  discard(): void
}
