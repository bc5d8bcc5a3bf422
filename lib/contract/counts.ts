import { z } from "zod"
import { Count } from "./fields.ts"

/** What became of the rows of a batch; `closed` rows are counted beside those read. */
export const RowCounts = z.object({
  inserted: Count,
  closed: Count,
  updated: Count,
  merged: Count,
  skipped: Count,
  unchanged: Count,
  duplicates: Count,
  matched: Count,
  unmatched: Count,
  failed_rows: Count,
  /** Of those that had failed: put right since, and left out by somebody. */
  mended: Count.default(0),
  dismissed: Count.default(0),
})
export type RowCounts = z.infer<typeof RowCounts>

/** What became of rows, over all tables. */
export const Counts = RowCounts.omit({ matched: true, unmatched: true })
export type Counts = z.infer<typeof Counts>

/** In the order in which they are shown, one beside the other. */
export const SHOWN_COUNTS = [
  "inserted",
  "updated",
  "merged",
  "closed",
  "skipped",
  "unchanged",
  "duplicates",
  "failed_rows",
  "mended",
  "dismissed",
] as const satisfies readonly (keyof Counts)[]

/** Of the rows an import wrote that are to be found by likeness: each is in exactly one of the other three. */
export const Embeddings = z.object({
  rows: Count,
  embedded: Count,
  /** Their text was refused; they can be tried again. */
  embedding_failed: Count,
  pending: Count,
})
export type Embeddings = z.infer<typeof Embeddings>
