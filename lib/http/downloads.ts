import type { RowErrorsAnswer } from "../contract/imports.ts"
import { RowCounts, RowError } from "../contract/imports.ts"
import type { ReportAnswer } from "../contract/report.ts"
import { type Cell, csvLine, csvResponse } from "./csv.ts"

const ERROR_COLUMNS = RowError.keyof().options
const COUNTS = RowCounts.keyof().options
const REPORT_COLUMNS = ["section", "table", "operation", "name", "value"]

/** All row errors of a job, read page by page while they are sent. */
export async function rowErrorsCsv(
  jobId: string,
  page: (more: { cursor?: string; limit: number }) => Promise<RowErrorsAnswer>,
): Promise<Response> {
  // The first page is read before anything is sent, so that an unknown job is still a 404.
  const first = await page({ limit: 500 })
  return csvResponse(`errors-${jobId}.csv`, rowErrorLines(first, page))
}

/** A report as rows of section, table, operation, name and value: one format for people and programs. */
export function reportCsv(report: ReportAnswer): Response {
  return csvResponse(`report-${report.job.job_id}.csv`, asStream(reportLines(report)))
}

async function* rowErrorLines(
  first: RowErrorsAnswer,
  page: (more: { cursor?: string; limit: number }) => Promise<RowErrorsAnswer>,
): AsyncGenerator<string> {
  yield csvLine(ERROR_COLUMNS)
  let current = first
  while (true) {
    yield current.errors.map((error) => csvLine(ERROR_COLUMNS.map((column) => error[column]))).join("")
    if (current.next_cursor === null) return
    current = await page({ cursor: current.next_cursor, limit: 500 })
  }
}

function* reportLines({ job, reconciliation, errors_by_code, duration_seconds, changes }: ReportAnswer) {
  yield csvLine(REPORT_COLUMNS)
  for (const [name, value] of Object.entries(job)) {
    if (value === null || typeof value !== "object") yield csvLine(["job", "", "", name, value])
  }
  yield csvLine(["job", "", "", "duration_seconds", duration_seconds])
  for (const { table, operation, read, counts, accounted, reconciles } of reconciliation) {
    const line = (name: string, value: Cell) => csvLine(["reconciliation", table, operation, name, value])
    yield line("read", read)
    for (const name of COUNTS) yield line(name, counts[name])
    yield line("accounted", accounted)
    yield line("reconciles", reconciles)
  }
  for (const [code, count] of Object.entries(errors_by_code)) yield csvLine(["errors", "", "", code, count])
  for (const [table, { sample: _sample, ...counts }] of Object.entries(changes ?? {})) {
    for (const [name, value] of Object.entries(counts)) yield csvLine(["changes", table, "", name, value])
  }
}

async function* asStream(lines: Iterable<string>): AsyncGenerator<string> {
  yield [...lines].join("")
}
