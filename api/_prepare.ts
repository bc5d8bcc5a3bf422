import { endpoints } from "../lib/contract/endpoints.ts"
import { findDataset } from "../lib/datasets/index.ts"
import { liveEffects } from "../lib/effects.ts"
import { assertRole } from "../lib/http/auth.ts"
import { prefersAsync } from "../lib/http/background.ts"
import { withPrepareInput } from "../lib/http/prepare-body.ts"
import { reply, route } from "../lib/http/route.ts"
import { prepareImport } from "../lib/import/prepare.ts"
import { driveLater, onceArrived } from "./_background.ts"

/** Opens an import: reads and stages its source, or goes on where the last call ran out of time. */
export const prepare = route(endpoints.prepare, liveEffects, ({ request, params, actor, effects: call }) => {
  const dataset = findDataset(params.dataset)
  return withPrepareInput(
    request,
    call,
    async (input) => {
      const { source } = input
      if (input.options.allow_mass_close) assertRole(actor, "admin", "allow_mass_close")
      const effects = onceArrived(call, endpoints.prepare.in)
      const options = prefersAsync(request) ? { ...input.options, run: "background" as const } : input.options
      const { created, answer } = await prepareImport({ dataset, actor, source, options }, effects)
      if (source.kind === "job" || options.run !== "background") return reply(created ? 201 : 200, answer)
      driveLater(answer.job_id, effects)
      const location = `/api/import/${dataset.name}/status/${answer.job_id}`
      return reply(202, answer, { location, "preference-applied": "respond-async" })
    },
    dataset,
  )
})
