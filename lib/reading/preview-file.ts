import type { FileDialect, PreviewAnswer, PreviewError } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import { onlyTable } from "../datasets/questions.ts"
import { withContent } from "../formats/content.ts"
import type { RecordFormat } from "../formats/raw-record.ts"
import { rawFaultLine, shown } from "./faults.ts"
import { BeginningTaker, type RawRow } from "./header-taker.ts"
import { missingColumns } from "./mapping.ts"
import { namedErrors } from "./named-errors.ts"
import { warningsOf } from "./notices.ts"
import { mappingWith, warningsOfFile } from "./record-facts.ts"
import { type RecordFile, recordsOf } from "./record-file.ts"
import { formatOf } from "./record-format.ts"
import { RowReader, type RowReading } from "./row-reader.ts"
import type { FaultLine } from "./source.ts"

/** What a file alone tells. */
export type FilePreview = Omit<PreviewAnswer, "earlier">

const SHOWN_ROWS = 10
/** Looked at for the keys of JSON objects, which need not all have the same. */
const READ_ROWS = 200

/**
 * Tells how a file is written, which column each header seems to be for, and what its first rows look like; its
 * beginning is enough. Throws what opening the file throws.
 */
export function previewRecordFile({
  dataset: named,
  locator,
  name,
  options,
}: RecordFile): Promise<FilePreview> {
  const dataset = findDataset(named)
  const table = onlyTable(dataset)
  return namedErrors(name, () =>
    withContent(locator, name, { ...options, isCut: true }, async (content) => {
      const format = await formatOf(dataset, content, options)
      const taker = new BeginningTaker(name, { kept: SHOWN_ROWS, read: READ_ROWS })
      for await (const _ of recordsOf(content, format, { afterRow: 0, isCut: true }, taker)) break
      taker.assertRecords()
      const header = taker.names
      const mapping = mappingWith(table, header, options, format)
      const notice = (code: string, line: number) => taker.notice(code, line)
      const errors = await errorsIn(taker, { table, mapping, options, unprotect: false, notice }, format)
      return {
        format: format.format,
        dialect: dialectOf(format),
        header,
        mapping: Object.fromEntries(header.map((one) => [one, mapping.columnOf(one)?.name ?? null])),
        missing: missingColumns(table, header, mapping, options.constants),
        rows: taker.rows.map((row) => cellsOf(row, header)),
        errors,
        warnings: [...warningsOfFile(format, header, mapping), ...warningsOf(taker.notices.take())],
      }
    }),
  )
}

function dialectOf({
  delimiter,
  encoding,
  guessed,
  table,
  above,
  sheet,
  sheets,
  entry,
}: RecordFormat): FileDialect {
  return {
    delimiter,
    encoding,
    guessed_from: guessed,
    header_row: table ? table.header_line || "none" : null,
    above: above.map(({ line, cells }) => ({ line, text: shown(cells.join(delimiter ?? " ")) })),
    sheet,
    sheets,
    entry,
  }
}

/** A row as it is shown: of names that are the same the first. */
function cellsOf({ names, cells }: RawRow, header: readonly string[]): string[] {
  const places = new Map([...names.entries()].reverse().map(([at, name]) => [name, at]))
  return header.map((name) => {
    const cell = cells[places.get(name) ?? -1]
    return cell === null || cell === undefined ? "" : shown(cell)
  })
}

/** What is wrong with the rows that are shown. */
async function errorsIn(
  { rows, faults, names: header }: BeginningTaker,
  reading: RowReading,
  format: RecordFormat,
): Promise<PreviewError[]> {
  const reader = await RowReader.open(reading)
  const read = rows.map(({ row, line, names, cells }) => reader.read(row, line, names, cells))
  const bad = read.filter((one): one is FaultLine => typeof one !== "string")
  return [...faults.map((fault) => rawFaultLine(fault, { mapping: reading.mapping, header, format })), ...bad]
    .sort((one, other) => (one.row_no ?? 0) - (other.row_no ?? 0))
    .map(({ row_no, line, column_name: column, code, message }) => ({
      row: row_no ?? 0,
      line: line ?? 0,
      column,
      code,
      message,
    }))
}
