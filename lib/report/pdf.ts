import { setImmediate } from "node:timers/promises"
import type { RowError } from "../contract/imports.ts"
import type { JobStatus, Outcome } from "../contract/jobs.ts"
import type { ReportSummary } from "../contract/report.ts"
import { countedText, countText, durationText, plainName, timeText } from "../words.ts"
import { writeChanges, writeCodes, writeNotKept, writeReconciliation, writeTables } from "./sections.ts"
import { openSheet, type Sheet } from "./sheet.ts"

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
  writeNotKept(sheet, report)
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

function writeHead(sheet: Sheet, { job, warnings, duration_seconds }: ReportSummary): void {
  const { overall_progress: overall, finished_at } = job
  sheet.title(job.title)
  for (const { message } of warnings.filter(isLoss)) sheet.paragraph(message)
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
    ...(job.blank_rows === 0 ? [] : [["Blank rows left out", countText(job.blank_rows)] as const]),
    ["Import", job.job_id],
  ])
  sheet.heading("Options")
  sheet.facts(Object.entries(job.options).map(([name, value]) => [plainName(name), optionText(value)]))
}

/** What is said before all else. */
const isLoss = ({ code }: { code: string }) => code === "lost_current_row"

function optionText(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no"
  if (typeof value !== "object" || value === null) return String(value)
  return Object.entries(value)
    .map(([name, meaning]) => `${name} → ${meaning ?? "left out"}`)
    .join(", ")
}

async function writeErrors(
  sheet: Sheet,
  report: ReportSummary,
  pages: AsyncIterable<RowError[]>,
  left: AbortSignal,
): Promise<void> {
  const { errors_total, errors_not_kept } = report
  if (errors_total === 0) return
  sheet.heading("Row errors")
  if (errors_total > MOST_ERRORS) {
    const first = `The first ${countText(MOST_ERRORS)} of ${countedText(errors_total, "row error")} are listed.`
    const kept = errors_not_kept.length > 0 ? " that is kept" : ""
    sheet.paragraph(`${first} The report as CSV has every one${kept}.`)
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
