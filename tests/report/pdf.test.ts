import { expect, test } from "vitest"
import { ReportSummary, RowError } from "../../lib/contract/index.ts"
import { pdfReport } from "../../lib/report/pdf.ts"
import { NO_COUNTS } from "../support/no-counts.ts"
import { type ReadPdf, readPdf } from "../support/report.ts"
import { inLongRuns } from "../support/rounds.ts"

const NOW = Date.UTC(2026, 0, 5, 7)

function summary(errors_total: number, job: Partial<ReportSummary["job"]> = {}): ReportSummary {
  const counts = { ...NO_COUNTS, inserted: 1_200, failed_rows: 4 }
  const line = { table: "activities", operation: "insert" as const, read: 1_204, counts }
  const progress = { completed_batches: 3, failed_batches: 0, total_batches: 3, percentage: 100 }
  const rows = { rows_done: 1_204, rows_total: 1_204 }
  return ReportSummary.parse({
    job: {
      job_id: "0199aaaa-0000-7000-8000-000000000000",
      dataset: "daily-update",
      title: "Daily update – extract 167",
      status: "completed",
      held: null,
      outcome: "partial_failure",
      started_at: "2026-01-05T06:00:00.000Z",
      started_by: "ops",
      finished_at: "2026-01-05T06:01:12.500Z",
      overall_progress: { ...progress, ...rows },
      row_errors: errors_total,
      blank_rows: 0,
      extract_number: 167,
      extract_type: "full",
      source_bytes: 1_000,
      snapshot_date: "2026-01-04",
      source: "extract.zip",
      content_hash: "5c".repeat(32),
      dry_run: false,
      options: { batch_size: 500, skip_errors: true, mapping: { Naam: "name", Rest: null } },
      ...job,
    },
    warnings: [],
    tables: {
      activities: { completed: 3, failed: 0, total: 3, status: "completed", ...rows, ...counts },
    },
    counts,
    reconciliation: [
      { ...line, accounted: 1_204, reconciles: true },
      { ...line, operation: "delete", accounted: 1_203, reconciles: false },
    ],
    embeddings: { rows: 1_200, embedded: 1_197, embedding_failed: 2, pending: 1 },
    errors_by_code: { bad_date: errors_total },
    errors_total,
    errors_not_kept: [],
    duration_seconds: 72.5,
  })
}

function rowError(n: number, more: Partial<RowError> = {}): RowError {
  const place = { file: "activity.csv", line: n + 1, row: n, column: "StartDate", value: "31-02-2020" }
  const what = { code: "bad_date", message: "StartDate is not a date.", category: "validation" as const }
  return RowError.parse({ table: "activities", operation: "insert", ...place, ...what, ...more })
}

async function pdfOf(report: ReportSummary, ...pages: RowError[][]): Promise<ReadPdf> {
  async function* errors() {
    yield* pages
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of pdfReport({ report, errors: errors() }, NOW)) chunks.push(chunk)
  return readPdf(Buffer.concat(chunks))
}

/** Pieces of text that stand, or reach, outside the page. */
function strayed({ pages, width, height }: ReadPdf): string[] {
  const inside = ({ x, y, width: wide }: (typeof pages)[0][0]) =>
    x >= 47 && x + wide <= width - 46 && y >= 40 && y <= height - 40
  return pages.flat().flatMap((item) => (inside(item) ? [] : [item.text]))
}

test("a report has its title, facts, tables, reconciliation and errors in words", async () => {
  const { info, texts, pages } = await pdfOf(summary(2), [rowError(1), rowError(2)])
  expect(info).toMatchObject({
    Title: "Daily update – extract 167 – report",
    Language: "en",
    CreationDate: "D:20260105070000Z",
  })
  expect(pages).toHaveLength(1)
  for (const told of [
    "State completed – in part: some rows or batches could not be used",
    "Source extract.zip",
    "Started 2026-01-05 06:00:00 UTC by ops",
    "Duration 1 min 13 s",
    "Rows 1,204 of 1,204 done",
    "skip errors yes",
    "mapping Naam → name, Rest → left out",
    "Not every row that was read is accounted for.",
    "activities insert 1,204 1,200 inserted, 4 failed rows 1,204 ✓ yes",
    "1,203 ✗ no",
    "Of 1,200 texts 1,197 have an embedding, 2 were refused one, 1 are still to be embedded.",
    "bad_date 2",
    "bad_date: StartDate is not a date.",
    "Page 1",
  ])
    expect(texts[0]).toContain(told)
})

