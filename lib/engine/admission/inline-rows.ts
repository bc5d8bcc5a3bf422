import { Readable } from "node:stream"
import type { InlineRow } from "../../contract/index.ts"
import { type Dataset, onlyTable } from "../../datasets/define.ts"
import { problem } from "../../errors.ts"
import type { FileStore, ReceivedFile } from "../../store/stored.ts"

/**
 * Stores rows that came with the request as the file their sender could have sent: JSON where the dataset reads it, else CSV with
 * a column for every name. Throws Problem 422 `rows_not_taken` of a dataset that is not made of rows, `file_empty` without any.
 */
export async function storeRows(
  dataset: Dataset,
  rows: readonly InlineRow[],
  store: FileStore,
): Promise<ReceivedFile> {
  if (dataset.source !== "records") {
    throw problem(422, "rows_not_taken", `${dataset.label} are imported from a file, not from rows.`)
  }
  if (rows.length === 0) throw problem(422, "file_empty", "There are no rows. Send at least one.")
  const asJson = dataset.formats?.includes("json") ?? false
  const text = asJson ? JSON.stringify(rows) : csvOf(dataset, rows)
  const name = asJson ? "rows.json" : "rows.csv"
  return store.receive(Readable.from([Buffer.from(text)]), name, { max_bytes: Number.MAX_SAFE_INTEGER })
}

/** A list is its items there, with what keeps them apart in its column. */
function csvOf(dataset: Dataset, rows: readonly InlineRow[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const separators = new Map(
    onlyTable(dataset).columns.map((column) => [column.name, column.separators?.[0]]),
  )
  const lineOf = (cells: readonly unknown[]) => {
    return `${cells.map((cell, i) => cellOf(cell, separators.get(names[i] ?? ""))).join(",")}\r\n`
  }
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map(lineOf).join("")
}

function cellOf(value: unknown, separator: string | undefined): string {
  if (value === null || value === undefined) return ""
  if (Array.isArray(value) && separator !== undefined) return cellOf(value.join(separator), undefined)
  const text = typeof value === "object" ? JSON.stringify(value) : String(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
