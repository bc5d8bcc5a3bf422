import type { Clock } from "../clock.ts"
import { isProblem, type Problem } from "../errors.ts"
import { storeRefusalOf } from "./disk.ts"
import type { FileStore } from "./stored.ts"

/** A store that does not know what it has met. */
export type BareStore = Omit<FileStore, "trouble" | "until"> & { until(deadline: number): BareStore }

/** Those that go nowhere. */
const WITHIN: readonly string[] = ["until", "newName"]
/** Whoever else succeeds does not know whether there is room. */
const FILLING: readonly string[] = ["receive", "writePart", "keepTail"]

/** What a store has last met, shared by all who have it for a call. */
interface Met {
  trouble: Problem | null
}

/** Whether what a store has met is over, where that can be seen without anybody's call. */
export type IsOver = (trouble: Problem) => Promise<boolean>

/** A store that remembers what keeps it from working, until it works again. */
export function watched(store: BareStore, isOver: IsOver): FileStore {
  return watching(store, { trouble: null }, isOver)
}

/** No oftener than this a store that was away is asked whether it is back. */
const ASK_EVERY_MS = 5_000

/** Whether a store that could not be reached answers again, by a call that throws where it does not. */
export function isBack(clock: Clock, ask: () => Promise<unknown>): IsOver {
  let asked_at = Number.NEGATIVE_INFINITY
  return async ({ code }) => {
    const now = clock.now()
    // What it refused to do is not known by what it does.
    if (code !== "store_unreachable" || now - asked_at < ASK_EVERY_MS) return false
    asked_at = now
    return ask().then(
      () => true,
      () => false,
    )
  }
}

function watching(store: BareStore, met: Met, isOver: IsOver): FileStore {
  const calls = Object.entries(store).map(([name, work]) => [
    name,
    WITHIN.includes(name) ? work : noting(name, work as Call, met),
  ])
  return {
    ...(Object.fromEntries(calls) as BareStore),
    until: (deadline) => watching(store.until(deadline), met, isOver),
    async trouble() {
      const found = met.trouble
      if (found !== null && (await isOver(found)) && met.trouble === found) met.trouble = null
      return met.trouble
    },
  }
}

type Call = (...args: unknown[]) => Promise<unknown>

function noting(name: string, work: Call, met: Met): Call {
  return async (...args) => {
    try {
      const value = await work(...args)
      if (met.trouble?.status === 503 || FILLING.includes(name)) met.trouble = null
      return value
    } catch (error) {
      const told = storeRefusalOf(error)
      // What a service lacks is no trouble: the store does without.
      if (isProblem(told) && told.status >= 500 && told.code !== "store_lacks_call") met.trouble = told
      throw told
    }
  }
}
