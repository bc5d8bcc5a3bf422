/** A bucket per caller: `burst` calls at once, refilled by `per_second`. */
export interface RateLimit {
  burst: number
  per_second: number
}

interface Bucket {
  tokens: number
  at: number
}

const MOST_BUCKETS = 10_000

/**
 * Counts calls per caller in memory, so a limit holds per process: a brake on floods, not an accounting.
 * The answer is 0 when the call may go on, else the whole seconds to wait (at least 1). To look only is no call.
 */
export function createRateLimit({ burst, per_second }: RateLimit) {
  const buckets = new Map<string, Bucket>()
  return (caller: string, now: number, { look = false } = {}): number => {
    const bucket = buckets.get(caller) ?? { tokens: burst, at: now }
    const refilled = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * per_second)
    const allowed = refilled >= 1
    const wait = allowed ? 0 : Math.max(1, Math.ceil((1 - refilled) / per_second))
    if (look) return wait
    // Re-inserting keeps the map in order of use, so that the one dropped is the longest unused.
    buckets.delete(caller)
    buckets.set(caller, { tokens: allowed ? refilled - 1 : refilled, at: now })
    if (buckets.size > MOST_BUCKETS) buckets.delete(buckets.keys().next().value ?? caller)
    return wait
  }
}
