import type { Book, Sheet } from "./book.ts"
import { dateText, numberText } from "./number-formats.ts"
import { LONGEST_CELL, type SharedStrings, unescaped } from "./strings.ts"
import { broken, readPart, type XmlTaker } from "./xml.ts"

const MOST_BYTES = 4 * 1_073_741_824
const MOST_COLUMNS = 16_384

/** A cell as its file has it: text, or the number of a text that cells share. */
export type SheetCell = string | { shared: number } | null

export interface SheetRow {
  /** As its program numbers it, from 1. */
  line: number
  isHidden: boolean
  /** Up to the last that is not empty. */
  cells: SheetCell[]
  /** Values that are errors, such as #N/A, and formulas without a value. */
  errors: number
  formulas: number
}

/** The rows of a sheet that have anything in them, in the order of the file, block by block, and which share of it is read. */
export async function* sheetRows(
  book: Book,
  { entry }: Sheet,
): AsyncGenerator<{ rows: SheetRow[]; share: number }> {
  const taker = new RowsTaker(book, entry.name)
  for await (const bytes of readPart(entry, taker, MOST_BYTES)) {
    yield { rows: taker.take(), share: bytes / Math.max(1, entry.uncompressedSize) }
  }
}

/** A cell's text, once what cells share is known. */
export function textOfCell(cell: SheetCell, strings: SharedStrings): string {
  if (cell === null) return ""
  return typeof cell === "string" ? cell : (strings.at(cell.shared) ?? "")
}

class RowsTaker implements XmlTaker {
  readonly #book: Book
  readonly #name: string
  #rows: SheetRow[] = []
  #row: SheetRow = { line: 0, isHidden: false, cells: [], errors: 0, formulas: 0 }
  #column = -1
  #type = "n"
  #style = 0
  #text = ""
  #value: string | null = null
  #hasFormula = false
  #isValue = false
  #spoken = 0

  constructor(book: Book, name: string) {
    this.#book = book
    this.#name = name
  }

  /** The rows since it was last asked. */
  take(): SheetRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(tag: string, attributes: Readonly<Record<string, string>>) {
    if (tag === "row") this.#beginRow(attributes)
    else if (tag === "c") this.#beginCell(attributes)
    else if (tag === "v" || tag === "t") {
      this.#isValue = this.#spoken === 0
      this.#text = ""
    } else if (tag === "f") this.#hasFormula = true
    else if (tag === "rPh") this.#spoken += 1
  }

  close(tag: string) {
    if (tag === "v" || tag === "t") {
      if (this.#isValue) this.#value = tag === "v" ? this.#text : (this.#value ?? "") + this.#text
      this.#isValue = false
    } else if (tag === "rPh") this.#spoken -= 1
    else if (tag === "c") this.#endCell()
    else if (tag === "row" && (this.#row.cells.length > 0 || this.#row.errors + this.#row.formulas > 0))
      this.#rows.push(this.#row)
  }

  text(text: string) {
    if (!this.#isValue) return
    this.#text += text
    if (this.#text.length > LONGEST_CELL)
      throw broken({ name: this.#name }, "a text in it is longer than any cell")
  }

  #beginRow({ r, hidden }: Readonly<Record<string, string>>) {
    const line = r === undefined ? this.#row.line + 1 : Number(r)
    if (!Number.isSafeInteger(line) || line < 1) throw broken({ name: this.#name }, "a row has no number")
    this.#row = { line, isHidden: hidden === "1" || hidden === "true", cells: [], errors: 0, formulas: 0 }
    this.#column = -1
  }

  #beginCell({ r, t = "n", s = "0" }: Readonly<Record<string, string>>) {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r)
    if (!(this.#column >= 0 && this.#column < MOST_COLUMNS))
      throw broken({ name: this.#name }, "a cell is in no column")
    this.#type = t
    this.#style = Number(s)
    this.#value = null
    this.#hasFormula = false
  }

  #endCell() {
    const cell = this.#value === null ? null : this.#cellOf(this.#value)
    if (this.#value === null && this.#hasFormula) this.#row.formulas += 1
    if (cell === null) return
    const { cells } = this.#row
    while (cells.length < this.#column) cells.push(null)
    cells[this.#column] = cell
  }

  #cellOf(value: string): SheetCell {
    if (this.#type === "s") return { shared: Number(value) }
    if (this.#type === "inlineStr" || this.#type === "str") return unescaped(value)
    if (this.#type === "b") return value === "1" || value === "true" ? "true" : "false"
    if (this.#type === "d") return value.replace(/T00:00:00(?:\.0+)?Z?$/, "")
    if (this.#type === "e") {
      this.#row.errors += 1
      return null
    }
    if (value === "") return null
    const { kind, padding } = this.#book.styles[this.#style] ?? { kind: "number", padding: 0 }
    return kind === "number" ? numberText(value, padding) : dateText(value, kind, this.#book.from1904)
  }
}

/** The place of a column from 0, as `AB12` says it; -1 when it says none. */
function columnOf(reference: string): number {
  let place = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    if (code < 65) break
    place = place * 26 + (code & 31)
  }
  return place - 1
}
