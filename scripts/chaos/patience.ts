const TICK_MS = 250
/** A tick that comes later than this was kept from coming: whoever is stopped has not waited. */
const LATEST_MS = 2_000

/** Aborted after so many milliseconds, in which those do not count while this process was stopped. */
export function patienceOf(ms: number): AbortSignal {
  const over = new AbortController()
  let waited = 0
  let seen = performance.now()
  const ticking = setInterval(() => {
    const now = performance.now()
    waited += Math.min(now - seen, LATEST_MS)
    seen = now
    if (waited < ms) return
    clearInterval(ticking)
    over.abort(new Error(`It was waited for ${Math.round(ms / 1_000)} s.`))
  }, TICK_MS)
  ticking.unref()
  return over.signal
}
