import { isoTime, nowOf, timeOrderedId } from "../clock.ts"
import type { Caller, FeedRun } from "../contract/index.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import { isOutOfTime, isShortOf } from "../deadline.ts"
import type { Effects } from "../effects.ts"
import { retryOnConflict, wasOvertaken } from "../engine/jobs/patience.ts"
import { deliverNow } from "../engine/notices/deliver.ts"
import { addNotice } from "../engine/notices/outbox.ts"
import { hindranceOf, isProblem, messageOf } from "../errors.ts"
import { withoutSecrets } from "../secrets.ts"
import { type FeedRow, feedOfCall, loadFeeds } from "./feed.ts"
import { watchFreshness } from "./freshness.ts"
import { missedRuns, nextRun } from "./schedule.ts"
import { type Ended, takeSteps } from "./steps.ts"

/** Whoever has not said for so long that it is at a run is gone. */
const LEASE_MS = 300_000
/** Left of a call's time when somebody can be told at once. */
const TELLING_SECONDS = 6
const LONGEST_MESSAGE = 1_000
/** What only a person can mend. */
const STOPPING = new Set(["portal_password"])
/** Of the portal: not everybody at the same second. */
const JITTER_MS = 300_000

/** Runs every feed that is due and that nobody is at, and tells of data that has become stale. Never throws for a single feed. */
export async function driveFeeds(driver: string, effects: Effects): Promise<void> {
  const now = nowOf(effects)
  const due = await effects.db.use((connection) =>
    connection.rows<{ feed_id: string }>(statement("feeds/due"), { now }),
  )
  for (const { feed_id } of due) {
    try {
      const [feed] = await effects.db.use((connection) => loadFeeds(connection, feed_id))
      if (feed) await takeUp(feed, { asked: false, driver }, effects)
    } catch (error) {
      effects.emit({ type: "drive.failed", message: `feed ${feed_id}: ${messageOf(error)}` })
    }
  }
  await watchFreshness(effects)
}

/**
 * Runs a feed now, or only if it is due; as far as the call's time goes. Null where it is not for this call. Throws Problem 404
 * `feed_not_found`.
 */
export async function runFeed(
  { id, due, actor }: { id: string; due: boolean; actor: Caller },
  effects: Effects,
): Promise<{ run: FeedRun | null }> {
  const feed = await effects.db.use((connection) => feedOfCall(connection, { id, actor }))
  const taken = await takeUp(feed, { asked: !due, driver: actor.name }, effects)
  if (!taken && due) return { run: null }
  const [now] = await effects.db.use((connection) => loadFeeds(connection, id))
  return { run: now?.last_run ?? null }
}

interface Asking {
  asked: boolean
  driver: string
}

/** Whether the run was ours. */
async function takeUp(feed: FeedRow, asking: Asking, effects: Effects): Promise<boolean> {
  const run = await effects.db.use(async (connection) => {
    try {
      return await (feed.run_id === null
        ? begin(connection, feed, asking, effects)
        : goOn(connection, feed, effects))
    } catch (error) {
      if (wasOvertaken(error)) return null
      throw error
    }
  })
  if (run === null) return false
  await carryOut(feed, run, effects)
  return true
}

interface Taken {
  run_id: string
  due_at: string | null
  jobs: string[]
  at: number
}

/** Begins a run, once a due time: what was missed before is made up for by it. */
function begin(
  connection: Connection,
  feed: FeedRow,
  { asked, driver }: Asking,
  effects: Effects,
): Promise<Taken | null> {
  const now = effects.clock.now()
  const due = feed.next_run_at === null ? null : Date.parse(feed.next_run_at)
  const isDue = due !== null && due <= now && !feed.paused
  const next = feed.paused ? null : nextRun(feed, now)
  const jitter = "kbo" in feed.source ? Math.floor(Math.random() * JITTER_MS) : 0
  const run_id = timeOrderedId(now)
  const times = { now: isoTime(now), lease_until: isoTime(now + LEASE_MS) }
  const due_at = isDue ? feed.next_run_at : null
  return transaction(connection, async () => {
    const next_run_at = next === null ? null : isoTime(next + jitter)
    const values = { feed_id: feed.feed_id, run_id, ...times, asked, next_run_at }
    if ((await connection.run(statement("feeds/begin"), values)) !== 1) return null
    const missed = due !== null && isDue ? missedRuns(feed, due, now) : 0
    const run = { run_id, feed_id: feed.feed_id, due_at, now: times.now, started_by: driver, missed }
    await connection.run(statement("feeds/insert_run"), run)
    return { run_id, due_at, jobs: [], at: now }
  })
}

