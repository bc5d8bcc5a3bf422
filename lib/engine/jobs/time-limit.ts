import { classifyError } from "../../db/classify.ts"
import type { Connection } from "../../db/connection.ts"
import type { Timed } from "../../deadline.ts"
import { problem } from "../../errors.ts"

const LOOK_EVERY_MS = 100

/**
 * Does what is safe to be called again, and breaks off what a connection is at when the call's time is up. Throws Problem
 * 503 `out_of_time` then, and 503 `busy_elsewhere` where another transaction was in the way all along.
 */
export async function withinTime<T>(
  connection: Connection,
  effects: Timed,
  work: () => Promise<T>,
): Promise<T> {
  const { clock, deadline } = effects
  if (deadline === undefined) return work()
  const look = () => {
    if (clock.now() >= deadline) connection.interrupt()
  }
  const looking = setInterval(look, LOOK_EVERY_MS)
  try {
    return await work()
  } catch (error) {
    const kind = classifyError(error)
    if (kind === "interrupted") throw again("out_of_time", "This did not fit into the time of one call.")
    if (kind === "conflict") throw again("busy_elsewhere", "Another call was at the same rows all the time.")
    throw error
  } finally {
    clearInterval(looking)
  }
}

function again(code: string, what: string) {
  const detail = `${what} What is done is kept, and nothing is half done: call again.`
  return problem(503, code, detail, { headers: { "retry-after": "1" } })
}
