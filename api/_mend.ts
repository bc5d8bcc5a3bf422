import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { readMendBody } from "../lib/http/mend-body.ts"
import { route } from "../lib/http/route.ts"
import { mendRows } from "../lib/import/mending/mend.ts"
import { mendByFiles } from "../lib/import/mending/mend-file.ts"
import { rowsToMend as listRows } from "../lib/import/mending/rows-to-mend.ts"
import { driveLeftBehind, onceArrived } from "./_background.ts"

/** Puts rows right that could not be used. */
export const mend = route(endpoints.mend, liveEffects, async ({ request, params, actor, effects: call }) => {
  const asked = { ...params, actor, ...(await readMendBody(request, call)) }
  const effects = onceArrived(call, endpoints.mend.in)
  const answer = "files" in asked ? await mendByFiles(asked, effects) : await mendRows(asked, effects)
  driveLeftBehind(effects)
  return answer
})

/** The rows there are to put right. */
export const rowsToMend = route(endpoints.rowsToMend, liveEffects, ({ params, query, actor, effects }) =>
  listRows({ ...params, ...query, actor, unmasked: actor.role !== "viewer" }, effects),
)
