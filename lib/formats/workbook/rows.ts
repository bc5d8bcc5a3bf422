import { problem } from "../../errors.ts"
import { headerNotFound } from "../csv-header.ts"
import type { RecordTaker, SampleRecord, TableLayout, Wanted } from "../raw-record.ts"
import type { Told } from "../record-chunk.ts"
import { TableRows } from "../table-rows.ts"
import type { ZipEntry } from "../zip.ts"
import { type Book, openBook, type Sheet, sheetNamed } from "./book.ts"
import { type SheetRow, sheetRows, textOfCell } from "./sheet-rows.ts"
import { readStrings, type SharedStrings } from "./strings.ts"

/** A workbook as it was opened: the parts of its package, and its name. */
export interface Workbook {
  parts: ReadonlyMap<string, ZipEntry>
  name: string
  bytes: number
}

/** What a workbook has, and the first rows of the sheet that is read. */
export interface BookSample {
  sheet: string
  sheets: string[]
  records: SampleRecord[]
}

/** Looks at a workbook: the sheet that was asked for, else the first with rows. Throws Problem 422 `sheet_not_found`, `file_empty`. */
export async function sampleBook(
  { parts, name }: Workbook,
  asked: string | undefined,
  most: number,
): Promise<BookSample> {
  const book = await openBook(parts, name)
  const sheets = book.sheets.map((sheet) => sheet.name)
  const candidates = asked === undefined ? book.sheets : [sheetNamed(book, asked)]
  for (const sheet of candidates) {
    const rows = await firstRows(book, sheet, most)
    if (rows.length > 0) return { sheet: sheet.name, sheets, records: rows }
  }
  const what =
    asked === undefined
      ? `${name} has no rows in any of its sheets`
      : `The sheet ${JSON.stringify(asked)} of ${name} has no rows`
  throw problem(422, "file_empty", `${what}.`)
}

/** Only as much of what cells share is read as these rows need. */
async function firstRows(book: Book, sheet: Sheet, most: number): Promise<SampleRecord[]> {
  const rows: SheetRow[] = []
  for await (const { rows: some } of sheetRows(book, sheet)) {
    rows.push(...some.filter(({ cells }) => cells.length > 0))
    if (rows.length >= most) break
  }
  const wanted = rows.slice(0, most)
  const last = wanted
    .flatMap(({ cells }) => cells)
    .reduce((max, cell) => (cell !== null && typeof cell === "object" ? Math.max(max, cell.shared) : max), -1)
  const strings = await readStrings(last < 0 ? null : book.strings, last + 1)
  return wanted.map((row) => ({ line: row.line, cells: textsOf(row, strings) }))
}

/** Hands the records of a sheet to a taker; a line is its row in the sheet. Throws Problem 422 `workbook_corrupt`, and what the taker throws. */
export async function* readBook(
  workbook: Workbook,
  layout: TableLayout & { sheet: string },
  { afterRow, isCut = false }: Wanted,
  taker: RecordTaker,
): AsyncGenerator<Told> {
  const book = await openBook(workbook.parts, workbook.name)
  const sheet = sheetNamed(book, layout.sheet)
  const table = new TableRows(layout, afterRow, taker, true)
  table.hasBroken = true
  const strings = isCut ? null : await readStrings(book.strings)
  const told = (share: number) => ({
    last_row: table.row,
    bytes_read: Math.round(share * workbook.bytes),
    done: false,
  })
  if (strings === null)
    for (const { line, cells } of await firstRows(book, sheet, Math.max(MOST_SHOWN, layout.header_line)))
      hand(line, cells, table)
  else {
    for await (const { rows, share } of sheetRows(book, sheet)) {
      for (const row of rows) {
        // Before the row itself: whoever goes on behind a row has been told of all that is before it.
        if (table.row >= afterRow) noteRow(row, layout, taker)
        hand(row.line, textsOf(row, strings), table)
        if (taker.isFull) yield told(share)
      }
    }
  }
  if (!table.sawHeader) throw headerNotFound(layout.header_line)
  yield { ...told(1), done: true }
}

/** Of a workbook that is only looked at. */
const MOST_SHOWN = 300

function hand(line: number, cells: string[], table: TableRows) {
  if (cells.every((cell) => cell.trim() === "")) table.blank(line)
  else table.record(line, cells, () => cells.join("\t"))
}

const textsOf = ({ cells }: SheetRow, strings: SharedStrings) =>
  cells.map((cell) => textOfCell(cell, strings))

function noteRow(
  { line, errors, formulas, isHidden }: SheetRow,
  { header_line }: TableLayout,
  taker: RecordTaker,
) {
  if (line <= header_line) return
  for (let count = 0; count < errors; count++) taker.notice("cell_errors", line)
  for (let count = 0; count < formulas; count++) taker.notice("formulas_without_value", line)
  if (isHidden) taker.notice("hidden_rows", line)
}
