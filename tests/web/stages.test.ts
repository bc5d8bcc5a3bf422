import { createElement } from "react"
import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { StatusAnswer, TableProgress } from "../../lib/contract/status.ts"
import { describeDataset } from "../../lib/datasets/describe.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { stagesOf } from "../../web/import/stages.tsx"
import { Tables } from "../../web/import/tables.tsx"
import { NO_COUNTS } from "../support/no-counts.ts"
import { statusOf } from "./status.ts"

const PROGRESS: TableProgress = {
  ...NO_COUNTS,
  completed: 148,
  failed: 0,
  total: 200,
  status: "processing",
  rows_done: 14_800,
  rows_total: 20_000,
  inserted: 14_778,
  closed: 0,
  updated: 0,
  merged: 0,
  skipped: 22,
  unchanged: 0,
  duplicates: 0,
  failed_rows: 0,
}

/** Paused at 74 %, then cancelled. */
const CANCELLED: Partial<StatusAnswer> = {
  status: "cancelled",
  outcome: "partial_failure",
  reconciles: null,
  actions: ["rollback"],
  tables: { contact_persons: PROGRESS },
  overall_progress: {
    completed_batches: 148,
    failed_batches: 0,
    total_batches: 200,
    percentage: 74,
    rows_done: 14_800,
    rows_total: 20_000,
  },
}
const UNDONE: Partial<StatusAnswer> = { ...CANCELLED, status: "rolled_back", actions: [] }

function path(status: Partial<StatusAnswer>, batches: BatchEntry[] = []): string[] {
  return stagesOf(statusOf(status), true, batches).map(({ name, standing }) => `${name} ${standing}`)
}

test("an import undone before it was applied has no stages that it never came to", () => {
  expect(path(UNDONE)).toEqual(["Check done", "Import stopped", "Undo undone"])
  expect(path({ ...UNDONE, status: "rolling_back" })).toEqual(["Check done", "Import stopped", "Undo now"])
})

test("an import that waits over its bad rows is being checked", () => {
  const held = { status: "ready", held: "row_errors", next_batch: null } as const
  expect(path(held)).toEqual(["Check now", "Import later", "After-steps later", "Close later"])
})

test("an import undone after its end has all its stages behind it", () => {
  const all = ["Check done", "Import done", "After-steps done", "Close done"]
  expect(path({ status: "completed" })).toEqual(all)
  expect(path({ status: "rolled_back", reconciles: true })).toEqual([...all, "Undo undone"])
})

test("an import cancelled while its after-steps ran had applied its rows", () => {
  const batch = {
    table: "qa_pairs",
    operation: "insert",
    status: "completed",
    counts: NO_COUNTS,
  } as BatchEntry
  const batches: BatchEntry[] = [batch, { ...batch, operation: "embed", status: "pending" }]
  expect(path(CANCELLED, batches)).toEqual([
    "Check done",
    "Import done",
    "After-steps stopped",
    "Close later",
  ])
})

test("an import cancelled while it was read never applied anything", () => {
  const overall_progress = { ...statusOf({}).overall_progress, completed_batches: 0, total_batches: 0 }
  expect(path({ ...UNDONE, overall_progress })).toEqual(["Check stopped", "Undo undone"])
})

function tables(dataset: string, status: Partial<StatusAnswer>, batches: BatchEntry[] = []): string {
  const declared = describeDataset(findDataset(dataset))
  const known = { declared, job: { options: {} } }
  const html = renderToStaticMarkup(createElement(Tables, { status: statusOf(status), known, batches }))
  return html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ")
}

test("the figures of an undone import are those from before, and nothing is said to be begun", () => {
  const said = tables("contacts", UNDONE)
  expect(said).toContain("Tables before the undo")
  expect(said).toContain("These figures are from before the import was undone.")
  expect(said).toContain("Taken back")
  expect(said).not.toContain("Begun")
})

test("a table that only after-steps come by shows what they did, and no rows of its own", () => {
  const none = { ...PROGRESS, completed: 1, total: 1, rows_done: 0, rows_total: 0, inserted: 0, skipped: 0 }
  const status = {
    tables: { documents: { ...PROGRESS, status: "completed" as const }, document_chunks: none },
  }
  const batch = { table: "document_chunks", operation: "embed", status: "completed", batch: 1 } as BatchEntry
  const said = tables("documents", status, [{ ...batch, counts: { ...NO_COUNTS, updated: 1_200 } }])
  expect(said).toMatch(/Pieces .* 1 \/ 1 1,200 embedded All tables /)
  expect(said).not.toContain("0 / 0")
  expect(tables("documents", status)).not.toContain("0 / 0")
})
