import type { Clock } from "../clock.ts"
import { type Problem, problem } from "../errors.ts"

const MOST_TRIES = 5
const FIRST_BACK_OFF_MS = 200

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

/** Tries again, with growing pauses, what fails with Passing. Throws its Problem 503 after the fifth try. */
export async function patiently<T>(clock: Clock, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Passing)) throw error
      if (tries === MOST_TRIES) throw error.problem
      await clock.wait(FIRST_BACK_OFF_MS * 2 ** (tries - 1))
    }
  }
}
