import { Readable } from "node:stream"
import type { InlineRow } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/define.ts"
import { problem } from "../../errors.ts"
import type { FileStore, ReceivedFile } from "../../store/stored.ts"

/**
 * Stores rows that came with the request as the file their sender could have sent: JSON where the dataset reads it, else CSV with
 * a column for every name. Throws Problem 422 `rows_not_taken` of a dataset that is not made of rows.
 */
export async function storeRows(
  dataset: Dataset,
  rows: readonly InlineRow[],
  store: FileStore,
): Promise<ReceivedFile> {
  if (dataset.source !== "records") {
    throw problem(422, "rows_not_taken", `${dataset.label} are imported from a file, not from rows.`)
  }
  const asJson = dataset.formats?.includes("json") ?? false
  const text = asJson ? JSON.stringify(rows) : csvOf(rows)
  const name = asJson ? "rows.json" : "rows.csv"
  return store.receive(Readable.from([Buffer.from(text)]), name, { max_bytes: Number.MAX_SAFE_INTEGER })
}

function csvOf(rows: readonly InlineRow[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lineOf = (cells: readonly unknown[]) => `${cells.map(cellOf).join(",")}\r\n`
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map(lineOf).join("")
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ""
  const text = typeof value === "object" ? JSON.stringify(value) : String(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
