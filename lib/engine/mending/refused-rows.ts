import type { MendedOperation } from "../../contract/index.ts"
import type { Connection, Values } from "../../db/connection.ts"
import { expression, statement } from "../../db/statement.ts"
import type { Fault } from "../../reading/source.ts"

/** A row of a file by its number. */
export interface RowKey {
  table_name: string
  operation: MendedOperation
  row_no: number
}

/** A row that could not be used, with all that is kept of it. */
export interface RefusedRow extends RowKey {
  file: string
  line: number | null
  column_name: string | null
  value: string | null
  code: string
  message: string
  /** Its cells by their headers. */
  record: Record<string, unknown> | null
  /** Null of one of an earlier release, which cannot be mended; nothing in it where one thing is wrong. */
  faults: Fault[] | null
  draft: Record<string, unknown> | null
  draft_faults: Fault[] | null
  drafted_by: string | null
  drafted_at: string | null
}

/** What has become of a row that is no error any more. */
export interface SettledRow extends RowKey {
  state: "mending" | "mended" | "dismissed"
  actor: string
  settled_at: string
}

export const keyOf = ({ table_name, operation, row_no }: RowKey) => `${table_name} ${operation} ${row_no}`

/** Nothing of a row but what it is found by. */
export const keyOnly = ({ table_name, operation, row_no }: RowKey): RowKey => ({
  table_name,
  operation,
  row_no,
})

/** Rows as a statement takes them in. */
export const keysText = (keys: readonly RowKey[]) => JSON.stringify(keys.map(keyOnly))

/** The rows of those numbers that are still errors, by their keys. */
export async function loadRefused(
  connection: Connection,
  job_id: string,
  keys: readonly RowKey[],
): Promise<Map<string, RefusedRow>> {
  if (keys.length === 0) return new Map()
  const values = { job_id, rows: keysText(keys) }
  const rows = await connection.rows<RefusedRow>(statement("mend/rows_named"), values)
  return new Map(rows.toReversed().map((row) => [keyOf(row), row]))
}

/** What has become of the others. */
export async function loadSettled(
  connection: Connection,
  job_id: string,
  keys: readonly RowKey[],
): Promise<Map<string, SettledRow>> {
  if (keys.length === 0) return new Map()
  const values = { job_id, rows: keysText(keys) }
  const rows = await connection.rows<SettledRow>(statement("mend/settled_named"), values)
  return new Map(rows.map((row) => [keyOf(row), row]))
}

const WANTED = { wanted: expression("pieces/row_to_mend") }

/** Which rows of a job to list. */
export interface RefusedFilter {
  table_name: string | null
  operation: MendedOperation | null
  code: string | null
  /** The names a column goes by, as a JSON list. */
  column_name: string | null
  drafts: boolean | null
}

export const ALL_ROWS: RefusedFilter = {
  table_name: null,
  operation: null,
  code: null,
  column_name: null,
  drafts: null,
}

/** So many rows behind a row, leaving out the first `offset` of them, in the order of their files. */
export async function listRefused(
  connection: Connection,
  job_id: string,
  filter: RefusedFilter,
  page: { after: Omit<RowKey, "operation"> & { operation: string }; limit: number; offset?: number },
): Promise<RefusedRow[]> {
  const { after, limit, offset = 0 } = page
  const values: Values = {
    job_id,
    ...filter,
    after_table: after.table_name,
    after_operation: after.operation,
    after_row: after.row_no,
    limit,
    offset,
  }
  return connection.rows<RefusedRow>(statement("mend/list", WANTED), values)
}

export const BEFORE_ALL = { table_name: "", operation: "", row_no: -1 }

/** How many rows that are in all. */
export async function countRefused(
  connection: Connection,
  job_id: string,
  filter: RefusedFilter,
): Promise<number> {
  const [found] = await connection.rows<{ rows: number }>(statement("mend/count", WANTED), {
    job_id,
    ...filter,
  })
  return found?.rows ?? 0
}

/** All that is wrong with a row. */
export function faultsOf({ faults, column_name, code, message }: RefusedRow): Fault[] {
  return faults && faults.length > 0 ? faults : [{ column: column_name, code, message }]
}
