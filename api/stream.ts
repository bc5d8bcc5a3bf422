import { executeContacts } from "../lib/clients/execute.ts"
import { streamNodes as watchNodes } from "../lib/clients/nodes-stream.ts"
import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { functionOf } from "../lib/http/calls.ts"
import { eventStream } from "../lib/http/event-stream.ts"
import { route } from "../lib/http/route.ts"
import { watchJob } from "../lib/import/watch-job.ts"
import { driveLeftBehind } from "./_background.ts"

/** An import's status as it changes. */
const events = route(endpoints.events, liveEffects, ({ request, params, actor, effects }) => {
  driveLeftBehind(effects)
  const last_event_id = request.headers.get("last-event-id")
  return eventStream(request, (signal) => watchJob({ ...params, actor, last_event_id, signal }, effects))
})

/** How the import of a taxonomy goes on, in its own words. */
const streamNodes = route(endpoints.streamNodes, liveEffects, ({ request, query, actor, effects }) => {
  driveLeftBehind(effects)
  const asked = { job_id: query.import_id, actor, last_event_id: request.headers.get("last-event-id") }
  return eventStream(request, (signal) => watchNodes({ ...asked, signal }, effects))
})

/** An import of contacts, driven by whoever reads this. */
const execute = route(endpoints.execute, liveEffects, ({ request, params, body, actor, driver, effects }) => {
  const { job_id } = params
  return eventStream(request, (signal) =>
    executeContacts({ ...body, job_id, actor, driver, signal }, effects),
  )
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = functionOf("stream", {
  events,
  streamNodes,
  execute,
})
