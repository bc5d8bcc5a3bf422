import { readConfig } from "../lib/config.ts"
import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { unhurried } from "../lib/http/background.ts"
import { document } from "../lib/http/document.ts"
import { backupFile } from "../lib/http/downloads.ts"
import { orMisconfigured } from "../lib/http/misconfigured.ts"
import { reply, route } from "../lib/http/route.ts"
import { checkHealth } from "../lib/import/health.ts"
import { readMetrics } from "../lib/import/metrics.ts"
import { backUp } from "../lib/import/upkeep/back-up.ts"
import { diagnoseFor } from "../lib/import/upkeep/diagnose.ts"
import { openApiDocument } from "../lib/openapi.ts"

/** Whether the service can work. */
export const health = orMisconfigured(
  liveEffects,
  route(endpoints.health, liveEffects, async ({ effects }) => {
    const found = await checkHealth({}, effects)
    return reply(found.status === "unavailable" ? 503 : 200, found)
  }),
)

export const openapi = document(openApiDocument, readConfig)

/** What there is to watch, for Prometheus. */
export const metrics = route(endpoints.metrics, liveEffects, async ({ actor, effects }) => {
  const samples = await readMetrics({ actor }, effects)
  const { metricsText } = await import("../lib/report/metrics.ts")
  const { text, media_type } = await metricsText(samples)
  return new Response(text, { headers: { "content-type": media_type, "cache-control": "no-store" } })
})

export const diagnose = route(endpoints.diagnose, liveEffects, async ({ query, actor, effects }) => ({
  findings: await diagnoseFor({ ...query, actor }, unhurried(effects)),
}))

export const backup = route(endpoints.backup, liveEffects, async ({ actor, effects }) =>
  backupFile(await backUp({ actor }, unhurried(effects))),
)
