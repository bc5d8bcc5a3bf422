import { importDailyUpdate, nextDailyUpdate as nextUpdate } from "../lib/clients/daily.ts"
import { importNodes as openNodes } from "../lib/clients/nodes.ts"
import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { uploaderFor } from "../lib/http/own-files.ts"
import { reply, route } from "../lib/http/route.ts"
import { driveLater } from "./_background.ts"

/** Imports a taxonomy whose pages came with the request. */
export const importNodes = route(endpoints.importNodes, liveEffects, async ({ body, actor, effects }) => {
  const answer = await openNodes({ ...body, actor }, effects)
  driveLater(answer.import_id, effects)
  return reply(202, answer, { location: answer.status_url })
})

/** Imports a daily update by one call. */
export const dailyUpdate = route(endpoints.dailyUpdate, liveEffects, async ({ body, actor, effects }) => {
  const answer = await importDailyUpdate({ ...body, actor }, effects)
  driveLater(answer.job_id, effects)
  return reply(202, answer, { location: answer.progress_url })
})

/** Which stored extract may be imported next. */
export const nextDailyUpdate = route(endpoints.nextDailyUpdate, liveEffects, ({ actor, effects }) =>
  nextUpdate({ uploader: uploaderFor(actor), actor }, effects),
)
