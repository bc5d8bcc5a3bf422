import type { MendFault, MendQuery, RowsToMendAnswer, RowToMend } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { findDataset } from "../../datasets/index.ts"
import { tableKey } from "../../datasets/questions.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { type CallOfJob, jobOfCall } from "../../engine/jobs/jobs.ts"
import { connectWithinTime } from "../../engine/jobs/time-limit.ts"
import { whyNotMended } from "../../engine/mending/may-mend.ts"
import { nextRound } from "../../engine/mending/plan-mending.ts"
import {
  BEFORE_ALL,
  countRefused,
  faultsOf,
  keyOnly,
  listRefused,
  type RefusedRow,
} from "../../engine/mending/refused-rows.ts"
import { masked, type RowTables, rowTables, type TableColumn } from "../../engine/mending/table.ts"
import { badCursor, decodeCursor, encodeCursor } from "../../engine/progress/cursor.ts"
import type { Fault } from "../../reading/source.ts"
import { filterOf } from "./rows-alike.ts"

/** Rows with the same thing wrong. */
interface Group {
  table_name: string
  operation: "insert" | "delete"
  code: string
  column_name: string | null
  rows: number
  drafts: number
  ready: number
  values: { value: string | null; rows: number }[]
}

interface Counts {
  groups: Group[]
  drafts: number
  ready: number
  mended: number
  dismissed: number
  not_kept: number
}

/**
 * The rows of an import that could not be used, cell by cell, with what is wrong with them and what somebody has drafted; sensitive cells only for
 * whoever may mend them. Throws Problem 404 `job_not_found`, 400 `invalid_cursor`.
 */
export async function rowsToMend(
  input: CallOfJob & MendQuery & { unmasked: boolean },
  effects: Effects,
): Promise<RowsToMendAnswer> {
  return connectWithinTime(effects, async (connection) => {
    const job = await jobOfCall(connection, input)
    const { job_id } = job
    const dataset = findDataset(job.dataset)
    const tables = rowTables(dataset, job)
    const { planned } = await nextRound(connection, job_id)
    const filter = filterOf(dataset, tables, input)
    const page = { after: placeOf(input.cursor), limit: input.limit + 1, offset: input.offset }
    const found = await listRefused(connection, job_id, filter, page)
    const rows = found.slice(0, input.limit)
    const last = rows.at(-1)
    const total = await countRefused(connection, job_id, filter)
    const [counts] = await connection.rows<Counts>(statement("mend/counts"), { job_id })
    if (!counts) throw new Error("sql/mend/counts.sql answers one row, always")
    const { groups, ...others } = counts
    return {
      why_not: whyNotMended(job, dataset, planned > 0),
      columns: tables.columns.map(columnTold),
      groups: groups.map((group) => groupTold(dataset, tables, group, input.unmasked)),
      counts: { ...others, open: groups.reduce((sum, group) => sum + group.rows, 0) },
      rows: rows.map((row) => rowToMend(dataset, tables, row, input.unmasked)),
      total,
      next_cursor: found.length > input.limit && last ? encodeCursor({ ...keyOnly(last) }) : null,
    }
  })
}

function columnTold({ table, header, column }: TableColumn): RowsToMendAnswer["columns"][number] {
  const { name = null, kind = null, required = false, sensitive = false } = column ?? {}
  return { table: table.key, header, column: name, kind, required, sensitive }
}

function groupTold(
  dataset: Dataset,
  tables: RowTables,
  { table_name, column_name: column, values, ...group }: Group,
  unmasked: boolean,
): RowsToMendAnswer["groups"][number] {
  const isHidden = !unmasked && column !== null && tables.columnAt({ table_name }, column)?.sensitive
  return {
    ...group,
    table: tableKey(dataset, table_name),
    column,
    header: column === null ? null : tables.headerOf({ table_name }, column),
    values: isHidden ? [] : values,
  }
}

function placeOf(cursor: string | undefined) {
  if (cursor === undefined) return BEFORE_ALL
  const { table_name, operation, row_no } = decodeCursor(cursor) ?? {}
  if (typeof table_name === "string" && typeof operation === "string" && typeof row_no === "number")
    return { table_name, operation, row_no }
  throw badCursor()
}

/** A column may be named as the file calls it, or as it is declared. */
function rowToMend(dataset: Dataset, tables: RowTables, row: RefusedRow, unmasked: boolean): RowToMend {
  const { draft, drafted_by: by, drafted_at: at } = row
  const shown = (cells: RefusedRow["record"]) =>
    (unmasked ? (cells ?? {}) : masked(tables, row, cells ?? {})) as RowToMend["cells"]
  const told = (faults: readonly Fault[]) => faults.map((fault) => faultTold(tables, row, fault))
  return {
    table: tableKey(dataset, row.table_name),
    operation: row.operation,
    row: row.row_no,
    file: row.file,
    line: row.line,
    cells: shown(row.record),
    faults: told(faultsOf(row)),
    draft: draft && by && at ? { values: shown(draft), by, at, faults: told(row.draft_faults ?? []) } : null,
    mendable: row.faults !== null,
  }
}

function faultTold(tables: RowTables, row: RefusedRow, { column, code, message }: Fault): MendFault {
  return { column, header: column === null ? null : tables.headerOf(row, column), code, message }
}
