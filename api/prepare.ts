import { endpoints } from "../lib/contract/endpoints.ts"
import { findDataset } from "../lib/datasets/index.ts"
import { liveEffects } from "../lib/effects.ts"
import { functionOf } from "../lib/http/calls.ts"
import { assertMayUse } from "../lib/http/own-files.ts"
import { withPrepareInput } from "../lib/http/prepare-body.ts"
import { reply, route } from "../lib/http/route.ts"
import { prepareImport } from "../lib/import/prepare.ts"

/** Opens an import: reads and stages its source, or goes on where the last call ran out of time. */
const prepare = route(endpoints.prepare, liveEffects, ({ request, params, actor, effects }) => {
  const dataset = findDataset(params.dataset)
  const { origin } = new URL(request.url)
  return withPrepareInput(
    request,
    effects,
    async (input) => {
      if (input.source.kind === "stored") await assertMayUse(input.source.filename, actor, effects.store)
      const { created, answer } = await prepareImport({ dataset, actor, origin, ...input }, effects)
      return reply(created ? 201 : 200, answer)
    },
    dataset,
  )
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = functionOf("prepare", { prepare })
