import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { runFeed as run } from "../lib/feeds/run.ts"
import { route } from "../lib/http/route.ts"

export const runFeed = route(endpoints.runFeed, liveEffects, ({ params, body, actor, effects }) =>
  run({ ...params, ...body, actor }, effects),
)
