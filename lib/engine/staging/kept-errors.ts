import type { Warning } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import { countText } from "../../words.ts"
import { loadErrorsNotKept, MOST_ROW_ERRORS } from "../progress/row-errors.ts"

/** What counts of how far a file is staged. */
interface FailedRows {
  rows_failed: number
}

/**
 * How many row errors of a file may still be kept: as many as those before it, of its own rows and of the files before
 * it, leave. While others are being staged these are more than that, never fewer.
 */
export function errorsLeftFor(files: readonly FailedRows[], place: number): number {
  const before = files.slice(0, place + 1).reduce((sum, file) => sum + file.rows_failed, 0)
  return Math.max(0, MOST_ROW_ERRORS - before)
}

/**
 * Keeps the first row errors of an import, in the order of its tables and their rows, and counts the others: so many of
 * them help nobody, and take up room. Safe to run again. Answers what is to be said of it.
 */
export async function keepFirstErrors(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  files: readonly FailedRows[],
): Promise<Warning[]> {
  if (errorsLeftFor(files, files.length) > 0) return []
  const tables = JSON.stringify(dataset.tables.map(({ name }) => name))
  const values = { job_id, tables, most: MOST_ROW_ERRORS }
  await transaction(connection, async () => {
    await connection.run(statement("staging/count_beyond"), values)
    await connection.run(statement("staging/remove_beyond"), values)
  })
  const counted = await loadErrorsNotKept(connection, dataset, job_id)
  const count = counted.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return []
  const message = `Of the rows that could not be used the first ${countText(MOST_ROW_ERRORS)} are kept; ${countText(count)} more are only counted.`
  return [{ code: "row_errors_not_kept", message, count }]
}
