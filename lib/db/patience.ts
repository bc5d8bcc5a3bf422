import { isShortOf, type Timed } from "../deadline.ts"
import { classifyError } from "./classify.ts"

const TRIES = 100
const LONGEST_WAIT_MS = 250

/** Whether another transaction changed first what this one was about to change. */
export const isConflict = (error: unknown) => classifyError(error) === "conflict"

/**
 * Runs `work` again when it collides with transactions in flight: it waits for them, some twenty seconds at most, and no longer
 * than the call has. Each time it must read anew what it decides on.
 */
export async function outlast<T>(
  work: () => Promise<T>,
  timed: Timed,
  collided: (error: unknown) => boolean = isConflict,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work()
    } catch (error) {
      if (!collided(error) || tried === TRIES || isShortOf(timed, 0)) throw error
      await timed.clock.wait(Math.min(LONGEST_WAIT_MS, 2 ** tried))
    }
  }
}
