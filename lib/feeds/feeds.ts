import { isoTime, nowOf, timeOrderedId } from "../clock.ts"
import type {
  Caller,
  Feed,
  FeedChangeRequest,
  FeedRequest,
  FeedRun,
  FeedsAnswer,
  RegisterStand,
} from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { checkOptions } from "../engine/admission/options.ts"
import { recordAudit } from "../engine/jobs/jobs.ts"
import { outlastConflicts } from "../engine/jobs/patience.ts"
import { assertReachesAll, inProject, isInReach, mayEnter } from "../engine/jobs/reach.ts"
import { withRowErrorRule } from "../engine/jobs/row-error-rule.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { problem } from "../errors.ts"
import { checkUrl } from "../store/address.ts"
import { type FeedRow, feedOfCall, loadFeeds, toldOf } from "./feed.ts"
import { notConfigured } from "./kbo/portal.ts"
import { filledIn, nextRun } from "./schedule.ts"

const REGISTER = "daily-update"
/** Hourly, while an extract may come; a run after it is in leaves the portal alone. */
const OF_PORTAL = { schedule: "30 7-13 * * *", time_zone: "Europe/Brussels" }
const STALE_AFTER_DAYS = 4
const LOCK = { name: "feeds" }

interface Calling {
  actor: Caller
}

/** The feeds that the caller may see, by name, and how far the register is. */
export async function listFeeds({ actor }: Calling, effects: Effects): Promise<FeedsAnswer> {
  return effects.db.use(async (connection) => {
    const feeds = (await loadFeeds(connection)).filter((feed) => mayEnter(actor, feed))
    const ages = await loadAges(connection)
    const told = feeds.map((feed) => toldOf(feed, ages.get(feed.feed_id) ?? null, actor, effects))
    if (!isInReach(actor, findDataset(REGISTER))) return { feeds: told }
    const [register] = await connection.rows<RegisterStand>(statement("feeds/register"))
    return { feeds: told, ...(register && { register }) }
  })
}

/** One feed. Throws Problem 404 `feed_not_found`. */
export async function showFeed({ id, actor }: Calling & { id: string }, effects: Effects): Promise<Feed> {
  return effects.db.use(async (connection) =>
    told(connection, await feedOfCall(connection, { id, actor }), actor, effects),
  )
}

async function told(connection: Connection, feed: FeedRow, actor: Caller, effects: Effects): Promise<Feed> {
  const ages = await loadAges(connection, feed.feed_id)
  return toldOf(feed, ages.get(feed.feed_id) ?? null, actor, effects)
}

/** How old the data of feeds is, by their ids. */
export async function loadAges(connection: Connection, feed_id: string | null = null) {
  const rows = await connection.rows<{ feed_id: string; data_at: string | null }>(statement("feeds/newest"), {
    feed_id,
  })
  return new Map(rows.map((row) => [row.feed_id, row.data_at]))
}

/**
 * Makes a feed. Throws Problem 400 `invalid_request` of a schedule or option that is none, 403 `dataset_forbidden`, `project_forbidden`, 404
 * `dataset_not_found`, 409 `feed_exists`, 422 `url_refused`, `portal_not_configured`.
 */
export async function addFeed({ actor, ...asked }: FeedRequest & Calling, effects: Effects): Promise<Feed> {
  assertMayFollow(asked, actor)
  const portal = "kbo" in asked.source
  const feed = await checked(
    {
      schedule: portal ? OF_PORTAL.schedule : "",
      time_zone: portal ? OF_PORTAL.time_zone : "UTC",
      notify: null,
      webhook_url: null,
      ping_url: null,
      stale_after: asked.dataset === REGISTER ? STALE_AFTER_DAYS : null,
      paused: false,
      ...asked,
    },
    actor,
    effects,
  )
  const feed_id = timeOrderedId(effects.clock.now())
  const values = { ...feed, dataset: asked.dataset, actor: actor.name }
  const adding: Writing = { how: "feeds/insert", event: "feed.added", wanted: async () => values }
  return write(feed_id, adding, actor, effects)
}

/** Changes a feed; one that is resumed is due at its next time. Throws as `addFeed`, and Problem 404 `feed_not_found`. */
export async function changeFeed(
  { id, actor, ...wanted }: FeedChangeRequest & Calling & { id: string },
  effects: Effects,
): Promise<Feed> {
  const changing: Writing = {
    how: "feeds/update",
    event: "feed.changed",
    // What a run or another call makes of it meanwhile stays.
    async wanted(connection) {
      const before = await feedOfCall(connection, { id, actor })
      assertMayFollow(wanted, actor)
      return checked({ ...before, ...wanted }, actor, effects)
    },
  }
  return write(id, changing, actor, effects)
}

