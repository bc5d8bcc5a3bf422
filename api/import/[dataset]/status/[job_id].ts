import { endpoints } from "../../../../lib/contract/endpoints.ts"
import { findDataset } from "../../../../lib/datasets/index.ts"
import { liveEffects } from "../../../../lib/effects.ts"
import { route } from "../../../../lib/http/route.ts"
import { jobStatus } from "../../../../lib/import/status.ts"

/** How far an import has come, and what can be done with it now. */
export const GET = route(endpoints.status, liveEffects, ({ params, actor, effects }) =>
  jobStatus({ dataset: findDataset(params.dataset), job_id: params.job_id, actor }, effects),
)
