import { setImmediate } from "node:timers/promises"
import type { RowError } from "../contract/imports.ts"
import type { JobStatus, Outcome } from "../contract/jobs.ts"
import type { ReportSummary } from "../contract/report.ts"
import { countedText, countText, durationText, plainName, timeText } from "../words.ts"
import { type Column, openSheet, type Sheet } from "./sheet.ts"

/** Row errors on paper; the CSV has every one. */
const MOST_ERRORS = 5_000
/** Setting rows takes the processor; between as many of them others get their turn. */
const ROWS_AT_ONCE = 50

/** What a report is made of: the summary, and its row errors in pages. */
export interface ReportContent {
  report: ReportSummary
  errors: AsyncIterable<RowError[]>
}

/** A report as a PDF, its bytes as they are written. `now` is the time it says it was made at. */
export async function* pdfReport(content: ReportContent, now: number): AsyncGenerator<Uint8Array, void> {
  const { job } = content.report
  const title = `${job.title} – report`
  const sheet = openSheet({ title, footer: `Import ${job.job_id} · ${job.title}`, created: new Date(now) })
  const left = new AbortController()
  write(sheet, content, left.signal).then(sheet.end, sheet.fail)
  try {
    yield* sheet.bytes
  } finally {
    left.abort()
  }
}

async function write(sheet: Sheet, { report, errors }: ReportContent, left: AbortSignal): Promise<void> {
  writeHead(sheet, report)
  writeTables(sheet, report)
  writeReconciliation(sheet, report)
  writeChanges(sheet, report)
  writeCodes(sheet, report)
  await writeErrors(sheet, report, errors, left)
}

const OUTCOMES: Record<Outcome, string> = {
  complete: "complete",
  partial_failure: "in part: some rows or batches could not be used",
  failed: "nothing could be imported",
}

function stateText(status: JobStatus, outcome: Outcome | null): string {
  return outcome ? `${plainName(status)} – ${OUTCOMES[outcome]}` : plainName(status)
}

function writeHead(sheet: Sheet, { job, duration_seconds }: ReportSummary): void {
  const { overall_progress: overall, finished_at } = job
  sheet.title(job.title)
  sheet.facts([
    ["State", stateText(job.status, job.outcome)],
    ...(job.dry_run ? [["Dry run", "nothing was written to a table"] as const] : []),
    ["Dataset", job.dataset],
    ["Source", job.source],
    ...(job.extract_number === null ? [] : [["Extract", `${job.extract_number}`] as const]),
    ...(job.snapshot_date === null ? [] : [["Snapshot of", job.snapshot_date] as const]),
    ["Started", `${timeText(job.started_at)} by ${job.started_by}`],
    ["Finished", finished_at === null ? "not yet" : timeText(finished_at)],
    ...(duration_seconds === null ? [] : [["Duration", durationText(duration_seconds)] as const]),
    ["Batches", `${countText(overall.completed_batches)} of ${countText(overall.total_batches)} completed`],
    ["Rows", `${countText(overall.rows_done)} of ${countText(overall.rows_total)} done`],
    ["Row errors", countText(job.row_errors)],
    ["Import", job.job_id],
  ])
  sheet.heading("Options")
  sheet.facts(Object.entries(job.options).map(([name, value]) => [plainName(name), optionText(value)]))
}

function optionText(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no"
  if (typeof value !== "object" || value === null) return String(value)
  return Object.entries(value)
    .map(([name, meaning]) => `${name} → ${meaning ?? "left out"}`)
    .join(", ")
}

function writeTable(
  sheet: Sheet,
  columns: readonly Column[],
  rows: readonly string[][],
  otherwise: string,
): void {
  if (rows.length === 0) sheet.paragraph(otherwise)
  const row = rows.length > 0 ? sheet.table(columns) : null
  for (const cells of rows) row?.(cells)
}

const TABLE_COUNTS = [
  "inserted",
  "updated",
  "merged",
  "closed",
  "skipped",
  "duplicates",
  "failed_rows",
] as const

