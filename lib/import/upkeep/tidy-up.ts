import { endWithin } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { sweepUnnamed, sweepUploads } from "../uploads/sweep-uploads.ts"
import { removeAbandonedCopy } from "./back-up.ts"
import { clearStaged } from "./clear-staged.ts"
import { thinOut } from "./thin-out.ts"

/** How long, from its beginning, a call may begin to thin out what is old. */
const THINNING_SECONDS = 5

/** Removes what nobody needs any more: files, staged rows, and what was kept of old imports. Safe to run again. */
export async function tidyUp(effects: Effects): Promise<void> {
  removeAbandonedCopy(effects)
  await sweepUploads(effects)
  await sweepUnnamed(effects)
  await clearStaged(effects)
  await thinOut({ ...effects, deadline: endWithin(effects, THINNING_SECONDS) })
}
