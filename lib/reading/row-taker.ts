import { isProblem } from "../errors.ts"
import type { RawFault, RecordFormat, RecordTaker } from "../formats/raw-record.ts"
import type { Told } from "../formats/record-chunk.ts"
import type { FaultFile } from "./fault-file.ts"
import { faultSentence } from "./fault-sentences.ts"
import { rawFaultLine } from "./faults.ts"
import type { Mapping } from "./mapping.ts"
import type { Notice, Notices } from "./notices.ts"
import type { RowFile, WrittenRows } from "./row-file.ts"
import type { RowReader } from "./row-reader.ts"
import type { FaultList } from "./source.ts"

/** Rows the database takes in at a time: with fewer each costs more. */
const CHUNK_ROWS = 20_000
const CHUNK_BYTES = 16_777_216

/** Some rows of a file: the good ones written, what is wrong with the others told. */
export interface ReadRows extends WrittenRows, Told {
  faults: FaultList
  notices: Notice[]
}

/** Has records read: writes what is right into one file, and what is wrong with others into another. */
export class RowTaker implements RecordTaker {
  readonly #reader: RowReader
  readonly #rows: RowFile
  readonly #facts: { mapping: Mapping; header: readonly string[]; format: RecordFormat }
  readonly #faults: FaultFile
  readonly #notices: Notices

  constructor(
    reader: RowReader,
    files: { rows: RowFile; faults: FaultFile; notices: Notices },
    facts: { mapping: Mapping; header: readonly string[]; format: RecordFormat },
  ) {
    this.#reader = reader
    this.#rows = files.rows
    this.#faults = files.faults
    this.#notices = files.notices
    this.#facts = facts
  }

  get isFull(): boolean {
    const [rows, faults] = [this.#rows, this.#faults]
    return rows.rows + faults.count >= CHUNK_ROWS || rows.bytes + faults.bytes >= CHUNK_BYTES
  }

  header() {}

  /** Whatever a row does to what reads it stays with that row. */
  record(row: number, line: number, names: readonly string[], cells: readonly unknown[]) {
    try {
      const read = this.#reader.read(row, line, names, cells)
      if (typeof read === "string") this.#rows.add(row, line, read)
      else this.#faults.add(read)
    } catch (error) {
      if (isProblem(error)) throw error
      const code = "unreadable_row"
      const whole = { line, row_no: row, column_name: null, value: null, record: null }
      this.#faults.add({ ...whole, code, message: faultSentence(code) })
    }
  }

  fault(fault: RawFault) {
    this.#faults.add(rawFaultLine(fault, this.#facts))
  }

  notice(code: string, line: number) {
    this.#notices.add(code, line)
  }

  /** Ends the chunk and begins another, unless that is all. */
  take(told: Told): ReadRows {
    const rows = this.#rows.take(told.done)
    return { ...rows, ...told, faults: this.#faults.take(), notices: this.#notices.take() }
  }

  /** Removes what was begun and not taken. */
  discard() {
    this.#rows.discard()
    this.#faults.discard()
  }
}
