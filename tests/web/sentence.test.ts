import { expect, test } from "vitest"
import type { ReportSummary } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { type Around, sentenceOf } from "../../web/import/sentence.ts"

const COUNTS = {
  inserted: 0,
  closed: 0,
  updated: 0,
  merged: 0,
  skipped: 0,
  unchanged: 0,
  duplicates: 0,
  matched: 0,
  unmatched: 0,
  failed_rows: 0,
}

function statusOf(more: Partial<StatusAnswer>): StatusAnswer {
  return {
    job_id: "01a20233-a927-7c00-b91f-c16a894e5410",
    dataset: "contacts",
    status: "completed",
    outcome: "partial_failure",
    dry_run: false,
    title: "people.csv",
    extract_number: null,
    snapshot_date: null,
    started_at: "2025-10-07T12:00:00.000Z",
    started_by: "An",
    finished_at: "2025-10-07T12:00:02.000Z",
    overall_progress: {
      completed_batches: 2,
      failed_batches: 0,
      total_batches: 2,
      percentage: 100,
      rows_done: 801,
      rows_total: 801,
    },
    tables: {},
    current_batch: null,
    next_batch: null,
    staging: null,
    rows_per_second: null,
    eta_seconds: null,
    failed_batches: [],
    driver: null,
    warnings: [],
    row_errors: 1,
    reconciles: true,
    actions: [],
    updated_at: "2025-10-07T12:00:02.000Z",
    ...more,
  }
}

/** A report of rows that were added, some of them unusable, and of a step that wrote to those that were. */
function reportOf(read: number, failed_rows: number): ReportSummary {
  const line = { table: "contacts", accounted: read, reconciles: true }
  return {
    reconciliation: [
      {
        ...line,
        operation: "insert",
        read,
        counts: { ...COUNTS, inserted: read - failed_rows, failed_rows },
      },
      { ...line, operation: "embed", read: read - failed_rows, counts: COUNTS },
    ],
  } as ReportSummary
}

function said(status: Partial<StatusAnswer>, around: Partial<Around> = {}): string {
  const nobody = { person: "An", stopped: undefined, now: 0, driven: false, kept: null, listed: 0 }
  return sentenceOf(statusOf(status), { ...nobody, report: undefined, ...around })
}

test("a finished import tells the rows that landed, and not those that could not be used", () => {
  expect(said({}, { report: reportOf(401, 1) })).toBe("Imported 400 rows in 2 s; 1 row could not be used.")
  expect(said({}, { report: reportOf(1, 0) })).toBe("Imported 1 row in 2 s.")
})

test("how many rows landed is not told before it is known", () => {
  expect(said({})).toBe("Imported in 2 s.")
})

test("a batch that failed is told beside the rows", () => {
  const overall_progress = { ...statusOf({}).overall_progress, completed_batches: 1, failed_batches: 1 }
  expect(said({ overall_progress }, { report: reportOf(10, 2) })).toBe(
    "Imported 8 rows in 2 s, without 1 failed batch; 2 rows could not be used.",
  )
})

test("an import that is undone tells what was kept, and promises nothing where that is not known", () => {
  const undone = (around: Partial<Around>) => said({ status: "rolled_back" }, around)
  expect(undone({ kept: null })).toBe("Undone: what this import did was taken back.")
  expect(undone({ kept: 0 })).toBe("Undone: every table is as it was before this import.")
  expect(undone({ kept: 1, listed: 1 })).toBe(
    "Undone, but for 1 row that somebody has changed since the import: it was kept as it is and is listed below.",
  )
  expect(undone({ kept: 1_200 })).toBe(
    "Undone, but for 1,200 rows that somebody has changed since the import: they were kept as they are.",
  )
})
