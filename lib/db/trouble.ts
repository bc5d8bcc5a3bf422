import { isDatabaseFile } from "../config.ts"
import { roomAt } from "../disk-room.ts"
import { messageOf, type Problem, problem } from "../errors.ts"
import { classifyError } from "./classify.ts"

/** Of a database elsewhere only those know who write to it: so long after the last of them. */
const ELSEWHERE_MS = 60_000

/** What keeps a database from being written. */
export interface Trouble {
  /** An error of the database as others are told it; what is no such trouble as it is. */
  told(error: unknown): unknown
  /** What there is now; null when there is none, or no longer. */
  look(): Promise<Problem | null>
}

/** Keeps what the last writer of a database met, until there is room again. */
export function watchTrouble(location: string): Trouble {
  let last: { problem: Problem; at: number } | null = null
  const hasRoom = roomAt(`${location}.room`)
  const isOver = async ({ at }: { at: number }) =>
    isDatabaseFile(location) ? hasRoom() : performance.now() - at > ELSEWHERE_MS
  return {
    told(error) {
      const kind = classifyError(error)
      if (kind === "restarting") return causedBy(error, restarting())
      if (isLost(error, location)) return causedBy(error, unreachable())
      if (kind !== "full" || isElsewhere(error, location)) return error
      const full = databaseFull(location)
      last = { problem: full, at: performance.now() }
      return causedBy(error, full)
    },
    async look() {
      const found = last
      if (found !== null && (await isOver(found)) && last === found) last = null
      return last?.problem ?? null
    },
  }
}

/** With what the database itself has said, for whoever has to pass that on. */
const causedBy = (error: unknown, told: Problem): Problem => Object.assign(told, { cause: error })

/** The way to a database elsewhere, that is; of one that is here it would be our own mistake. */
const isLost = (error: unknown, location: string) =>
  !isDatabaseFile(location) && /^Connection Error/.test(messageOf(error))

function unreachable(): Problem {
  const detail = "The database cannot be reached for the moment. What was committed is kept: try again."
  return problem(503, "database_unreachable", detail, { headers: { "retry-after": "1" } })
}

/** What a statement writes elsewhere, such as an export, is the matter of whoever asked for it. */
function isElsewhere(error: unknown, location: string): boolean {
  const [, path] = /file "([^"]+)"/.exec(messageOf(error)) ?? []
  return path !== undefined && isDatabaseFile(location) && !path.startsWith(location)
}

function databaseFull(location: string): Problem {
  const where = isDatabaseFile(location)
    ? "The disk the database is on is full"
    : "The database has no room left"
  const detail = `${where}. Make room: nothing is lost, reading goes on, and imports go on by themselves then.`
  return problem(507, "database_full", detail, { headers: { "retry-after": "5" } })
}

/** What all who were at it are told when a database is opened anew. */
function restarting(): Problem {
  const detail = "The database is being opened anew after a failure. What was committed is kept: try again."
  return problem(503, "database_restarting", detail, { headers: { "retry-after": "1" } })
}
