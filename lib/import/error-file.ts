import { tableKey } from "../datasets/define.ts"
import { findDataset } from "../datasets/index.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { type CallOfJob, jobOfCall } from "../engine/jobs/jobs.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import {
  type ErrorFilter,
  type ErrorRow,
  errorPages,
  filterValues,
  ofSameRow,
  toMend,
} from "../engine/progress/row-errors.ts"

/** A row that could not be used, once, whatever number of things is wrong with it. */
export interface ErrorLine {
  /** By its key on the wire. */
  table: string
  /** The row by its original headers; empty where it could not be read. */
  record: Record<string, unknown>
  line: number | null
  column: string
  error: string
}

/** The rows that could not be used, as a file to mend and import again. */
export interface ErrorFile {
  /** The original headers, in the order in which they first appear. */
  columns: string[]
  several_tables: boolean
  pages: AsyncIterable<ErrorLine[]>
}

/** What the file adds to a row; a mended file that is imported again still has these columns. */
const ADDED = ["_table", "_line", "_column", "_error"]

/** Throws Problem 404 `job_not_found`. */
export async function rowErrorFile(input: CallOfJob & ErrorFilter, effects: Effects): Promise<ErrorFile> {
  return connectWithinTime(effects, async (connection) => {
    const job = await jobOfCall(connection, input)
    const dataset = findDataset(job.dataset)
    const filter = toMend(input)
    const [found] = await connection.rows<{ columns: string[]; tables: number }>(
      statement("status/error_columns"),
      { job_id: job.job_id, ...filterValues(dataset, filter) },
    )
    const rows = errorPages({ job_id: job.job_id, dataset }, { filter, with_record: true }, effects)
    return {
      columns: (found?.columns ?? []).filter((name) => !ADDED.includes(name)),
      several_tables: (found?.tables ?? 0) > 1,
      pages: linesOf(rows, (row) => tableKey(dataset, row.table_name)),
    }
  })
}

async function* linesOf(
  pages: AsyncIterable<ErrorRow[]>,
  keyOf: (row: ErrorRow) => string,
): AsyncGenerator<ErrorLine[], void> {
  for await (const page of pages) yield byRow(page).map((errors) => lineOf(errors, keyOf))
}

/** The errors of a page in groups, one a row: a row that comes twice would be imported twice. */
function byRow(page: ErrorRow[]): [ErrorRow, ...ErrorRow[]][] {
  const rows: [ErrorRow, ...ErrorRow[]][] = []
  for (const error of page) {
    const row = rows.at(-1)
    if (row && ofSameRow(row[0], error)) row.push(error)
    else rows.push([error])
  }
  return rows
}

function lineOf(errors: [ErrorRow, ...ErrorRow[]], keyOf: (row: ErrorRow) => string): ErrorLine {
  const [first] = errors
  const columns = errors.map((error) => error.column_name).filter((name) => name !== null)
  return {
    table: keyOf(first),
    record: errors.find((error) => error.record !== null)?.record ?? {},
    line: first.line,
    column: [...new Set(columns)].join("; "),
    error: errors.map(({ code, message }) => `${code}: ${message}`).join("; "),
  }
}
