import { classifyError } from "../../db/classify.ts"
import type { Database } from "../../db/connection.ts"
import { isConflict, outlast } from "../../db/patience.ts"
import type { Timed } from "../../deadline.ts"
import { isProblem } from "../../errors.ts"

const TRIES = 6

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

/** The same for work that collides with transactions in flight: it waits for them. */
export function outlastConflicts<T>(work: () => Promise<T>, effects: Timed): Promise<T> {
  return outlast(work, effects, wasOvertaken)
}

/** Whether another transaction, or another call, changed first what this one was about to change. */
export function wasOvertaken(error: unknown): boolean {
  if (isProblem(error)) return error.code === "state_changed"
  return isConflict(error)
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
