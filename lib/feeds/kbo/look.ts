import { DAY_MS, isoTime } from "../../clock.ts"
import type { Effects } from "../../effects.ts"
import { isProblem } from "../../errors.ts"
import type { Seen } from "../feed.ts"
import { dayIn } from "../schedule.ts"
import { appliedExtracts, type Looked, type Looking, NOTHING_NEW } from "../source.ts"
import type { ListedExtract } from "./listing.ts"
import { Portal } from "./portal.ts"

/** How long a number that nobody lists may still come. */
const GRACE_MS = DAY_MS

/**
 * The extract that follows on the register's newest one, fetched into the store. A due run after the day's extract is in leaves the portal
 * alone. Throws as `Portal` does, and Problem 422 where nothing that is listed follows.
 */
export async function lookAtPortal(run: Looking, effects: Effects): Promise<Looked> {
  const { feed, at, asked } = run
  const applied = await appliedExtracts(effects)
  const newest = Math.max(...applied.map(({ extract_number }) => extract_number))
  const yesterday = dayIn(feed.time_zone, at - DAY_MS)
  if (!asked && run.begun === 0 && applied.some(({ snapshot_date }) => (snapshot_date ?? "") >= yesterday)) {
    return { found: null, message: "The extract of the day is in.", seen: feed.seen }
  }
  const portal = portalOf(run, effects)
  let listed: Listed[] = await portal.list()
  for (;;) {
    const { extract, ...next } = following(listed, Number.isFinite(newest) ? newest : null, feed.seen, at)
    if (extract === null) return { found: null, ...next }
    const file = (await keptFile(feed.seen, extract, effects)) ?? (await portal.fetch(extract))
    if (file) return { found: { kind: "upload", files: [file] }, ...next }
    listed = listed.map((one) => (one.name === extract.name ? { ...one, gone: true } : one))
  }
}

/** An extract that an earlier call has fetched. */
async function keptFile({ fetched }: Seen, { name }: ListedExtract, { store }: Effects) {
  if (fetched?.original_name !== name) return null
  try {
    return { ...fetched, ...(await store.resolve(fetched.filename)) }
  } catch (error) {
    if (isProblem(error) && error.code === "file_not_found") return null
    throw error
  }
}

const sessions = new WeakMap<object, Portal>()

/** One session a run. */
function portalOf({ feed }: Looking, effects: Effects): Portal {
  const known = sessions.get(feed)
  if (known) return known
  const portal = new Portal(effects)
  sessions.set(feed, portal)
  return portal
}

/** As it is listed; `gone` where it cannot be fetched all the same. */
type Listed = ListedExtract & { gone?: boolean }

interface Following {
  extract: ListedExtract | null
  /** Why there is none. */
  message: string
  seen: Seen
}

/**
 * What brings a register that is at `newest` further: the update after it; where that is missing for a day, the newest full extract behind
 * it. An empty one begins with the newest full extract.
 */
function following(listed: readonly Listed[], newest: number | null, seen: Seen, now: number): Following {
  const ahead = listed.filter(({ extract_number }) => newest === null || extract_number > newest)
  const fulls = ahead
    .filter(({ type, gone }) => type === "full" && !gone)
    .sort((one, other) => other.extract_number - one.extract_number)
  const { missing_since, fetched: _fetched, ...rest } = seen
  if (newest === null) {
    const [full] = fulls
    return { extract: full ?? null, message: "There is no full extract to begin with.", seen: rest }
  }
  if (ahead.length === 0) return { extract: null, message: NOTHING_NEW, seen: rest }
  const update = ahead.find(
    ({ extract_number, type, gone }) => extract_number === newest + 1 && type === "update" && !gone,
  )
  if (update) return { extract: update, message: "", seen: rest }
  const since = missing_since ?? now
  const waiting = { ...rest, missing_since: since }
  if (now - since < GRACE_MS) {
    const message = `Update ${newest + 1} is not there. It is waited for until ${isoTime(since + GRACE_MS)}, then a full extract takes its place.`
    return { extract: null, message, seen: waiting }
  }
  const [full] = fulls
  if (full) return { extract: full, message: "", seen: rest }
  const message = `Update ${newest + 1} is missing, and there is no full extract after it.`
  return { extract: null, message, seen: waiting }
}
