import { deleteImported } from "../lib/clients/contacts.ts"
import { endpoints } from "../lib/contract/endpoints.ts"
import { findDataset } from "../lib/datasets/index.ts"
import { liveEffects } from "../lib/effects.ts"
import { functionOf } from "../lib/http/calls.ts"
import { route } from "../lib/http/route.ts"
import { undoInput } from "../lib/http/undo-input.ts"
import { controlJob } from "../lib/import/control.ts"
import { finalizeJob } from "../lib/import/finalize.ts"
import { processBatch } from "../lib/import/process-batch.ts"
import { retryBatches } from "../lib/import/retry.ts"
import { rollbackJob } from "../lib/import/rollback.ts"
import { runFeed } from "./_feeds-run.ts"
import * as mending from "./_mend.ts"

/** What drives an import, and what a person does to it. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = functionOf("work", {
  processBatch: route(endpoints.processBatch, liveEffects, ({ params, ...call }) => {
    const { actor, driver, body, effects } = call
    return processBatch({ dataset: findDataset(params.dataset), actor, driver, ...body }, effects)
  }),
  finalize: route(endpoints.finalize, liveEffects, ({ params, body, actor, effects }) => {
    return finalizeJob({ dataset: findDataset(params.dataset), actor, ...body }, effects)
  }),
  retryBatch: route(endpoints.retryBatch, liveEffects, ({ params, body, actor, effects }) =>
    retryBatches({ dataset: findDataset(params.dataset), actor, ...body }, effects),
  ),
  control: route(endpoints.control, liveEffects, ({ params, body, actor, effects }) =>
    controlJob({ dataset: findDataset(params.dataset), actor, ...body }, effects),
  ),
  rollback: route(endpoints.rollback, liveEffects, ({ params, body, actor, effects }) =>
    rollbackJob({ dataset: findDataset(params.dataset), actor, ...body }, effects),
  ),
  ...mending,
  runFeed,
  deleteRollback: route(endpoints.deleteRollback, liveEffects, ({ effects, ...asked }) =>
    deleteImported(undoInput(asked), effects),
  ),
})
