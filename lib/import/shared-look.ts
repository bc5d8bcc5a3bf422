import { hash } from "node:crypto"
import { StatusAnswer } from "../contract/index.ts"
import type { Database } from "../db/connection.ts"
import type { Effects } from "../effects.ts"
import type { CallOfJob } from "../engine/jobs/jobs.ts"
import { jobStatus } from "./status.ts"

/** A status and what it is told apart by, which is the same on every instance. */
export interface Seen {
  id: string
  status: StatusAnswer
}

/** What all who watch a job share. */
interface Watched {
  watchers: number
  looked_at: number
  latest: Promise<Seen> | null
}

const watched = new WeakMap<Database, Map<string, Watched>>()

/**
 * One reading of a job for all who watch it in this process, however many they are: whoever looks within `fresh_ms` of
 * another gets what that one gets. `end` is to be called when the watching is over.
 */
export function shareLooks(input: CallOfJob, fresh_ms: number, effects: Effects) {
  const { job_id } = input
  const jobs = watched.get(effects.db) ?? new Map<string, Watched>()
  watched.set(effects.db, jobs)
  const mine = jobs.get(job_id) ?? { watchers: 0, looked_at: 0, latest: null }
  jobs.set(job_id, mine)
  mine.watchers += 1
  return {
    look(): Promise<Seen> {
      const now = effects.clock.now()
      if (mine.latest === null || now - mine.looked_at >= fresh_ms) {
        mine.looked_at = now
        mine.latest = look(input, effects)
      }
      return mine.latest
    },
    end() {
      mine.watchers -= 1
      if (mine.watchers === 0) jobs.delete(job_id)
    },
  }
}

/** Looks at a job, as the caller may. Throws Problem 404 `job_not_found`. */
export async function look(input: CallOfJob, effects: Effects): Promise<Seen> {
  const status = StatusAnswer.parse(await jobStatus(input, effects))
  const id = hash("sha256", JSON.stringify(status)).slice(0, 32)
  return { id, status }
}
