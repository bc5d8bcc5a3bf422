import { RowCounts } from "../contract/counts.ts"
import type { RowError } from "../contract/imports.ts"
import type { ReportSummary } from "../contract/report.ts"
import { streamedAttachment } from "./attachment.ts"
import { type Cell, csvLine, csvResponse } from "./csv.ts"
import { xlsxResponse } from "./xlsx.ts"

const COUNTS = RowCounts.keyof().options
/** The last ones are of the errors only. */
const REPORT_COLUMNS = [
  "section",
  "table",
  "operation",
  "name",
  "value",
  "file",
  "line",
  "row",
  "column",
  "message",
  "category",
]

/** Rows that could not be used: by their original headers, and what is wrong with each. */
interface ErrorFile {
  columns: string[]
  several_tables: boolean
  /** Rows can be found again when they come back. */
  numbered: boolean
  dialect: { delimiter: string; encoding: string; bom: boolean }
  pages: AsyncIterable<
    {
      table: string
      operation: string
      row: Cell
      record: Record<string, unknown>
      line: Cell
      column: string
      error: string
    }[]
  >
}

/** The rows of a job that could not be used, in a form that can be mended and imported again. */
export function rowErrorsCsv(jobId: string, file: ErrorFile): Response {
  return csvResponse(`errors-${jobId}.csv`, errorFileLines(file), file.dialect)
}

/** The same as a workbook. */
export function rowErrorsXlsx(jobId: string, file: ErrorFile): Response {
  return xlsxResponse(`errors-${jobId}.xlsx`, errorFileRows(file))
}

async function* errorFileLines(file: ErrorFile): AsyncGenerator<string> {
  const { delimiter } = file.dialect
  for await (const rows of errorFileRows(file)) yield rows.map((cells) => csvLine(cells, delimiter)).join("")
}

/** The file's lines as cells, its header first. */
async function* errorFileRows({
  columns,
  several_tables,
  numbered,
  pages,
}: ErrorFile): AsyncGenerator<Cell[][]> {
  const of = (table: Cell, operation: Cell) => [
    ...(several_tables ? [table] : []),
    ...(several_tables && numbered ? [operation] : []),
  ]
  const at = (row: Cell) => (numbered ? [row] : [])
  yield [[...of("_table", "_operation"), ...columns, ...at("_row"), "_line", "_column", "_error"]]
  for await (const page of pages) {
    yield page.map(({ table, operation, row, record, line, column, error }) => {
      const values = columns.map((name) => (Object.hasOwn(record, name) ? cellOf(record[name]) : null))
      return [...of(table, operation), ...values, ...at(row), line, column, error]
    })
  }
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined || typeof value === "boolean") return value
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value)
}

const MEDIA_TYPES = { csv: "text/csv; charset=utf-8", parquet: "application/vnd.apache.parquet" }

/** The rows of a table as a file. */
export function dataFile(
  format: keyof typeof MEDIA_TYPES,
  file: { file_name: string; bytes: number; chunks: AsyncIterable<Uint8Array> },
): Response {
  return streamedAttachment({ ...file, media_type: MEDIA_TYPES[format] })
}

/** A database as a file. */
export function backupFile(file: {
  file_name: string
  bytes: number
  chunks: AsyncIterable<Uint8Array>
}): Response {
  return streamedAttachment({ ...file, media_type: "application/octet-stream" })
}

/** A report as a PDF whose bytes are handed in. */
export function reportPdf(jobId: string, chunks: AsyncIterable<Uint8Array>): Response {
  return streamedAttachment({ file_name: `report-${jobId}.pdf`, media_type: "application/pdf", chunks })
}

/** A report, every row error included, as rows of one kind: one format for people and programs. */
export function reportCsv(file: { report: ReportSummary; errors: AsyncIterable<RowError[]> }): Response {
  return csvResponse(`report-${file.report.job.job_id}.csv`, reportLines(file))
}

async function* reportLines({ report, errors }: Parameters<typeof reportCsv>[0]): AsyncGenerator<string> {
  yield csvLine(REPORT_COLUMNS) + [...summaryLines(report)].map(reportLine).join("")
  for await (const page of errors) yield page.map((error) => reportLine(errorCells(error))).join("")
}

const reportLine = (cells: readonly Cell[]) => csvLine(REPORT_COLUMNS.map((_column, place) => cells[place]))

function* summaryLines(report: ReportSummary): Generator<Cell[]> {
  const { job, reconciliation, errors_by_code, errors_not_kept, duration_seconds, changes } = report
  for (const [name, value] of Object.entries(job)) {
    if (value === null || typeof value !== "object") yield ["job", "", "", name, value]
  }
  yield ["job", "", "", "duration_seconds", duration_seconds]
  for (const [name, value] of Object.entries(job.options)) yield ["option", "", "", name, cellOf(value)]
  for (const { table, operation, read, counts, accounted, reconciles } of reconciliation) {
    const line = (name: string, value: Cell) => ["reconciliation", table, operation, name, value]
    yield line("read", read)
    for (const name of COUNTS) yield line(name, counts[name])
    yield line("accounted", accounted)
    yield line("reconciles", reconciles)
  }
  for (const [code, count] of Object.entries(errors_by_code)) yield ["errors", "", "", code, count]
  for (const { table, operation, code, column, count } of errors_not_kept) {
    yield ["errors_not_kept", table, operation, code, count, "", "", "", column]
  }
  for (const [table, { sample: _sample, ...counts }] of Object.entries(changes ?? {})) {
    for (const [name, value] of Object.entries(counts)) yield ["changes", table, "", name, value]
  }
}

function errorCells({ table, operation, code, value, file, line, row, ...rest }: RowError): Cell[] {
  const { column, message, category } = rest
  return ["error", table, operation, code, value, file, line, row, column, message, category]
}
