import { endpoints } from "../../../lib/contract/endpoints.ts"
import { findDataset } from "../../../lib/datasets/index.ts"
import { liveEffects } from "../../../lib/effects.ts"
import { route } from "../../../lib/http/route.ts"
import { processBatch } from "../../../lib/import/process-batch.ts"

/** Applies one batch: the next runnable one, or the one that is named. */
export const POST = route(endpoints.processBatch, liveEffects, ({ request, params, ...call }) => {
  const { actor, driver, body, effects } = call
  const { origin } = new URL(request.url)
  return processBatch({ dataset: findDataset(params.dataset), actor, driver, origin, ...body }, effects)
})
