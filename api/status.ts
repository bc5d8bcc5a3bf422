import { endpoints } from "../lib/contract/endpoints.ts"
import { findDataset } from "../lib/datasets/index.ts"
import { liveEffects } from "../lib/effects.ts"
import { functionOf } from "../lib/http/calls.ts"
import { route } from "../lib/http/route.ts"
import { jobStatus } from "../lib/import/status.ts"
import { driveLeftBehind } from "./_background.ts"
import { ingestStatus } from "./_ingest.ts"

/** How far an import has come, and what can be done with it now. */
const status = route(endpoints.status, liveEffects, async ({ params, actor, effects }) => {
  const input = { dataset: findDataset(params.dataset), job_id: params.job_id, actor }
  const answer = await jobStatus(input, effects)
  driveLeftBehind(effects, answer.status === "preparing" ? answer.job_id : undefined)
  return answer
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = functionOf("status", { status, ingestStatus })
