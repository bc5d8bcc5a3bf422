import type { Dataset } from "../../datasets/declaration.ts"
import { findDataset } from "../../datasets/index.ts"
import { tableKey } from "../../datasets/questions.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { type CallOfJob, type Job, jobOfCall } from "../../engine/jobs/jobs.ts"
import { connectWithinTime } from "../../engine/jobs/time-limit.ts"
import { digestOf, masked, type RowTables, rowTables } from "../../engine/mending/table.ts"
import {
  type ErrorFilter,
  type ErrorRow,
  errorPages,
  filterValues,
  ofSameRow,
  toMend,
} from "../../engine/progress/row-errors.ts"
import { ADDED_COLUMNS } from "../../reading/mended-file.ts"

/** A row that could not be used, once, whatever number of things is wrong with it. */
export interface ErrorLine {
  /** By its key on the wire. */
  table: string
  operation: string
  /** What it is found by when it comes back; null of a row that cannot be mended. */
  row: string | null
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
  /** Rows can be found again, and mended; then they say of which operation they are too, where there are several tables. */
  numbered: boolean
  /** As the file was written that came: what keeps cells apart, its encoding, and whether it began with a byte order mark. */
  dialect: { delimiter: string; encoding: string; bom: boolean }
  pages: AsyncIterable<ErrorLine[]>
}

/** Throws Problem 404 `job_not_found`. */
export async function rowErrorFile(
  input: CallOfJob & ErrorFilter & { unmasked?: boolean },
  effects: Effects,
): Promise<ErrorFile> {
  return connectWithinTime(effects, async (connection) => {
    const job = await jobOfCall(connection, input)
    const dataset = findDataset(job.dataset)
    const filter = toMend(input)
    const [found] = await connection.rows<{ columns: string[]; tables: number; numbered: boolean }>(
      statement("status/error_columns"),
      { job_id: job.job_id, ...filterValues(dataset, filter) },
    )
    const numbered = found?.numbered ?? false
    const tables = rowTables(dataset, job)
    const rows = errorPages({ job_id: job.job_id, dataset }, { filter, with_record: true }, effects)
    return {
      // A mended file that is imported again still has what was added.
      columns: (found?.columns ?? []).filter((name) => !ADDED_COLUMNS.includes(name)),
      several_tables: (found?.tables ?? 0) > 1 || (numbered && dataset.tables.length > 1),
      numbered,
      dialect: dialectOf(job),
      pages: linesOf(rows, { dataset, job_id: job.job_id, tables, unmasked: input.unmasked ?? true }),
    }
  })
}

function rowText(
  job_id: string,
  { table_name, operation, row_no, record }: ErrorRow & { row_no: number },
): string {
  return `${row_no}#${digestOf(job_id, { table_name, operation, row_no, record })}`
}

async function* linesOf(pages: AsyncIterable<ErrorRow[]>, file: LinesOf): AsyncGenerator<ErrorLine[], void> {
  for await (const page of pages) yield byRow(page).map((errors) => lineOf(errors, file))
}

interface LinesOf {
  dataset: Dataset
  job_id: string
  tables: RowTables
  unmasked: boolean
}

/** How the file of an import's rows is written. */
export function dialectOf({ source: { reading } }: Job): ErrorFile["dialect"] {
  const { format = "csv", encoding = "utf-8", bom = false, delimiter } = reading ?? {}
  const isText = format === "csv"
  return {
    delimiter: (isText && delimiter) || ",",
    encoding: isText ? encoding : "utf-8",
    bom: isText && bom,
  }
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

function lineOf(
  errors: [ErrorRow, ...ErrorRow[]],
  { dataset, job_id, tables, unmasked }: LinesOf,
): ErrorLine {
  const [first] = errors
  const columns = errors.map((error) => error.column_name).filter((name) => name !== null)
  const record = errors.find((error) => error.record !== null)?.record ?? {}
  const { table_name, operation, row_no } = first
  return {
    table: tableKey(dataset, table_name),
    operation,
    row: first.numbered && row_no !== null ? rowText(job_id, { ...first, row_no }) : null,
    record: unmasked ? record : { ...masked(tables, first, record) },
    line: first.line,
    column: [...new Set(columns)].join("; "),
    error: errors.map(({ code, message }) => `${code}: ${message}`).join("; "),
  }
}
