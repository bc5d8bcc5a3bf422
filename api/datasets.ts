import { endpoints } from "../lib/contract/endpoints.ts"
import { describeDataset } from "../lib/datasets/describe.ts"
import { listDatasets } from "../lib/datasets/index.ts"
import { liveEffects } from "../lib/effects.ts"
import { route } from "../lib/http/route.ts"

/** What can be imported. */
export const GET = route(endpoints.datasets, liveEffects, () => ({
  datasets: listDatasets().map(describeDataset),
  next_cursor: null,
}))
