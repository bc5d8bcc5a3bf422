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

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = functionOf("stream", { events })
