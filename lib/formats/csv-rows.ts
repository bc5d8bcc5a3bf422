import type { ReadRecords, RecordTaker } from "./raw-record.ts"
import type { RecordPlace, RecordSink, Told } from "./record-chunk.ts"
import type { RecordFault } from "./record-fault.ts"
import { scanInto } from "./records.ts"

/** The records of a CSV in UTF-8; headers are trimmed. Throws Problem 422 `csv_…`, and what the taker throws. */
export const readCsv: ReadRecords = (bytes, { delimiter }, { afterRow }, taker) => {
  const sink = new CellSink(taker, delimiter ?? ",")
  return scanInto(
    bytes,
    { delimiter: delimiter ?? ",", afterRow, fields: (names) => sink.begin(names) },
    sink,
  )
}

/** Takes well-formed records apart. */
class CellSink implements RecordSink<Told> {
  readonly #taker: RecordTaker
  readonly #delimiter: string
  #header: string[] = []

  constructor(taker: RecordTaker, delimiter: string) {
    this.#taker = taker
    this.#delimiter = delimiter
  }

  get isFull(): boolean {
    return this.#taker.isFull
  }

  begin(names: string[]): number {
    this.#header = names.map((name) => name.trim())
    this.#taker.header(this.#header)
    return names.length
  }

  add(bytes: Buffer, start: number, end: number, { row, line, shape }: RecordPlace) {
    const text = bytes.toString("utf8", start, end)
    const cells = shape.hasQuotes ? cellsOf(text, this.#delimiter) : text.split(this.#delimiter)
    this.#taker.record(row, line, this.#header, cells)
  }

  fault({ row, line, code, field, text }: RecordFault) {
    const header = field === null ? null : (this.#header[field - 1] ?? null)
    this.#taker.fault({ row, line, code, header, text })
  }

  take(told: Told): Told {
    return told
  }

  discard() {}
}

/** The cells of a well-formed record of which some are in quotes. */
function cellsOf(record: string, delimiter: string): string[] {
  const cells: string[] = []
  for (let at = 0; ; at += 1) {
    const [cell, end] = record[at] === '"' ? quotedAt(record, at + 1) : plainAt(record, at, delimiter)
    cells.push(cell)
    if (end >= record.length) return cells
    at = end
  }
}

function plainAt(record: string, at: number, delimiter: string): [cell: string, end: number] {
  const found = record.indexOf(delimiter, at)
  const end = found < 0 ? record.length : found
  return [record.slice(at, end), end]
}

/** A cell whose opening quote is before `at`: two quotes stand for one. */
function quotedAt(record: string, at: number): [cell: string, end: number] {
  let cell = ""
  for (let from = at; ; ) {
    const quote = record.indexOf('"', from)
    if (quote < 0) return [cell + record.slice(from), record.length]
    if (record[quote + 1] !== '"') return [cell + record.slice(from, quote), quote + 1]
    cell += record.slice(from, quote + 1)
    from = quote + 2
  }
}
