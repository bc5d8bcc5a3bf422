import type { Dataset } from "../datasets/declaration.ts"
import { statement } from "../db/statement.ts"
import { scanExtractApart } from "./apart.ts"
import { faultSlots, refusedIn, stagingSlots } from "./columns.ts"
import { columnsOf } from "./extract-columns.ts"
import type { ScannedChunk } from "./extract-file.ts"
import type { ChunkOf, SourceFile, StagingChunk, TimeLeft } from "./source.ts"

/** A CSV of an extract: what it is called, and what the ZIP calls it. */
export interface ExtractEntry extends Omit<SourceFile, "chunks"> {
  locator: string
  entry: string
  /** Columns that nobody knows are ignored. */
  extra: boolean
}

/**
 * A CSV of an extract in chunks that the database reads itself, checking every column. Throws Problem 422 naming the
 * file for a header that does not fit and a CSV that cannot be read.
 */
export async function* extractChunks(
  dataset: Dataset,
  file: ExtractEntry,
  of: ChunkOf,
  left: TimeLeft,
): AsyncGenerator<StagingChunk> {
  const { table, operation, name, entry, extra, locator, bytes } = file
  const wanted = { dataset: dataset.name, table: table.name, operation, locator, name, entry, extra, of }
  for await (const chunk of scanExtractApart(wanted, bytes, left)) yield stagingChunk(file, chunk, of.job_id)
}

function stagingChunk(
  { table, operation, name, extra }: ExtractEntry,
  { path, rows, last_row, bytes_read, done, first_row, header, faults }: ScannedChunk,
  job_id: string,
): StagingChunk {
  const columns = columnsOf(table, operation, name, header, extra)
  const insert = statement("staging/stage_rows", stagingSlots(table, columns))
  const list = statement("staging/stage_row_errors", faultSlots(columns))
  const count = statement("staging/count_row_errors", { refused: refusedIn(columns) })
  const values = { job_id, operation, first_row, path }
  return {
    path,
    rows,
    last_row,
    bytes_read,
    done,
    insert: { sql: insert, values },
    refuse: {
      list: { sql: list, values: { ...values, table_name: table.name, file: name } },
      count: { sql: count, values: { job_id, operation, path, table_name: table.name } },
    },
    faults,
  }
}
