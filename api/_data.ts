import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { route } from "../lib/http/route.ts"
import { readData } from "../lib/import/read-data.ts"

/** The rows of a table. */
export const data = route(endpoints.data, liveEffects, ({ params, query, actor, effects }) =>
  readData({ ...params, ...query, actor }, effects),
)
