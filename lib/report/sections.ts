import { type Counts, type Embeddings, SHOWN_COUNTS } from "../contract/counts.ts"
import type { ReportSummary } from "../contract/report.ts"
import { countedText, countText, plainName } from "../words.ts"
import type { Sheet } from "./sheet.ts"
import type { Column } from "./table.ts"

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

const LONG_WORDS: readonly string[] = ["duplicates", "unchanged"]

/** How many rows of each table were done, and what became of them. */
export function writeTables(sheet: Sheet, { job, tables, counts }: ReportSummary): void {
  const columns = [
    { header: "table", share: 2 },
    { header: "state", share: 1.5 },
    { header: "rows", share: 1.15, right: true },
    ...SHOWN_COUNTS.map((name) => ({
      header: plainName(name),
      share: LONG_WORDS.includes(name) ? 1.5 : 1.15,
      right: true,
    })),
  ]
  const countsOf = (of: Counts) => SHOWN_COUNTS.map((count) => countText(of[count]))
  const rows = Object.entries(tables).map(([name, table]) => {
    return [plainName(name), table.status, countText(table.rows_done), ...countsOf(table)]
  })
  const done = countText(job.overall_progress.rows_done)
  if (rows.length > 1) rows.push(["all tables", "", done, ...countsOf(counts)])
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

/** Whether every row that was read is accounted for. */
export function writeReconciliation(sheet: Sheet, { reconciliation, embeddings }: ReportSummary): void {
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
  if (embeddings) sheet.paragraph(embeddingsSentence(embeddings))
}

function embeddingsSentence({ rows, embedded, embedding_failed, pending }: Embeddings): string {
  return `Of ${countedText(rows, "text")} ${countText(embedded)} have an embedding, ${countText(embedding_failed)} were refused one, ${countText(pending)} are still to be embedded.`
}

const CHANGES = ["new", "changed", "unchanged", "closed", "duplicate", "failed"] as const

/** What a dry run found. */
export function writeChanges(sheet: Sheet, { changes }: ReportSummary): void {
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

/** The row errors, counted. */
export function writeCodes(sheet: Sheet, { errors_by_code }: ReportSummary): void {
  const rows = Object.entries(errors_by_code).map(([code, count]) => [code, countText(count)])
  sheet.heading("Row errors by code")
  writeTable(sheet, CODES, rows, "Every row could be used.")
}

const NOT_KEPT = [
  { header: "table", share: 2 },
  { header: "operation", share: 1.6 },
  { header: "code", share: 3 },
  { header: "column", share: 3 },
  { header: "rows", share: 1.4, right: true },
]

/** Row errors beyond those that are kept. */
export function writeNotKept(sheet: Sheet, { errors_total, errors_not_kept }: ReportSummary): void {
  if (errors_not_kept.length === 0) return
  const count = errors_not_kept.reduce((sum, one) => sum + one.count, 0)
  const kept = `The first ${countText(errors_total - count)} are kept row by row.`
  sheet.heading("Row errors that are only counted")
  sheet.paragraph(`${kept} Of the other ${countText(count)} this is what is known:`)
  const rows = errors_not_kept.map((one) => {
    return [plainName(one.table), plainName(one.operation), one.code, one.column ?? "", countText(one.count)]
  })
  writeTable(sheet, NOT_KEPT, rows, "")
}
