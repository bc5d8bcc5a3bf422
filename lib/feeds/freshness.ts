import { DAY_MS, nowOf } from "../clock.ts"
import { transaction } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { wasOvertaken } from "../engine/jobs/patience.ts"
import { deliverNow } from "../engine/notices/deliver.ts"
import { addNotice } from "../engine/notices/outbox.ts"
import { type FeedRow, loadFeeds } from "./feed.ts"
import { loadAges } from "./feeds.ts"

/** Tells once when the data of a feed has become stale, and once when it is fresh again. */
export async function watchFreshness(effects: Effects): Promise<void> {
  const { feeds, ages } = await effects.db.use(async (connection) => {
    const all = await loadFeeds(connection)
    const watched = all.filter(({ stale_after, stale }) => stale_after !== null || stale)
    return { feeds: watched, ages: watched.length > 0 ? await loadAges(connection) : new Map() }
  })
  for (const feed of feeds) {
    const data_at: string | null = ages.get(feed.feed_id) ?? null
    const stale = isStale(feed, data_at, effects.clock.now())
    if (stale !== feed.stale) await tell(feed, { stale, data_at }, effects)
  }
}

/** Where nothing has come yet, nothing has become stale. */
function isStale({ stale_after }: FeedRow, data_at: string | null, now: number): boolean {
  return stale_after !== null && data_at !== null && now - Date.parse(data_at) > stale_after * DAY_MS
}

async function tell(
  feed: FeedRow,
  { stale, data_at }: { stale: boolean; data_at: string | null },
  effects: Effects,
): Promise<void> {
  const { feed_id, name, dataset } = feed
  const day = data_at?.slice(0, 10) ?? "nowhere"
  const subject = stale
    ? `The data of ${name} is stale: it is of ${day}`
    : `The data of ${name} is fresh again: it is of ${day}`
  const sentences = stale
    ? [`Nothing newer has come for more than ${feed.stale_after} days. Look at the runs of the feed for why.`]
    : []
  const notice = {
    event: stale ? ("data.stale" as const) : ("data.fresh" as const),
    ...{ about: stale ? "stale" : "fresh", now: nowOf(effects), feed_id, again: true },
    data: { feed: name, dataset, data_at, stale_after: feed.stale_after, subject, sentences },
  }
  const told = { mail: feed.notify ?? undefined, webhook_url: feed.webhook_url ?? undefined }
  try {
    await effects.db.use(async (connection) => {
      await transaction(connection, async () => {
        if ((await connection.run(statement("feeds/set_stale"), { feed_id, stale })) !== 1) return
        await addNotice(connection, told, notice, effects)
      })
      await deliverNow(connection, { feed_id }, effects)
    })
  } catch (error) {
    // Somebody else has seen it too, and tells.
    if (!wasOvertaken(error)) throw error
  }
}
