import { classifyError } from "../../db/classify.ts"
import type { Database } from "../../db/connection.ts"
import { isShortOf, type Timed } from "../../deadline.ts"
import { isProblem } from "../../errors.ts"

const TRIES = 6
const LONGER_TRIES = 100
const LONGEST_WAIT_MS = 250

/** Runs `work` again when somebody else was faster; each time it must read anew what it decides on. */
export async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work()
    } catch (error) {
      if (!wasOvertaken(error) || tried === TRIES) throw error
    }
  }
}

/**
 * The same for work that collides with transactions in flight: it waits for them, some twenty seconds at most, and no
 * longer than the call has.
 */
export async function outlastConflicts<T>(work: () => Promise<T>, effects: Timed): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work()
    } catch (error) {
      if (!wasOvertaken(error) || tried === LONGER_TRIES || isShortOf(effects, 0)) throw error
      await effects.clock.wait(Math.min(LONGEST_WAIT_MS, 2 ** tried))
    }
  }
}

/** Whether another transaction, or another call, changed first what this one was about to change. */
export function wasOvertaken(error: unknown): boolean {
  if (isProblem(error)) return error.code === "state_changed"
  return classifyError(error) === "conflict"
}

/**
 * Does something again with the room that a large dataset has, where it needed more memory than a database of this machine
 * usually may hold. What it had begun must be rolled back by then.
 */
export async function withRoom<T>(db: Database, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (classifyError(error) !== "too_large") throw error
    await db.makeRoom()
    return work()
  }
}
