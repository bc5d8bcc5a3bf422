import type { Table } from "../../datasets/declaration.ts"
import type { RowRange } from "../batches/claim.ts"
import type { FileProgress } from "./stage.ts"

/** DuckDB's row group: ranges of whole ones are written and skipped as a whole. */
const ROW_GROUP = 122_880
/** Of rows to add; a key to delete stands for a dozen rows, so of those it is one row group. */
const LARGEST_BATCH = 8 * ROW_GROUP
const ONE_BATCH_BELOW = 5_000
/** Rows of an import up to which batches are as small as their table says: a busy day's changes. */
const ORDINARY_IMPORT = 50_000
const MOST_SMALL_BATCHES = 32
const LARGER_BATCHES = 4

/** What prepare found of one table and operation. */
export interface StagedPart {
  table: Table
  operation: "delete" | "insert"
  /** The number of the last record, so rows 1 to `rows` make up the file. */
  rows: number
  /** Rows that can be used. */
  staged: number
  /** Some rows are repeated or refused, so its batches must tell them apart. */
  careful: boolean
  /** Which runs of as many rows as a batch has hold one that can be used, by their place; null when all do. */
  used: readonly number[] | null
}

/** Whether there are rows, and none of them can be used. */
export function noneUsable(parts: readonly Pick<StagedPart, "rows" | "staged">[]): boolean {
  return parts.some((part) => part.rows > 0) && parts.every((part) => part.staged === 0)
}

/** The same of an import's files. */
export function noneUsableIn(files: readonly FileProgress[]): boolean {
  return noneUsable(files.map(({ last_row: rows, rows_staged: staged }) => ({ rows, staged })))
}

/** Rows a batch of one part has: what was asked for, else what suits the table and the import. */
export function sizeOfBatches(
  part: Pick<StagedPart, "table" | "operation" | "rows">,
  { parts, batchSize }: { parts: readonly Pick<StagedPart, "rows">[]; batchSize?: number | undefined },
): number {
  const { table, operation, rows } = part
  if (batchSize !== undefined) return batchSize
  if (table.policy === "keyed") return table.batchSize
  const importRows = parts.reduce((sum, one) => sum + one.rows, 0)
  const largest = operation === "delete" ? ROW_GROUP : LARGEST_BATCH
  return Math.min(largest, batchSizeFor(rows, table.batchSize, importRows))
}

/**
 * Rows a batch: the table's own size for the changes of a day, as many times that as the whole import is larger,
 * a quarter of a table that would still make many batches, whole row groups of a very large one. So a batch takes
 * from milliseconds to a few seconds, and a full load is tens of batches.
 */
export function batchSizeFor(rows: number, tableSize: number, importRows: number): number {
  if (rows < ONE_BATCH_BELOW) return ONE_BATCH_BELOW
  if (rows >= 2 * ROW_GROUP) return LARGEST_BATCH
  const times = Math.max(1, Math.floor(importRows / ORDINARY_IMPORT))
  const most = times === 1 ? MOST_SMALL_BATCHES : LARGER_BATCHES
  return rows <= tableSize * times * most ? tableSize * times : Math.ceil(rows / LARGER_BATCHES)
}

/**
 * The ranges of a part's batches: adjacent, and together every row that was read. A run of rows none of which can be
 * used goes with the batch before it, or with the first; a part without any that can be used has none.
 */
export function rangesOf(part: Pick<StagedPart, "rows" | "staged" | "used">, size: number): RowRange[] {
  if (part.staged === 0) return []
  const places = part.used ?? Array.from({ length: Math.ceil(part.rows / size) }, (_, i) => i)
  return places.map((place, i) => {
    const next = places[i + 1]
    return {
      row_from: i === 0 ? 1 : place * size + 1,
      row_to: next === undefined ? part.rows : next * size,
    }
  })
}
