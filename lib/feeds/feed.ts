import type { Caller, Feed, FeedRun, FeedSource, ImportOptions } from "../contract/index.ts"
import { isId } from "../contract/index.ts"
import type { Connection } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { mayEnter } from "../engine/jobs/reach.ts"
import { noticeWarnings } from "../engine/notices/outbox.ts"
import { problem } from "../errors.ts"
import { hostOf, maskedAddress } from "../secrets.ts"
import type { ListedFile, ReceivedFile } from "../store/stored.ts"

/** What a feed has come to see of its source, so that the same is not fetched again. */
export interface Seen {
  etag?: string | undefined
  last_modified?: string | undefined
  /** Of stored files: those that were taken and are still there, each as it was then. */
  taken?: string[] | undefined
  /** The same as 1.0.0 kept it: up to which they were taken. */
  up_to?: Pick<ListedFile, "modified_at" | "filename"> | undefined
  /** Of the portal: since when an extract is missing there. */
  missing_since?: number | undefined
  /** Of the portal: a file that was fetched by a call whose time was up then. */
  fetched?: ReceivedFile | undefined
  /** What had been seen before the latest import was begun, for where it comes to nothing. */
  before?: Seen | undefined
}

export interface FeedRow {
  feed_id: string
  name: string
  dataset: string
  project_id: string | null
  source: FeedSource
  options: ImportOptions
  schedule: string
  time_zone: string
  notify: string | null
  webhook_url: string | null
  ping_url: string | null
  stale_after: number | null
  paused: boolean
  paused_reason: string | null
  next_run_at: string | null
  run_id: string | null
  job_id: string | null
  seen: Seen
  failing: boolean
  stale: boolean
  data_at: string | null
  last_run: FeedRun | null
  waits: boolean
}

/** The feeds there are, or the one of that id. */
export function loadFeeds(connection: Connection, feed_id: string | null = null): Promise<FeedRow[]> {
  return connection.rows<FeedRow>(statement("feeds/list"), { feed_id })
}

/** The feed a call is about. Throws Problem 404 `feed_not_found`, also of one its caller may not see. */
export async function feedOfCall(
  connection: Connection,
  { id, actor }: { id: string; actor: Caller },
): Promise<FeedRow> {
  const [feed] = isId(id) ? await loadFeeds(connection, id) : []
  if (feed && mayEnter(actor, feed)) return feed
  throw problem(404, "feed_not_found", "There is no feed with this id. GET /api/feeds lists them.")
}

/** A feed as it is told: addresses whole to an admin only. */
export function toldOf(
  row: FeedRow,
  data_at: string | null,
  { role = "admin" }: Caller,
  effects: Effects,
): Feed {
  const { project_id: _project, run_id: _run, job_id: _job, seen: _seen, ...feed } = row
  const whole = role === "admin"
  return {
    ...feed,
    data_at,
    source: whole || !("url" in feed.source) ? feed.source : { url: hostOf(feed.source.url) },
    warnings: noticeWarnings(namedOf(row), effects),
    notify: whole || feed.notify === null ? feed.notify : maskedAddress(feed.notify),
    webhook_url: whole || feed.webhook_url === null ? feed.webhook_url : hostOf(feed.webhook_url),
    ping_url: whole || feed.ping_url === null ? feed.ping_url : hostOf(feed.ping_url),
  }
}

/** Whom it names to be told, as its imports are to. */
export function namedOf({ notify, webhook_url, ping_url }: FeedRow) {
  return {
    ...(notify !== null && { notify_email: notify }),
    ...(webhook_url !== null && { webhook_url }),
    ...(ping_url !== null && { ping_url }),
  }
}
