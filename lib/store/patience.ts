import type { Clock } from "../clock.ts"
import { type Problem, problem } from "../errors.ts"

const MOST_TRIES = 5
const FIRST_BACK_OFF_MS = 200
const IDLE_MS = 20_000

/** What an object store may well answer otherwise in a moment. */
export const PASSING_STATUS: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/** Something that may pass; `problem` is what to give up with when it does not. */
export class Passing extends Error {
  readonly problem: Problem

  constructor(why: string) {
    super(why)
    this.problem = problem(
      503,
      "store_unreachable",
      `The file store cannot be used: ${why}. Try again later.`,
    )
  }
}

/** By which time whoever asks has to be over, in milliseconds of the clock; without one, whenever. */
export interface Patience {
  clock: Clock
  deadline?: number | undefined
}

/** How long to listen to silence, in milliseconds: never longer than there is time. */
export function silenceOf({ clock, deadline = Number.POSITIVE_INFINITY }: Patience): number {
  return Math.max(0, Math.min(IDLE_MS, deadline - clock.now()))
}

/**
 * Tries again, with growing pauses, what fails with Passing. Throws its Problem 503 after the fifth try, or when the time is
 * over.
 */
export async function patiently<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  const { clock, deadline = Number.POSITIVE_INFINITY } = patience
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Passing)) throw error
      const pause = FIRST_BACK_OFF_MS * 2 ** (tries - 1)
      if (tries === MOST_TRIES || clock.now() + pause >= deadline) throw error.problem
      await clock.wait(pause)
    }
  }
}
