import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { driveFeeds } from "../lib/feeds/run.ts"
import { functionOf } from "../lib/http/calls.ts"
import { route } from "../lib/http/route.ts"
import { driveOpenJobs } from "../lib/import/drive.ts"

/** Goes on with open imports, as a page would, so that closing the tab strands nothing; then runs the feeds that are due. */
const drive = route(endpoints.drive, liveEffects, async ({ effects }) => {
  const driven = await driveOpenJobs(
    { driver: { id: "scheduler", label: "scheduler" }, silent_ms: 0 },
    effects,
  )
  await driveFeeds("scheduler", effects)
  return driven
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = functionOf("cron", { drive })
