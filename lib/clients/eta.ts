import type { StatusAnswer } from "../contract/index.ts"

/** Seconds until all rows are done: as measured, or as slow as its team has allowed while nothing is. */
export function etaOf(status: StatusAnswer, { least_per_second }: { least_per_second: number }): number {
  if (status.finished_at !== null) return 0
  if (status.eta_seconds) return status.eta_seconds.high
  const { rows_total, rows_done } = status.overall_progress
  return Math.ceil(Math.max(0, rows_total - rows_done) / (status.rows_per_second || least_per_second))
}
