import { Readable } from "node:stream"
import type { InlineRow } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { problem } from "../../errors.ts"
import type { FileStore, ReceivedFile } from "../../store/stored.ts"

/**
 * Stores rows that came with the request as the file their sender could have sent. Throws Problem 422 `rows_not_taken` of a dataset that is not made of rows, `file_empty` without any.
 */
export async function storeRows(
  dataset: Dataset,
  rows: readonly InlineRow[],
  store: FileStore,
): Promise<ReceivedFile> {
  if (dataset.source !== "records") {
    throw problem(422, "rows_not_taken", `${dataset.label} are imported from a file, not from rows.`)
  }
  if (rows.length === 0) throw problem(422, "file_empty", "There are no rows. Send at least one.")
  const bytes = Buffer.from(JSON.stringify(rows))
  return store.receive(Readable.from([bytes]), "rows.json", { max_bytes: Number.MAX_SAFE_INTEGER })
}
