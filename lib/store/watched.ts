import { roomAt } from "../disk-room.ts"
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

/** A store that remembers what keeps it from working, until it works again. `room` is a path within it, where it is a folder. */
export function watched(store: BareStore, room: string | null = null): FileStore {
  const hasRoom = room === null ? async () => false : roomAt(room)
  return watching(store, { trouble: null }, hasRoom)
}

function watching(store: BareStore, met: Met, hasRoom: () => Promise<boolean>): FileStore {
  const calls = Object.entries(store).map(([name, work]) => [
    name,
    WITHIN.includes(name) ? work : noting(name, work as Call, met),
  ])
  return {
    ...(Object.fromEntries(calls) as BareStore),
    until: (deadline) => watching(store.until(deadline), met, hasRoom),
    async trouble() {
      if (met.trouble?.code === "store_full" && (await hasRoom())) met.trouble = null
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
