import type { MendAnswer } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { findDataset } from "../../datasets/index.ts"
import { tableMeant } from "../../datasets/questions.ts"
import { bareName } from "../../documents/metadata.ts"
import type { Effects } from "../../effects.ts"
import { type CallOfJob, jobOfCall } from "../../engine/jobs/jobs.ts"
import type { WantedRow } from "../../engine/mending/weigh.ts"
import { problem } from "../../errors.ts"
import { type FileRow, readMendedFile } from "../../reading/mended-file.ts"
import type { ReceivedFile } from "../../store/stored.ts"
import { dialectOf } from "./error-file.ts"
import { mendBy } from "./mend.ts"
import { documentsSent } from "./mend-documents.ts"

/**
 * Puts rows right by the file of them: found by their numbers, whatever their order, those that are missing are left as they are. Of an import of
 * documents the files are these, sent again under their names. The files are removed in the end. Throws what `mendRows` throws, and
 * Problem 422 `not_to_mend`.
 */
export async function mendByFiles(
  { files, ...call }: CallOfJob & { actor: { name: string }; files: readonly ReceivedFile[] },
  effects: Effects,
): Promise<MendAnswer> {
  try {
    const job = await effects.db.use((connection) => jobOfCall(connection, call))
    const dataset = findDataset(job.dataset)
    if (dataset.source === "documents") return await mendBy(call, documentsSent(files), effects)
    const [file, other] = files
    if (!file || other) throw problem(400, "invalid_request", "Send one file: that of the rows to mend.")
    const named = { locator: file.locator, name: bareName(file.original_name) }
    const wanted = () => wantedRows(dataset, readMendedFile(dataset, named, dialectOf(job)))
    return await mendBy(call, { wanted }, effects)
  } finally {
    await Promise.allSettled(files.map(({ filename }) => effects.store.remove(filename)))
  }
}

async function* wantedRows(
  dataset: Dataset,
  chunks: AsyncGenerator<FileRow[], void>,
): AsyncGenerator<WantedRow[], void> {
  for await (const rows of chunks) yield rows.map((row) => wantedRow(dataset, row))
}

function wantedRow(dataset: Dataset, { table: named, operation, row, digest, cells }: FileRow): WantedRow {
  const table = tableMeant(dataset, named)
  const known = operation === null || operation === "insert" || operation === "delete"
  if (!table || !known)
    throw problem(
      422,
      "not_to_mend",
      `Row ${row} does not say in _table and _operation what it is of. Download the file anew.`,
    )
  return { table_name: table.name, operation: operation ?? "insert", row_no: row, digest, values: cells }
}
