/** Whole per cents, rounded down, and never 100 before everything is over. */
export function percentageOf(done: number, total: number, finished: boolean): number {
  if (finished) return 100
  if (total === 0) return 0
  return Math.min(99, Math.floor((done * 100) / total))
}

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
