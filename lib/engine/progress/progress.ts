import type { JobStatus } from "../../contract/index.ts"

/** Whole per cents, rounded down; all of nothing is 100. */
export function percentageOf(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((done * 100) / total)
}

/** Of the batches of a job. While it has no plan there is nothing of it. */
export function percentageOfJob(completed: number, total: number, status: JobStatus): number {
  const unplanned = total === 0 && !PLANNED.includes(status)
  return unplanned ? 0 : percentageOf(completed, total)
}

const PLANNED: readonly JobStatus[] = ["ready", "processing", "paused", "finalizing", "completed"]

/** One completed batch, as far as speed is concerned. Times in milliseconds since the epoch. */
export interface Timing {
  started_at: number
  completed_at: number
  duration_ms: number
  records: number
}

export interface Pace {
  /** Null while nothing has been completed. */
  rows_per_second: number | null
  /** Seconds until the last batch, as an interval; null while unknowable. */
  eta_seconds: { low: number; high: number } | null
}

const FEWEST_FOR_AN_ESTIMATE = 3

/**
 * How fast the job goes, from its latest batches: rows over the wall time they took together, so that several
 * drivers count for what they are. The interval widens with how unequal the batches are.
 */
export function paceOf(timings: readonly Timing[], left: { rows: number; batches: number }): Pace {
  if (timings.length === 0) return { rows_per_second: null, eta_seconds: null }
  const from = Math.min(...timings.map((timing) => timing.started_at))
  const to = Math.max(...timings.map((timing) => timing.completed_at))
  const seconds = Math.max(to - from, 1) / 1000
  const rows = timings.reduce((sum, timing) => sum + timing.records, 0)
  const rows_per_second = rows > 0 ? Math.round((rows / seconds) * 10) / 10 : null
  if (timings.length < FEWEST_FOR_AN_ESTIMATE) return { rows_per_second, eta_seconds: null }
  const secondsPerBatch = seconds / timings.length
  const byRows = rows > 0 ? (left.rows * seconds) / rows : left.batches * secondsPerBatch
  return { rows_per_second, eta_seconds: intervalAround(byRows, timings) }
}

function intervalAround(estimate: number, timings: readonly Timing[]): { low: number; high: number } {
  const durations = timings.map((timing) => timing.duration_ms)
  const mean = durations.reduce((sum, ms) => sum + ms, 0) / durations.length
  const variance = durations.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / durations.length
  const spread = mean > 0 ? Math.min(0.9, Math.sqrt(variance / durations.length) / mean) : 0
  const margin = Math.max(0.1, spread)
  return { low: Math.floor(estimate * (1 - margin)), high: Math.ceil(estimate * (1 + margin)) }
}