/** Takes a run that a call has left, or died with. */
async function goOn(connection: Connection, feed: FeedRow, effects: Effects): Promise<Taken | null> {
  const { feed_id, run_id, last_run } = feed
  const now = effects.clock.now()
  const values = { feed_id, run_id, now: isoTime(now), lease_until: isoTime(now + LEASE_MS) }
  if (run_id === null || last_run === null) return null
  if ((await connection.run(statement("feeds/go_on"), values)) !== 1) return null
  const { due_at, jobs } = last_run
  return { run_id, due_at, jobs, at: Date.parse(last_run.begun_at) }
}

async function carryOut(feed: FeedRow, taken: Taken, effects: Effects): Promise<void> {
  const { run_id, jobs } = taken
  const note = () => noteRun(feed, taken, effects)
  const running = { feed, at: taken.at, asked: taken.due_at === null, begun: 0, jobs, note }
  let ended: Ended | null
  let stop: string | null = null
  try {
    ended = await takeSteps(running, effects)
  } catch (error) {
    if (isOutOfTime(error) || hindranceOf(error) !== null) ended = null
    else {
      const message = withoutSecrets(messageOf(error)).slice(0, LONGEST_MESSAGE)
      if (isProblem(error) && STOPPING.has(error.code)) stop = message
      ended = { result: "failed", message }
    }
  }
  await note()
  if (ended !== null) return endRun(feed, run_id, { ...ended, stop }, effects)
  await effects.db.use((connection) =>
    connection.run(statement("feeds/let_go"), { feed_id: feed.feed_id, run_id }),
  )
}

/** Keeps what a run has seen and begun, and that somebody is at it. */
async function noteRun(feed: FeedRow, { run_id, jobs }: Taken, effects: Effects): Promise<void> {
  const { feed_id, job_id } = feed
  const lease_until = isoTime(effects.clock.now() + LEASE_MS)
  await effects.db.use((connection) =>
    retryOnConflict(() =>
      transaction(connection, async () => {
        await connection.run(statement("feeds/note"), {
          ...{ feed_id, run_id, job_id, lease_until },
          ...{ source: JSON.stringify(feed.source), seen: JSON.stringify(feed.seen) },
        })
        await connection.run(statement("feeds/note_jobs"), { run_id, jobs: JSON.stringify(jobs) })
      }),
    ),
  )
}

/** Ends a run, and tells of one that failed when the one before it did not, and of one that is well when it did. */
async function endRun(feed: FeedRow, run_id: string, ended: Stopped, effects: Effects): Promise<void> {
  const { feed_id } = feed
  const { result, message, stop } = ended
  const now = nowOf(effects)
  const failing = result === "failed"
  const values = { feed_id, run_id, now, failing, stop }
  await effects.db.use((connection) =>
    retryOnConflict(() =>
      transaction(connection, async () => {
        const mine = await connection.run(statement("feeds/end"), { ...values, fresh: result === "imported" })
        if (mine !== 1) return
        await connection.run(statement("feeds/end_run"), { run_id, now, result, message })
        await tellOfEnd(connection, feed, ended, { now, effects })
      }),
    ),
  )
  if (!isShortOf(effects, TELLING_SECONDS))
    await effects.db.use((connection) => deliverNow(connection, { feed_id }, effects))
  effects.emit({ type: "feed.ran", feed: feed.name, result })
}

/** How a run ended, and why the feed is run no more, where it is not. */
type Stopped = Ended & { stop: string | null }

async function tellOfEnd(
  connection: Connection,
  feed: FeedRow,
  ended: Stopped,
  { now, effects }: { now: string; effects: Effects },
): Promise<void> {
  const { feed_id, name, dataset, notify, webhook_url, ping_url } = feed
  const { result, message, stop } = ended
  const told = { mail: notify ?? undefined, webhook_url: webhook_url ?? undefined }
  const about = { now, feed_id, again: true }
  if (result === "failed" && (!feed.failing || stop !== null)) {
    const subject = `The feed ${name} failed`
    const data = { feed: name, dataset, error: message, subject, sentences: [message, furtherOf(ended)] }
    await addNotice(connection, told, { ...about, event: "feed.failed", about: "failed", data }, effects)
  }
  if (result !== "nothing_new") return
  // What is imported or waits is told by its import.
  if (feed.failing) {
    const data = { feed: name, dataset, subject: `The feed ${name} works again`, sentences: [message] }
    await addNotice(connection, told, { ...about, event: "feed.ran", about: "well", data }, effects)
  }
  if (ping_url !== null) {
    await addPing(connection, { ping_url }, { ...about, event: "feed.ran", about: "nothing_new" }, effects)
  }
}

const furtherOf = ({ stop }: Stopped) =>
  stop === null ? "It is tried again when it is next due." : "It is stopped until somebody resumes it."

/** A ping alone: that there was nothing new is told nobody else. */
function addPing(
  connection: Connection,
  told: { ping_url: string },
  notice: Parameters<typeof addNotice>[2],
  effects: Effects,
): Promise<boolean> {
  const config = { ...effects.config, alert_mail: null, webhook_url: null }
  return addNotice(connection, told, notice, { ...effects, config })
}
