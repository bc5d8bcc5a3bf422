import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { route } from "../lib/http/route.ts"
import { listDeliveries, testWebhook as sendTest } from "../lib/import/notices.ts"

export const testWebhook = route(endpoints.testWebhook, liveEffects, ({ body, effects }) =>
  sendTest(body, effects),
)

export const deliveries = route(endpoints.deliveries, liveEffects, ({ query, actor, effects }) =>
  listDeliveries({ ...query, actor }, effects),
)
