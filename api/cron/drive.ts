import { endpoints } from "../../lib/contract/endpoints.ts"
import { liveEffects } from "../../lib/effects.ts"
import { route } from "../../lib/http/route.ts"
import { driveOpenJobs } from "../../lib/import/drive.ts"

/** Goes on with open imports, as a page would, so that closing the tab strands nothing. */
export const GET = route(endpoints.drive, liveEffects, ({ effects }) =>
  driveOpenJobs({ driver: { id: "scheduler", label: "scheduler" }, silent_ms: 0 }, effects),
)
