const SAME_KEYPRESS_MS = 1_000

/** The wish to stop, as Ctrl-C or SIGTERM express it. */
export interface Interrupt {
  /** Aborted by the first one. */
  readonly signal: AbortSignal
  /** Lets signals end the process again, as they do by themselves. */
  stop(): void
}

/** Work was left because the person wishes to stop; there is nothing to explain. */
export class Interrupted extends Error {}

/**
 * Listens for Ctrl-C: the first one asks to stop, which is the command's to do in good order; the second one
 * calls `leave` and ends the process at once with status 130.
 */
export function onInterrupt(leave: () => void): Interrupt {
  const controller = new AbortController()
  let since: number | undefined
  const onSignal = () => {
    // A terminal sends Ctrl-C to the whole group, and npm and tsx pass it on: that is one.
    if (since !== undefined && Date.now() - since <= SAME_KEYPRESS_MS) return
    if (since !== undefined) {
      leave()
      process.exit(130)
    }
    since = Date.now()
    controller.abort()
  }
  process.on("SIGINT", onSignal)
  process.on("SIGTERM", onSignal)
  return {
    signal: controller.signal,
    stop() {
      process.off("SIGINT", onSignal)
      process.off("SIGTERM", onSignal)
    },
  }
}

/** Waits, but not longer than until the signal. */
export function pauseFor(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms)
    function end() {
      clearTimeout(timer)
      signal?.removeEventListener("abort", end)
      resolve()
    }
    signal?.addEventListener("abort", end)
  })
}
