import { expect, test } from "vitest"
import type { RowCounts } from "../../lib/contract/counts.ts"
import type { ReportSummary } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { type Around, sentenceOf } from "../../web/import/sentence.ts"
import { waitedIn } from "../../web/import/waited.ts"
import { NO_COUNTS } from "../support/no-counts.ts"
import { statusOf } from "./status.ts"

/** A report of rows that came to these counts, and of a step that wrote to every one of them. */
function reportOf(...operations: (Partial<RowCounts> & { delete?: true })[]): ReportSummary {
  const lines = operations.map(({ delete: closes, ...given }) => {
    const { closed: _beside, ...own } = given
    const read = Object.values(own).reduce((sum, rows) => sum + rows, 0)
    return { operation: closes ? "delete" : "insert", read, counts: { ...NO_COUNTS, ...given } }
  })
  const step = { operation: "embed", read: 500, counts: { ...NO_COUNTS, updated: 500 } }
  return { reconciliation: [...lines, step], embeddings: null } as unknown as ReportSummary
}

function said(status: Partial<StatusAnswer>, around: Partial<Around> = {}): string {
  const nobody = {
    person: "An",
    stopped: undefined,
    waited: 0,
    now: 0,
    driven: false,
    noun: "row",
    kept: null,
    listed: 0,
  }
  return sentenceOf(statusOf(status), { ...nobody, report: undefined, ...around })
}

test("a finished import tells the rows that landed, and not those that could not be used", () => {
  expect(said({}, { report: reportOf({ inserted: 400, failed_rows: 1 }) })).toBe(
    "Imported 400 rows in 2 s; 1 row could not be used.",
  )
  expect(said({}, { report: reportOf({ inserted: 1 }) })).toBe("Imported 1 row in 2 s.")
  const embeddings = { rows: 400, embedded: 397, embedding_failed: 2, pending: 1 }
  expect(said({}, { report: { ...reportOf({ inserted: 400 }), embeddings } })).toBe(
    "Imported 400 rows in 2 s; 3 texts are without an embedding.",
  )
})

test("how long it took is without the time that it waited for a person, and not said until that is known", () => {
  const report = reportOf({ inserted: 1 })
  expect(said({}, { report, waited: 500 })).toBe("Imported 1 row in 1.5 s.")
  expect(said({}, { report, waited: null })).toBe("Imported 1 row.")
  const event = (second: number, name: string, to: string | null) => ({
    ...{ at: new Date(second * 1000).toISOString(), event: name, to },
    ...{ actor: "An", from: null, detail: null },
  })
  const worked = [event(0, "job.created", "preparing"), event(2, "job.ready", "ready")]
  const done = [event(33, "job.processing", "processing"), event(40, "job.completed", "completed")]
  expect(waitedIn([...worked, ...done])).toBe(0)
  expect(waitedIn([...worked, event(30, "job.started", null), ...done])).toBe(28_000)
  const paused = [event(34, "job.paused", "paused"), event(35, "batch.completed", "completed")]
  const resumed = [event(39, "job.processing", "processing"), event(40, "job.completed", "completed")]
  expect(waitedIn([...worked, ...done.slice(0, 1), ...paused, ...resumed])).toBe(5_000)
})

test("a held import says how many rows are bad, and what can be done about the others", () => {
  const progress = { completed_batches: 0, failed_batches: 0, percentage: 0, rows_done: 0, rows_total: 9 }
  const held = { status: "ready", held: "row_errors", row_errors: 9 } as const
  expect(said({ ...held, row_errors: 1, overall_progress: { ...progress, total_batches: 1 } })).toBe(
    "8 rows are fine, 1 row cannot be used, and nothing is imported yet. Look at what is wrong, then import the rest, or cancel.",
  )
  expect(said({ ...held, overall_progress: { ...progress, total_batches: 0 } })).toBe(
    "9 rows cannot be used, and there is nothing else to import. Cancel, mend the source, and import it again.",
  )
})

test("rows of a held import that were left out are neither fine nor bad", () => {
  const { overall_progress } = statusOf({})
  const after = (row_errors: number, dismissed: number, rows_total = 3, total_batches = 1) =>
    said({
      ...{ status: "ready", held: "row_errors", row_errors, counts: { ...NO_COUNTS, dismissed } },
      overall_progress: { ...overall_progress, rows_total, total_batches },
    })
  expect(after(1, 1)).toBe(
    "1 row is fine, 1 row is left out, 1 row cannot be used, and nothing is imported yet. Look at what is wrong, then import the rest, or cancel.",
  )
  expect(after(0, 2)).toBe(
    "1 row is fine, 2 rows are left out, and nothing is imported yet. Start the import, or cancel.",
  )
  expect(after(0, 0)).toBe("Every row is fine now, and nothing is imported yet. Start the import, or cancel.")
  expect(after(0, 2, 2, 0)).toBe("2 rows are left out, and there is nothing else to import. Cancel.")
  expect(after(1, 1, 2, 0)).toBe(
    "1 row is left out, 1 row cannot be used, and there is nothing else to import. Cancel, mend the source, and import it again.",
  )
})

