import { functionOf } from "../lib/http/calls.ts"
import { nextDailyUpdate } from "./_clients.ts"
import { data, dataRow, dataTables, search } from "./_data.ts"
import { datasets, example, preview } from "./_datasets.ts"
import { addFeed, changeFeed, feed, feedRuns, feeds, removeFeed } from "./_feeds.ts"
import { audit, batches, check, imports, report, rowErrors } from "./_imports.ts"
import { deliveries, testWebhook } from "./_notices.ts"
import { backup, diagnose, health, metrics, openapi } from "./_service.ts"
import { session, signIn, signOut } from "./_session.ts"
import { abandonUpload, upload, uploadPart, uploadState, uploads } from "./_uploads.ts"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = functionOf("rest", {
  ...{ imports, batches, rowErrors, report, check, audit },
  ...{ data, dataTables, dataRow, search, datasets, example, preview },
  ...{ nextDailyUpdate },
  ...{ upload, uploads, uploadState, uploadPart, abandonUpload },
  ...{ session, signIn, signOut },
  ...{ testWebhook, deliveries },
  ...{ feeds, addFeed, feed, changeFeed, removeFeed, feedRuns },
  ...{ health, metrics, diagnose, backup, openapi },
})
