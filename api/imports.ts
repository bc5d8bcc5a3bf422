import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { route } from "../lib/http/route.ts"
import { listImports } from "../lib/import/listings.ts"

/** The imports, newest first. */
export const GET = route(endpoints.imports, liveEffects, ({ query, actor, effects }) =>
  listImports({ ...query, actor }, effects),
)
