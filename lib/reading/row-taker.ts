import { isProblem } from "../errors.ts"
import type { RawFault, RecordFormat, RecordTaker } from "../formats/raw-record.ts"
import type { Told } from "../formats/record-chunk.ts"
import { faultSentence } from "./fault-sentences.ts"
import { listOf, rawFaultLine } from "./faults.ts"
import type { Mapping } from "./mapping.ts"
import type { RowFile, WrittenRows } from "./row-file.ts"
import type { RowReader } from "./row-reader.ts"
import type { FaultLine, FaultList } from "./source.ts"

/** Rows the database takes in at a time: with fewer each costs more. */
const CHUNK_ROWS = 20_000
const CHUNK_BYTES = 16_777_216
/** What is wrong with rows is held in memory, the rows as they were included. */
const CHUNK_FAULTS = 2_000
const CHUNK_FAULT_CHARACTERS = 2_097_152

/** Some rows of a file: the good ones written, what is wrong with the others told. */
export interface ReadRows extends WrittenRows, Told {
  faults: FaultList
}

/** Has records read: writes what is right, and keeps what is wrong until it is taken. */
export class RowTaker implements RecordTaker {
  readonly #reader: RowReader
  readonly #file: RowFile
  readonly #facts: { mapping: Mapping; header: readonly string[]; format: RecordFormat }
  #faults: FaultLine[] = []
  #characters = 0

  constructor(
    reader: RowReader,
    file: RowFile,
    facts: { mapping: Mapping; header: readonly string[]; format: RecordFormat },
  ) {
    this.#reader = reader
    this.#file = file
    this.#facts = facts
  }

  get isFull(): boolean {
    const { rows, bytes } = this.#file
    const isWide = bytes >= CHUNK_BYTES || this.#characters >= CHUNK_FAULT_CHARACTERS
    return isWide || rows >= CHUNK_ROWS || this.#faults.length >= CHUNK_FAULTS
  }

  header() {}

  /** Whatever a row does to what reads it stays with that row. */
  record(row: number, line: number, names: readonly string[], cells: readonly unknown[]) {
    try {
      const read = this.#reader.read(row, line, names, cells)
      if (typeof read === "string") this.#file.add(row, line, read)
      else this.#keep(read)
    } catch (error) {
      if (isProblem(error)) throw error
      const code = "unreadable_row"
      const whole = { line, row_no: row, column_name: null, value: null, record: null }
      this.#keep({ ...whole, code, message: faultSentence(code) })
    }
  }

  fault(fault: RawFault) {
    this.#keep(rawFaultLine(fault, this.#facts))
  }

  /** Ends the chunk and begins another, unless that is all. */
  take(told: Told): ReadRows {
    const faults = listOf(this.#faults)
    this.#faults = []
    this.#characters = 0
    return { ...this.#file.take(told.done), ...told, faults }
  }

  /** Removes what was begun and not taken. */
  discard() {
    this.#file.discard()
  }

  #keep(fault: FaultLine) {
    this.#faults.push(fault)
    for (const cell of Object.values(fault.record ?? {}))
      if (typeof cell === "string") this.#characters += cell.length
  }
}
