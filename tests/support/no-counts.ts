import type { RowCounts } from "../../lib/contract/counts.ts"

/** Nothing became of any row. */
export const NO_COUNTS: RowCounts = {
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
  mended: 0,
  dismissed: 0,
}
