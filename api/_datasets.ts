import { endpoints } from "../lib/contract/endpoints.ts"
import { describeDataset } from "../lib/datasets/describe.ts"
import { exampleOf } from "../lib/datasets/example.ts"
import { findDataset } from "../lib/datasets/index.ts"
import { liveEffects } from "../lib/effects.ts"
import { attachment } from "../lib/http/attachment.ts"
import { readPreviewInput } from "../lib/http/prepare-body.ts"
import { route } from "../lib/http/route.ts"
import { listDatasetsFor } from "../lib/import/listings.ts"
import { previewFile } from "../lib/import/preview.ts"
import { onceArrived } from "./_background.ts"

/** What can be imported. */
export const datasets = route(endpoints.datasets, liveEffects, ({ actor }) => ({
  datasets: listDatasetsFor(actor).map(describeDataset),
  next_cursor: null,
}))

/** A file to try it with. */
export const example = route(endpoints.example, liveEffects, async ({ params }) =>
  attachment(await exampleOf(findDataset(params.dataset))),
)

/** What a file turns out to be. */
export const preview = route(endpoints.preview, liveEffects, async ({ request, params, actor, effects }) => {
  const dataset = findDataset(params.dataset)
  const input = await readPreviewInput(request, effects)
  return previewFile({ dataset, actor, ...input }, onceArrived(effects, endpoints.preview.in))
})