function writeTables(sheet: Sheet, { tables }: ReportSummary): void {
  const columns = [
    { header: "table", share: 2 },
    { header: "state", share: 1.5 },
    { header: "rows", share: 1.15, right: true },
    ...TABLE_COUNTS.map((name) => ({
      header: plainName(name),
      share: name === "duplicates" ? 1.5 : 1.15,
      right: true,
    })),
  ]
  const rows = Object.entries(tables).map(([name, table]) => {
    const counted = TABLE_COUNTS.map((count) => countText(table[count]))
    return [plainName(name), table.status, countText(table.rows_done), ...counted]
  })
  sheet.heading("Tables")
  writeTable(sheet, columns, rows, "No batch was planned.")
}

const RECONCILIATION = [
  { header: "table", share: 2 },
  { header: "operation", share: 1.6 },
  { header: "read", share: 1, right: true },
  { header: "of which", share: 4.4 },
  { header: "accounted for", share: 1.3, right: true },
  { header: "adds up", share: 1.1 },
]

function writeReconciliation(sheet: Sheet, { reconciliation }: ReportSummary): void {
  const rows = reconciliation.map(({ table, operation, read, counts, accounted, reconciles }) => {
    const parts = Object.entries(counts).filter(([, count]) => count > 0)
    const told = parts.map(([name, count]) => `${countText(count)} ${plainName(name)}`).join(", ")
    const verdict = reconciles ? "✓ yes" : "✗ no"
    return [plainName(table), plainName(operation), countText(read), told, countText(accounted), verdict]
  })
  const all = reconciliation.every(({ reconciles }) => reconciles)
  sheet.heading("Reconciliation")
  if (rows.length > 0) sheet.paragraph(`${all ? "Every" : "Not every"} row that was read is accounted for.`)
  writeTable(sheet, RECONCILIATION, rows, "No row was read.")
}

const CHANGES = ["new", "changed", "unchanged", "closed", "duplicate", "failed"] as const

function writeChanges(sheet: Sheet, { changes }: ReportSummary): void {
  if (!changes) return
  const counts = CHANGES.map((header) => ({ header, share: 1, right: true }))
  const rows = Object.entries(changes).map(([name, table]) => [
    plainName(name),
    ...CHANGES.map((change) => countText(table[change])),
  ])
  sheet.heading("What would change")
  writeTable(sheet, [{ header: "table", share: 2 }, ...counts], rows, "Nothing.")
}

const CODES = [
  { header: "code", share: 4 },
  { header: "rows", share: 1, right: true },
]

function writeCodes(sheet: Sheet, { errors_by_code }: ReportSummary): void {
  const rows = Object.entries(errors_by_code).map(([code, count]) => [code, countText(count)])
  sheet.heading("Row errors by code")
  writeTable(sheet, CODES, rows, "Every row could be used.")
}

async function writeErrors(
  sheet: Sheet,
  { errors_total }: ReportSummary,
  pages: AsyncIterable<RowError[]>,
  left: AbortSignal,
): Promise<void> {
  if (errors_total === 0) return
  sheet.heading("Row errors")
  if (errors_total > MOST_ERRORS) {
    const first = `The first ${countText(MOST_ERRORS)} of ${countedText(errors_total, "row error")} are listed.`
    sheet.paragraph(`${first} The report as CSV has every one.`)
  }
  const row = sheet.table([
    { header: "where", share: 2.2 },
    { header: "column", share: 1.5 },
    { header: "value", share: 2.6 },
    { header: "what is wrong", share: 3.7 },
  ])
  let written = 0
  for await (const page of pages) {
    for (const error of page.slice(0, MOST_ERRORS - written)) {
      row(errorCells(error))
      written += 1
      if (written % ROWS_AT_ONCE === 0) await setImmediate()
    }
    if (written === MOST_ERRORS || left.aborted) return
  }
}

function errorCells({ table, file, line, row, column, value, code, message }: RowError): string[] {
  const at = [row === null ? "" : `row ${row}`, line === null ? "" : `line ${line}`].filter(Boolean)
  const where = [plainName(table), file ?? "", at.join(", ")].filter(Boolean)
  return [where.join(" · "), column ?? "", value ?? "", `${code}: ${message}`]
}