test("an import that is not over and one without errors are told as such", async () => {
  const open = { status: "processing" as const, outcome: null, finished_at: null, dry_run: true }
  const empty = { tables: {}, reconciliation: [], errors_by_code: {}, duration_seconds: null }
  const { texts } = await pdfOf({ ...summary(0, open), ...empty })
  for (const told of ["State processing", "Dry run", "Finished not yet", "No row was read.", "No batch was"])
    expect(texts[0]).toContain(told)
  expect(texts[0]).toContain("Every row could be used.")
  expect(texts[0]).not.toContain("Duration")
})

test("a dry run's report says what would change", async () => {
  const changes = { new: 7, changed: 6, unchanged: 5, closed: 4, duplicate: 3, failed: 2, sample: [] }
  const { texts } = await pdfOf({ ...summary(0), changes: { activities: changes } })
  expect(texts[0]).toContain("What would change table new changed unchanged closed duplicate failed")
  expect(texts[0]).toContain("activities 7 6 5 4 3 2")
})

test("every page has a number and the head of the table that goes on", async () => {
  const errors = Array.from({ length: 200 }, (_, n) => rowError(n + 1))
  const { texts } = await pdfOf(summary(200), errors.slice(0, 120), errors.slice(120))
  expect(texts.length).toBeGreaterThan(4)
  for (const [at, text] of texts.entries()) {
    expect(text).toContain(`Page ${at + 1}`)
    expect(text).toContain("where column value what is wrong")
  }
  for (const n of [1, 100, 120, 121, 200]) expect(texts.join(" ")).toContain(`row ${n}, line ${n + 1}`)
})

inLongRuns("beyond five thousand row errors the report names the CSV that has them all", async () => {
  const pages = [0, 2_500, 5_000].map((from) =>
    Array.from({ length: 2_500 }, (_, n) => rowError(from + n + 1, { message: "No." })),
  )
  const { texts } = await pdfOf(summary(7_500), ...pages)
  const text = texts.join(" ")
  expect(text).toContain("The first 5,000 of 7,500 row errors are listed. The report as CSV has every one.")
  expect(text).toContain("row 5000,")
  expect(text).not.toContain("row 5001,")
})

test.each([
  ["a word as long as a book", "x".repeat(100_000)],
  ["wide letters without a gap", "W".repeat(400)],
  ["text that turns round", "\u202e\u2067evil\u2069 שלום עולם مرحبا بالعالم"],
  ["control characters", "a\u0000b\u0007c\u001b[31m\r\n\t\v\u0085\u2028d"],
  ["HTML and PDF", "<script>alert(1)</script> ) Tj ET (\\ endstream endobj %%EOF"],
  ["halves of characters", "\ud800 and \udfff, \u{1f98a} and \u{10ffff}"],
  ["marks upon marks", `e${"\u0301".repeat(500)}`],
  ["nothing but space", " \u00a0\u3000\u200b "],
])("%s stays within its cell", async (_what, text) => {
  const error = rowError(1, { table: text, file: text, column: text, value: text, code: text, message: text })
  const job = {
    title: text || "-",
    source: text,
    started_by: text,
    options: { [text]: text, mapping: { [text]: text } },
  }
  const report = { ...summary(2, job), errors_by_code: { [text]: 2 } }
  const { texts, pages, ...rest } = await pdfOf(report, [error, rowError(2)])
  expect(strayed({ texts, pages, ...rest })).toEqual([])
  expect(texts.join(" ")).toContain("row 2, line 3")
  // What the font has no shape for is set as a box, which reads as NUL.
  expect(texts.join("").replaceAll("\0", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
})

test("whoever stops listening ends the writing", async () => {
  let ended = false
  async function* errors() {
    try {
      for (let n = 1; ; n += 1) yield [rowError(n)]
    } finally {
      ended = true
    }
  }
  for await (const _chunk of pdfReport({ report: summary(1_000_000), errors: errors() }, NOW)) break
  await expect.poll(() => ended).toBe(true)
})

test("errors that cannot be read break the report off instead of leaving it short", async () => {
  async function* errors() {
    yield [rowError(1)]
    throw new Error("The database is gone.")
  }
  const read = async () => {
    for await (const _chunk of pdfReport({ report: summary(2), errors: errors() }, NOW));
  }
  await expect(read()).rejects.toThrow("The database is gone.")
})

test("row errors that are only counted are told by table, code and column", async () => {
  const column = "StartDate"
  const one = { table: "activities", operation: "insert" as const, code: "bad_date", column, count: 23_456 }
  const other = { ...one, code: "too_few_fields", column: null, count: 1 }
  const pdf = await pdfOf({ ...summary(123_457), errors_not_kept: [one, other] }, [rowError(1)])
  const text = pdf.texts.join(" ")
  expect(text).toContain("The first 100,000 are kept row by row. Of the other 23,457 this is what is known:")
  expect(text).toMatch(/activities insert bad_date StartDate 23,456 activities insert too_few_fields 1/)
})
