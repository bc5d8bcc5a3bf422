import { retryAfterOf } from "../../lib/clock.ts"
import { isProblem, type Problem } from "../../lib/errors.ts"
import { pauseFor } from "./interrupt.ts"

const MOST_TRIES = 10
/** A server that has never answered is more likely not there than restarting. */
const FIRST_TRIES = 4
/** Somebody has to make room, which may take hours: that is waited for, and said once. */
const NO_ROOM = 507
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000
/** Also of a proxy, when the server behind it is restarting or busy. */
export const PASSING_STATUSES = [429, 502, 503, 504]
/** Answered 503, but waiting does not help. */
const LASTING_CODES = ["database_locked", "schema_outdated", "schema_newer", "strange_answer"]

export interface Patience {
  tell(sentence: string): void
  signal: AbortSignal
  /** Whether the server has answered before. */
  reached: boolean
}

/**
 * Does `work` again, waiting longer each time, while it fails with what may pass by itself: a network that is
 * down, a server that is restarting or busy. Every call of the API can be repeated.
 */
export async function patiently<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  const { tell, signal } = patience
  const tries = patience.reached ? MOST_TRIES : FIRST_TRIES
  for (let tried = 1; ; tried += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isProblem(error) || !mayPass(error) || signal.aborted) throw error
      const endless = error.status === NO_ROOM
      if (tried >= tries && !endless) throw error
      const ms = waitFor(error, tried)
      const often = `Trying again in ${Math.ceil(ms / 1000)} s (${tried} of ${tries - 1}).`
      if (!endless || tried === 1) tell(`${error.detail} ${endless ? "Trying again until then." : often}`)
      await pauseFor(ms, signal)
    }
  }
}

function mayPass({ status, code }: Problem): boolean {
  return [...PASSING_STATUSES, NO_ROOM].includes(status) && !LASTING_CODES.includes(code)
}

/** What the server asks for, or twice as long as before; a little scattered, so that many do not come at once. */
function waitFor(error: Problem, tried: number): number {
  const asked = retryAfterOf(error.extras.headers?.["retry-after"], Date.now()) ?? 0
  const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tried - 1))
  return Math.max(asked, Math.round(doubled * (0.75 + Math.random() / 2)))
}