test("an import that is held because it would close many rows says so, and who can let it go", () => {
  expect(said({ status: "ready", held: "mass_close" })).toBe(
    "Nothing is imported yet: many rows would be closed without new ones in their place. Look whether the file is whole; then an admin can start it, or cancel.",
  )
})

test.each([
  ["Nothing new: all 300 rows were there already.", { skipped: 300 }],
  ["Nothing new: all 300 rows were there already.", { unchanged: 300 }],
  ["Nothing new: the row was there already.", { skipped: 1 }],
  [
    "Nothing new: 298 rows were there already, 1 was repeated and 1 could not be used.",
    { skipped: 298, duplicates: 1, failed_rows: 1 },
  ],
  ["Nothing was imported: none of the 7 rows could be used.", { failed_rows: 7 }],
  ["Nothing to import: the source holds no rows.", {}],
])("an import that changed nothing says: %s", (sentence, counts) => {
  expect(said({}, { report: reportOf(counts) })).toBe(sentence)
})

test.each([
  [
    "Imported 4 rows in 2 s; 1 row was there already and 1 was repeated.",
    { inserted: 4, skipped: 1, duplicates: 1 },
  ],
  ["Updated 300 rows in 2 s.", { updated: 300 }],
  [
    "Added 4 rows, updated 2 and merged 1 in 2 s; 3 rows were there already.",
    { inserted: 4, updated: 2, merged: 1, unchanged: 3 },
  ],
])("rows that were there, repeated or changed are not told as imported: %s", (sentence, counts) => {
  expect(said({}, { report: reportOf(counts) })).toBe(sentence)
})

test("a dry run none of whose rows can be used asks for nothing to be applied", () => {
  const tables = { contact_persons: { ...NO_COUNTS, failed_rows: 801 } } as unknown as StatusAnswer["tables"]
  expect(said({ dry_run: true, outcome: "failed", tables })).toBe(
    "Nothing would be imported in 2 s: none of the 801 rows could be used.",
  )
  const one = { contact_persons: { ...NO_COUNTS, failed_rows: 1 } } as unknown as StatusAnswer["tables"]
  expect(said({ dry_run: true, tables: one })).toBe(
    "Compared 800 rows in 2 s; 1 row could not be used. Nothing was written: look at the changes, then apply them.",
  )
})

test("documents are called by what they are", () => {
  const report = reportOf({ inserted: 1, skipped: 2, failed_rows: 4 })
  expect(said({}, { report, noun: "document" })).toBe(
    "Imported 1 document in 2 s; 2 documents were there already and 4 could not be used.",
  )
})

test("an update of the register tells what was closed, and keys of nothing to close", () => {
  const report = reportOf(
    { inserted: 641, unchanged: 156 },
    { delete: true, closed: 633, matched: 136, unmatched: 23 },
  )
  expect(said({}, { report })).toBe(
    "Added 641 rows and closed 633 in 2 s; 156 rows were there already and 23 to close were not there.",
  )
})

test("how many rows landed is not told before it is known", () => {
  expect(said({})).toBe("Finished in 2 s.")
})

test("a batch that failed is told beside the rows", () => {
  const overall_progress = { ...statusOf({}).overall_progress, completed_batches: 1, failed_batches: 1 }
  expect(said({ overall_progress }, { report: reportOf({ inserted: 8, failed_rows: 2 }) })).toBe(
    "Imported 8 rows in 2 s, without 1 failed batch; 2 rows could not be used.",
  )
})

test("where nothing landed and a batch failed, both are told", () => {
  const overall_progress = { ...statusOf({}).overall_progress, completed_batches: 1, failed_batches: 1 }
  const report = reportOf({ failed_rows: 7 })
  expect(said({ overall_progress }, { report })).toBe(
    "Nothing was imported: none of the 7 rows could be used; 1 batch failed.",
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

test("an import that waits for room says for which, and that it goes on by itself", () => {
  const waits = (code: string) =>
    said({ status: "processing", waits_for: { code, detail: "The store is away." } })
  expect(waits("database_full")).toBe(
    "Waiting: the disk of the database is full. It goes on by itself once there is room.",
  )
  expect(waits("store_unreachable")).toBe("Waiting: the store is away. It goes on by itself then.")
})
