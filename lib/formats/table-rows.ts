import { badHeader } from "./csv-header.ts"
import type { CsvSink } from "./csv-scanner.ts"
import type { RecordTaker, TableLayout } from "./raw-record.ts"
import { shortened } from "./record-fault.ts"

/** Counts the records behind the header, and hands on those that are wanted: blank ones are none, short ones are filled. */
export class TableRows implements CsvSink {
  row = 0
  /** Some text so far had bytes or characters that are none. */
  hasBroken = false
  /** The last blank line that was told of. */
  blankLine = 0
  #header: readonly string[] | null = null
  readonly #layout: TableLayout
  readonly #afterRow: number
  readonly #taker: RecordTaker
  readonly #isRagged: boolean

  /** A sheet is ragged by nature: what is empty at the end of a row is not in it. */
  constructor(layout: TableLayout, afterRow: number, taker: RecordTaker, isRagged = false) {
    this.#layout = layout
    this.#afterRow = afterRow
    this.#taker = taker
    this.#isRagged = isRagged
    if (layout.header_line === 0) this.#begin(layout.names)
  }

  get isFull(): boolean {
    return this.#taker.isFull
  }

  get sawHeader(): boolean {
    return this.#header !== null
  }

  isPlausible(cells: number): boolean {
    return cells === this.#header?.length
  }

  blank(line: number) {
    const told = Math.max(this.#layout.header_line, this.blankLine)
    if (!this.#header || line <= told || this.row < this.#afterRow) return
    this.blankLine = line
    this.#taker.notice("blank_rows", line)
  }

  record(line: number, cells: string[], text: () => string) {
    const header = this.#header
    if (!header) {
      if (line >= this.#layout.header_line) this.#begin(cells.map((name) => name.trim()))
      return
    }
    if (line <= this.#layout.header_line || isSeparatorLine(line, cells)) return
    this.row += 1
    if (this.row <= this.#afterRow) return
    if (this.hasBroken && cells.some(isBroken)) {
      return this.#hand(line, "invalid_encoding", cells.findIndex(isBroken) + 1, text(), cells)
    }
    if (cells.length > header.length) {
      if (cells.slice(header.length).some((cell) => cell.trim() !== "")) {
        return this.#hand(line, "too_many_fields", null, text(), cells)
      }
      cells.length = header.length
    } else if (cells.length < header.length && !this.#isRagged) this.#taker.notice("short_rows", line)
    this.#taker.record(this.row, line, header, cells)
  }

  fault(line: number, code: string, field: number | null, text: string) {
    if (line < this.#layout.header_line) return
    if (!this.#header) {
      throw badHeader("a quote in it is not closed, stands inside a field, or the row never ends.")
    }
    this.row += 1
    if (this.row > this.#afterRow) this.#hand(line, code, field, text)
  }

  #begin(written: readonly string[]) {
    const names = toldApart(written)
    this.#header = names
    this.#taker.header(names)
  }

  #hand(line: number, code: string, field: number | null, text: string, cells?: readonly string[]) {
    const header = field === null ? null : (this.#header?.[field - 1] ?? null)
    const fault = { row: this.row, line, code, header, text: withoutNuls(shortened(text)) }
    this.#taker.fault(cells ? { ...fault, cells: cells.map(withoutNuls) } : fault)
  }
}

/** Of names that are the same the second is `name (2)`; `called` says what one of them goes by instead. */
export function toldApart(names: readonly string[], called = (name: string) => name): string[] {
  const times = new Map<string, number>()
  return names.map((name) => {
    const time = (times.get(name) ?? 0) + 1
    times.set(name, time)
    return time === 1 ? called(name) : `${called(name)} (${time})`
  })
}

const withoutNuls = (text: string) => text.replaceAll("\0", "\uFFFD")

/** Has a NUL, or what stands for bytes that are no text. */
export const isBroken = (cell: string) => cell.includes("\0") || cell.includes("\uFFFD")

/** The line by which a spreadsheet says what its delimiter is. */
const isSeparatorLine = (line: number, cells: readonly string[]) =>
  line === 1 && cells.length <= 2 && /^"?sep=/i.test(cells[0] ?? "")
