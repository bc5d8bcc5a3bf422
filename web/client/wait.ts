import { isTransient } from "./call.ts"

const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/** How long to leave a server alone that could not be reached so many times in a row: 1, 2, 4 … 30 s. */
export function backOff(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1))
}

/** Waits so long, or until the signal, or until the browser is online again. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer)
      signal?.removeEventListener("abort", over)
      removeEventListener("online", over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    signal?.addEventListener("abort", over)
    addEventListener("online", over)
  })
}

/** Again and again, as long as it may pass and nobody gives up. */
export async function patiently<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  waiting: () => void,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      if (!isTransient(error)) throw error
      waiting()
      await wait(backOff(failures), signal)
    }
  }
}
