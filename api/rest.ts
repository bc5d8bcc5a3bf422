import { readConfig } from "../lib/config.ts"
import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { functionOf } from "../lib/http/calls.ts"
import { document } from "../lib/http/document.ts"
import { orMisconfigured } from "../lib/http/misconfigured.ts"
import { reply, route } from "../lib/http/route.ts"
import { checkHealth } from "../lib/import/health.ts"
import { openApiDocument } from "../lib/openapi.ts"
import { nextDailyUpdate } from "./_clients.ts"
import { data, dataRow, dataTables, search } from "./_data.ts"
import { datasets, example, preview } from "./_datasets.ts"
import { addFeed, changeFeed, feed, feedRuns, feeds, removeFeed } from "./_feeds.ts"
import { audit, batches, check, imports, report, rowErrors } from "./_imports.ts"
import { deliveries, testWebhook } from "./_notices.ts"
import { session, signIn, signOut } from "./_session.ts"
import { abandonUpload, upload, uploadPart, uploadState, uploads } from "./_uploads.ts"

/** Whether the service can work. */
const health = orMisconfigured(
  liveEffects,
  route(endpoints.health, liveEffects, async ({ effects }) => {
    const found = await checkHealth({}, effects)
    return reply(found.status === "ok" ? 200 : 503, found)
  }),
)

const openapi = document(openApiDocument, readConfig)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = functionOf("rest", {
  ...{ imports, batches, rowErrors, report, check, audit },
  ...{ data, dataTables, dataRow, search, datasets, example, preview },
  ...{ nextDailyUpdate },
  ...{ upload, uploads, uploadState, uploadPart, abandonUpload },
  ...{ session, signIn, signOut },
  ...{ testWebhook, deliveries },
  ...{ feeds, addFeed, feed, changeFeed, removeFeed, feedRuns },
  ...{ health, openapi },
})
