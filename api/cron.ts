import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { functionOf } from "../lib/http/calls.ts"
import { route } from "../lib/http/route.ts"
import { driveOpenJobs } from "../lib/import/drive.ts"

/** Goes on with open imports, as a page would, so that closing the tab strands nothing. */
const drive = route(endpoints.drive, liveEffects, ({ effects }) =>
  driveOpenJobs({ driver: { id: "scheduler", label: "scheduler" }, silent_ms: 0 }, effects),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = functionOf("cron", { drive })
