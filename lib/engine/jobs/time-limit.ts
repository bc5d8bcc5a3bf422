import { classifyError } from "../../db/classify.ts"
import type { Connection, Database } from "../../db/connection.ts"
import { callAgain, outOfTime, type Timed } from "../../deadline.ts"

const AGAIN_EVERY_MS = 100

/**
 * Does what is safe to be called again, and breaks off what a connection is at when the call's time is up. Throws Problem
 * 503 `out_of_time` then, and 503 `busy_elsewhere` where another transaction was in the way all along.
 */
export async function withinTime<T>(
  connection: Connection,
  effects: Timed,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await untilTheEnd([connection], effects, work)
  } catch (error) {
    if (effects.deadline !== undefined && classifyError(error) === "conflict")
      throw callAgain("busy_elsewhere", "Another call was at the same rows all the time.")
    throw error
  }
}

/**
 * Breaks off whatever some connections are at when the call's time is up; conflicts are for whoever does the work. Throws
 * Problem 503 `out_of_time` then.
 */
export async function untilTheEnd<T>(
  connections: readonly Connection[],
  effects: Timed,
  work: () => Promise<T>,
): Promise<T> {
  const { deadline } = effects
  if (deadline === undefined) return work()
  const stops = connections.map((connection) => interruptFrom(deadline, connection, effects))
  try {
    return await work()
  } catch (error) {
    if (classifyError(error) === "interrupted") throw outOfTime()
    throw error
  } finally {
    for (const stop of stops) stop()
  }
}

/** The same on a connection of its own. */
export function connectWithinTime<T>(
  effects: Timed & { db: Database },
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  return effects.db.use((connection) => withinTime(connection, effects, () => work(connection)))
}

/**
 * From a time on, in milliseconds of the clock, interrupts whatever a connection is at, again and again: one that comes between
 * two statements is lost. Answers what ends it.
 */
export function interruptFrom(end: number, connection: Connection, { clock }: Timed): () => void {
  const interrupt = () => connection.interrupt()
  let again: NodeJS.Timeout | undefined
  const first = setTimeout(
    () => {
      interrupt()
      again = setInterval(interrupt, AGAIN_EVERY_MS)
    },
    Math.max(0, end - clock.now()),
  )
  return () => {
    clearTimeout(first)
    clearInterval(again)
  }
}
