import type { Caller, ImportOptions, PreviewAnswer } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import type { Effects } from "../effects.ts"
import { assertReach, reachesAll } from "../engine/jobs/reach.ts"
import { problem } from "../errors.ts"
import { previewRecordsApart } from "../reading/apart.ts"
import { earlierReading } from "./earlier-reading.ts"

export interface PreviewInput {
  dataset: Dataset
  /** In the store, or just received; then it is removed again. */
  file: { filename: string; name: string; temporary: boolean }
  options: ImportOptions
  actor: Caller
}

/**
 * Tells how a file is written, which column each header seems to be for, and what its first rows look like, before
 * anything is imported, and how the last file with the same header was read. Its beginning is enough. Throws Problem 403
 * `dataset_forbidden`, `project_forbidden`, 422 `no_preview` for a dataset without rows, and
 * what opening the file throws.
 */
export async function previewFile(input: PreviewInput, effects: Effects): Promise<PreviewAnswer> {
  const { dataset, file, options, actor } = input
  try {
    assertReach(actor, dataset)
    // A stored file belongs to no project and no dataset, so a key for some only gets at what it has stored itself.
    const uploader = file.temporary || reachesAll(actor) ? undefined : actor.name
    const { locator, bytes } = await effects.store.resolve(file.filename, uploader)
    if (dataset.source !== "records") throw noPreview(dataset)
    const { name } = file
    const looked = await previewRecordsApart({ dataset: dataset.name, locator, name, options }, bytes)
    return { ...looked, earlier: await earlierReading(dataset, looked.header, effects) }
  } finally {
    if (file.temporary) await effects.store.remove(file.filename)
  }
}

function noPreview({ label }: Dataset) {
  return problem(422, "no_preview", `${label} have no columns to look at before they are imported.`)
}
