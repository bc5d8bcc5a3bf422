import { endpoints } from "../../../lib/contract/endpoints.ts"
import { findDataset } from "../../../lib/datasets/index.ts"
import { liveEffects } from "../../../lib/effects.ts"
import { oneOf, route } from "../../../lib/http/route.ts"
import { controlJob } from "../../../lib/import/control.ts"
import { finalizeJob } from "../../../lib/import/finalize.ts"
import { retryBatches } from "../../../lib/import/retry.ts"
import { rollbackJob } from "../../../lib/import/rollback.ts"

/** What a person does to an import beside driving it. */
export const POST = oneOf(
  route(endpoints.finalize, liveEffects, ({ request, params, body, actor, effects }) => {
    const { origin } = new URL(request.url)
    return finalizeJob({ dataset: findDataset(params.dataset), actor, origin, ...body }, effects)
  }),
  route(endpoints.retryBatch, liveEffects, ({ params, body, actor, effects }) =>
    retryBatches({ dataset: findDataset(params.dataset), actor, ...body }, effects),
  ),
  route(endpoints.control, liveEffects, ({ params, body, actor, effects }) =>
    controlJob({ dataset: findDataset(params.dataset), actor, ...body }, effects),
  ),
  route(endpoints.rollback, liveEffects, ({ params, body, actor, effects }) =>
    rollbackJob({ dataset: findDataset(params.dataset), actor, ...body }, effects),
  ),
)
