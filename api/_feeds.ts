import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import {
  addFeed as add,
  changeFeed as change,
  listFeeds,
  listRuns,
  removeFeed as remove,
  showFeed,
} from "../lib/feeds/feeds.ts"
import { reply, route } from "../lib/http/route.ts"

export const feeds = route(endpoints.feeds, liveEffects, ({ actor, effects }) =>
  listFeeds({ actor }, effects),
)

export const addFeed = route(endpoints.addFeed, liveEffects, async ({ body, actor, effects }) =>
  reply(201, await add({ ...body, actor }, effects)),
)

export const feed = route(endpoints.feed, liveEffects, ({ params, actor, effects }) =>
  showFeed({ ...params, actor }, effects),
)

export const changeFeed = route(endpoints.changeFeed, liveEffects, ({ params, body, actor, effects }) =>
  change({ ...body, ...params, actor }, effects),
)

export const removeFeed = route(endpoints.removeFeed, liveEffects, ({ params, actor, effects }) =>
  remove({ ...params, actor }, effects),
)

export const feedRuns = route(endpoints.feedRuns, liveEffects, ({ params, query, actor, effects }) =>
  listRuns({ ...params, ...query, actor }, effects),
)
