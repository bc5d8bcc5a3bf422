import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { documentRoute } from "../lib/http/document.ts"
import { oneOf, reply, route } from "../lib/http/route.ts"
import { checkHealth } from "../lib/import/health.ts"
import { openApiDocument } from "../lib/openapi.ts"

/** Whether the service can work, and the description of what it offers. */
export const GET = oneOf(
  route(endpoints.health, liveEffects, async ({ effects }) => {
    const health = await checkHealth({}, effects)
    return reply(health.status === "ok" ? 200 : 503, health)
  }),
  documentRoute("/api/openapi.json", openApiDocument),
)
