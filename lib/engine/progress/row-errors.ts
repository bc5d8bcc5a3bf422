import type {
  ErrorsNotKept,
  Operation,
  RowError,
  RowErrorCategory,
  RowErrorsQuery,
} from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { MASKED } from "../../datasets/define.ts"
import { tableKey, tableOf, targetNamed } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { connectWithinTime } from "../jobs/time-limit.ts"

/** Row errors that are kept of an import; of those beyond it is kept how many there are. */
export const MOST_ROW_ERRORS = 100_000

/** A row error as it is kept; `record` is the row by its original headers, where it could be read at all. */
export interface ErrorRow {
  table_name: string
  operation: Operation
  file: string
  line: number | null
  row_no: number | null
  column_name: string | null
  value: string | null
  code: string
  message: string
  category: RowErrorCategory
  record: Record<string, unknown> | null
  /** It can be found again by its number, and mended. */
  numbered?: boolean
}

/** A row error as the API tells it. */
export function rowErrorOf(dataset: Dataset, row: ErrorRow): RowError {
  return {
    table: tableKey(dataset, row.table_name),
    operation: row.operation,
    file: row.file,
    line: row.line,
    row: row.row_no,
    column: row.column_name,
    value: row.value,
    code: row.code,
    message: row.message,
    category: row.category,
    ...(row.category === "conflict" && row.record && { record: shownOf(dataset, row, row.record) }),
  }
}

function shownOf(dataset: Dataset, { table_name }: ErrorRow, record: Record<string, unknown>) {
  const { columns } = tableOf(dataset, table_name)
  const isHidden = (name: string) => columns.find((column) => column.name === name)?.sensitive
  const cells = Object.entries(record).map(([name, value]) => [name, isHidden(name) ? MASKED : value])
  return Object.fromEntries(cells) as NonNullable<RowError["record"]>
}

interface CountRow extends Pick<ErrorRow, "table_name" | "operation" | "code" | "column_name"> {
  errors: number
}

/** Row errors that are only counted, by what is wrong and where, the most first. */
export async function loadErrorsNotKept(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
): Promise<ErrorsNotKept[]> {
  const rows = await connection.rows<CountRow>(statement("status/errors_not_kept"), { job_id })
  return rows.map(({ table_name, operation, code, column_name: column, errors: count }) => {
    return { table: tableKey(dataset, table_name), operation, code, column, count }
  })
}

/**
 * Of the target and not of what was sent, so there is nothing to mend: rows that an undoing left as they were, texts that were refused an
 * embedding, and things that lost their current row. The last are listed beside the row errors and not counted among them.
 */
const OF_TARGET = ["changed_since", "removed_since", "embedding_failed", "lost_current_row"]

/** Which errors of a job: those of a table, of a code, or all. */
export interface ErrorFilter extends Pick<RowErrorsQuery, "table" | "code"> {
  /** Codes to leave out. */
  without?: readonly string[]
}

/** What a file to mend has: rows that were sent, unless others are asked for by their code. */
export function toMend(filter: ErrorFilter): ErrorFilter {
  return filter.code === undefined ? { ...filter, without: OF_TARGET } : filter
}

/** The filter as statements take it: a table may be named by its key or as it is in SQL. */
export function filterValues(dataset: Dataset, { table, code, without }: ErrorFilter) {
  const table_name = table === undefined ? null : (targetNamed(dataset, table) ?? table)
  return { table_name, code: code ?? null, without: JSON.stringify(without ?? []) }
}

const PAGE = 2_500
/** Whole rows may be long, so fewer of them are held at a time. */
const PAGE_OF_RECORDS = 500

const START = { table_name: "", operation: "", file: "", row_no: -1, line: -1, value: "" }

/**
 * All row errors of a job in the order of their rows, page by page. The errors of one row are never on two pages;
 * of a row with more errors than fit on one, the first ones are told.
 */
export async function* errorPages(
  job: { job_id: string; dataset: Dataset },
  options: { filter?: ErrorFilter; with_record: boolean },
  effects: Effects,
): AsyncGenerator<ErrorRow[], void> {
  const limit = options.with_record ? PAGE_OF_RECORDS : PAGE
  const filter = filterValues(job.dataset, options.filter ?? {})
  const { with_record } = options
  let after: typeof START = START
  for (;;) {
    const values = { job_id: job.job_id, ...filter, ...afterOf(after), with_record, limit }
    const rows = await connectWithinTime(effects, (connection) =>
      connection.rows<ErrorRow>(statement("status/errors_after"), values),
    )
    const page = rows.length < limit ? rows : withoutLastRow(rows)
    const last = page.at(-1)
    if (last) yield page
    if (!last || rows.length < limit) return
    after = placeOf(last)
  }
}

function afterOf({ table_name, operation, file, row_no, line, value }: typeof START) {
  return {
    after_table: table_name,
    after_operation: operation,
    after_file: file,
    after_row: row_no,
    after_line: line,
    after_value: value,
  }
}

/** Where a row is. One without a number is no row of a file, and told apart by its value. */
function placeOf({ table_name, operation, file, row_no, line, value }: ErrorRow) {
  const own = row_no === null ? (value ?? "") : ""
  return { table_name, operation, file, row_no: row_no ?? 0, line: line ?? 0, value: own }
}

/** Whether two errors are of the same row of the same file. */
export function ofSameRow(one: ErrorRow, other: ErrorRow): boolean {
  return JSON.stringify(placeOf(one)) === JSON.stringify(placeOf(other))
}

/** Leaves out the errors of the last row, which may go on on the next page, unless there is no other. */
function withoutLastRow(rows: ErrorRow[]): ErrorRow[] {
  const last = rows.at(-1)
  const whole = last ? rows.filter((row) => !ofSameRow(row, last)) : rows
  return whole.length > 0 ? whole : rows
}
