import { ingestDocuments, ingestStatus as statusOf } from "../lib/clients/ingest.ts"
import { endpoints } from "../lib/contract/endpoints.ts"
import { documents } from "../lib/datasets/documents.ts"
import { liveEffects } from "../lib/effects.ts"
import { withPrepareInput } from "../lib/http/prepare-body.ts"
import { reply, route } from "../lib/http/route.ts"
import { driveLater, driveLeftBehind, onceArrived } from "./_background.ts"

/** Takes documents in, and goes on by itself. */
export const ingest = route(endpoints.ingest, liveEffects, ({ request, actor, effects: call }) =>
  withPrepareInput(
    request,
    call,
    async ({ source }) => {
      const effects = onceArrived(call, endpoints.ingest.in)
      const answer = await ingestDocuments({ source, actor }, effects)
      driveLater(answer.batch_id, effects)
      return reply(202, answer)
    },
    documents,
  ),
)

/** How far they have come. */
export const ingestStatus = route(endpoints.ingestStatus, liveEffects, async ({ params, actor, effects }) => {
  const answer = await statusOf({ ...params, actor }, effects)
  driveLeftBehind(effects)
  return answer
})