/** A feed imports whosever stored files, so names of these are for keys that get at all of them. Throws Problem 403 `project_forbidden`. */
function assertMayFollow({ source }: FeedChangeRequest, actor: Caller): void {
  if (source && "prefix" in source) assertReachesAll(actor)
}

type Wanted = Required<FeedRequest>

/** What is kept of a feed. */
async function checked(wanted: Wanted, actor: Caller, effects: Effects) {
  const { source, schedule, time_zone, webhook_url, ping_url, paused } = wanted
  const next = nextRun({ schedule, time_zone }, effects.clock.now())
  const dataset = findDataset(wanted.dataset)
  const options = withRowErrorRule(inProject(dataset, { ...wanted.options, dry_run: false }, actor))
  await checkOptions(dataset, options)
  checkSource(wanted, effects)
  for (const url of [webhook_url, ping_url]) if (url !== null) checkUrl(url, effects.config.url_allow)
  return {
    ...{ name: wanted.name, project_id: options.project_id ?? null, source: JSON.stringify(source) },
    ...{
      options: JSON.stringify(options),
      schedule,
      time_zone,
      notify: wanted.notify,
      webhook_url,
      ping_url,
    },
    ...{ stale_after: wanted.stale_after, paused },
    next_run_at: paused || next === null ? null : isoTime(next),
  }
}

function checkSource({ source, dataset, time_zone }: Wanted, { config, clock }: Effects): void {
  if ("url" in source) checkUrl(filledIn(source.url, time_zone, clock.now()), config.url_allow)
  if (!("kbo" in source)) return
  if (dataset !== REGISTER)
    throw problem(422, "portal_of_register", `The KBO portal has files for ${REGISTER} only.`)
  if (config.kbo === null) throw notConfigured()
}

interface Writing {
  how: "feeds/insert" | "feeds/update"
  event: string
  /** What the feed is to be, read in the transaction that writes it. */
  wanted(connection: Connection): Promise<Record<string, string | number | boolean | null>>
}

/** Writes a feed as the only one that names a feed at a time: two calls at once cannot give one name twice. */
async function write(
  feed_id: string,
  { how, event, wanted }: Writing,
  actor: Caller,
  effects: Effects,
): Promise<Feed> {
  return connectWithinTime(effects, async (connection) => {
    await connection.run(statement("locks/ensure"), LOCK)
    const written = () =>
      transaction(connection, async () => {
        await connection.run(statement("locks/take"), LOCK)
        const values = await wanted(connection)
        const now = nowOf(effects)
        const name = String(values.name)
        const detail = `There is a feed ${name} already. Choose another name, or change that one.`
        if ((await connection.run(statement(how), { ...values, feed_id, now })) !== 1)
          throw problem(409, "feed_exists", detail)
        await recordAudit(connection, { job_id: null, now, actor: actor.name, event, detail: name })
      })
    await outlastConflicts(written, effects)
    return told(connection, await feedOfCall(connection, { id: feed_id, actor }), actor, effects)
  })
}

/** Removes a feed and its runs; its imports stay. Throws Problem 404 `feed_not_found`. */
export async function removeFeed(
  { id, actor }: Calling & { id: string },
  effects: Effects,
): Promise<{ removed: true }> {
  return connectWithinTime(effects, async (connection) => {
    const remove = async () => {
      const { feed_id, name } = await feedOfCall(connection, { id, actor })
      await connection.run([statement("feeds/delete_runs"), statement("feeds/delete")].join(";\n"), {
        feed_id,
      })
      const removed = { actor: actor.name, event: "feed.removed", detail: name }
      await recordAudit(connection, { job_id: null, now: nowOf(effects), ...removed })
    }
    await outlastConflicts(() => transaction(connection, remove), effects)
    return { removed: true as const }
  })
}

/** The runs of a feed, newest first. Throws Problem 404 `feed_not_found`. */
export async function listRuns(
  { id, limit, actor }: Calling & { id: string; limit: number },
  effects: Effects,
): Promise<{ runs: FeedRun[] }> {
  return effects.db.use(async (connection) => {
    const { feed_id } = await feedOfCall(connection, { id, actor })
    return { runs: await connection.rows<FeedRun>(statement("feeds/runs"), { feed_id, limit }) }
  })
}
