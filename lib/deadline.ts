import type { Clock } from "./clock.ts"
import { FUNCTIONS, type FunctionName } from "./contract/functions.ts"
import { isProblem, type Problem, problem } from "./errors.ts"

/** What knows the time and, in a function, when it has to be over: milliseconds of the clock. */
export interface Timed {
  clock: Clock
  deadline?: number | undefined
}

/** Left of a function's time for its answer, in seconds: of a short one less. */
const MARGIN = { usual: 5, short: 1, short_below: 10 }

/** When all that runs in a call of a function has to be over which began at `begun`, both in milliseconds. */
export function deadlineOf(name: FunctionName, begun: number): number {
  const most = FUNCTIONS[name]
  return begun + (most - (most < MARGIN.short_below ? MARGIN.short : MARGIN.usual)) * 1000
}

/** When work that may take so many seconds from now has to be over: never later than the call it is part of. */
export function endWithin({ clock, deadline = Number.POSITIVE_INFINITY }: Timed, seconds: number): number {
  return Math.min(deadline, clock.now() + seconds * 1000)
}

/** How many seconds a call has left; without end outside a function. */
export function timeLeft({ clock, deadline = Number.POSITIVE_INFINITY }: Timed): () => number {
  return () => (deadline - clock.now()) / 1_000
}

/** Whether less than so many seconds of a call are left. Never outside a function. */
export function isShortOf({ clock, deadline }: Timed, seconds: number): boolean {
  return deadline !== undefined && clock.now() >= deadline - seconds * 1000
}

/** What `work` comes to within so many milliseconds; after them what `late` answers or throws, and nobody waits for it any more. */
export async function within<T>(ms: number, work: Promise<T>, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
    timer.unref()
  })
  try {
    return await Promise.race([work, over.then(late)])
  } finally {
    clearTimeout(timer)
  }
}

/** What a call that could not be ended in its time answers: nothing of it is half done. */
export function callAgain(code: "out_of_time" | "busy_elsewhere", what: string): Problem {
  const detail = `${what} What is done is kept, and nothing is half done: call again.`
  return problem(503, code, detail, { headers: { "retry-after": "1" } })
}

export const outOfTime = () => callAgain("out_of_time", "This did not fit into the time of one call.")

/** Whether something was broken off because its call had to end. */
export const isOutOfTime = (error: unknown) => isProblem(error) && error.code === "out_of_time"
