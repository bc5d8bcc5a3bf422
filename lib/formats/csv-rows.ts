import { problem } from "../errors.ts"
import { badHeader, headerNotFound } from "./csv-header.ts"
import { CsvScanner, LostQuote } from "./csv-scanner.ts"
import type { TextBlock } from "./decode-text.ts"
import type { CsvLayout, RecordTaker, Wanted } from "./raw-record.ts"
import type { Told } from "./record-chunk.ts"
import { TableRows } from "./table-rows.ts"

/** Quotes without an end that are looked for from the beginning again, each of which costs a reading. */
const MOST_LOST = 8

/**
 * Hands the records of a CSV to a taker, whatever ends its lines. `open` begins the text anew.
 * Throws Problem 422 `csv_empty`, `csv_header_invalid`, `csv_quote_open`, and what the taker throws.
 */
export async function* readCsv(
  open: () => AsyncIterable<TextBlock>,
  layout: CsvLayout,
  { afterRow, isCut = false }: Wanted,
  taker: RecordTaker,
): AsyncGenerator<Told> {
  const unclosed = new Set<number>()
  for (let after = afterRow, blankLine = 0; ; ) {
    const rows = new TableRows(layout, after, taker)
    rows.blankLine = blankLine
    const scanner = new CsvScanner(layout, rows, { unclosed, isCut })
    try {
      return yield* readThrough(open(), scanner, rows, layout)
    } catch (error) {
      if (!(error instanceof LostQuote)) throw error
      if (!rows.sawHeader) throw badHeader("a quote in it is not closed.")
      if (unclosed.has(error.line) || unclosed.size === MOST_LOST) throw neverClosed(error.line)
      unclosed.add(error.line)
      after = Math.max(after, rows.row)
      blankLine = rows.blankLine
    }
  }
}

async function* readThrough(
  blocks: AsyncIterable<TextBlock>,
  scanner: CsvScanner,
  rows: TableRows,
  { header_line }: CsvLayout,
): AsyncGenerator<Told> {
  let read = 0
  const told = () => ({ last_row: rows.row, bytes_read: Math.max(0, read - scanner.left), done: false })
  for await (const { text, bytes_read, hasBroken } of blocks) {
    read = bytes_read
    if (hasBroken) rows.hasBroken = true
    scanner.add(text)
    while (scanner.scan()) yield told()
  }
  scanner.end()
  while (scanner.scan()) yield told()
  if (!rows.sawHeader && header_line > 1) throw headerNotFound(header_line)
  if (!rows.sawHeader) throw problem(422, "csv_empty", "The CSV is empty: it has no header row.")
  yield { ...told(), bytes_read: read, done: true }
}

function neverClosed(line: number) {
  const detail = `The quote that opens on line ${line} is never closed, and nothing behind it looks like a row. Close it, or double the quotes within a value.`
  return problem(422, "csv_quote_open", detail)
}
