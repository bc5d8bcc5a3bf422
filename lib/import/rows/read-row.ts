import type { DataRow, DataRowAnswer, Reach } from "../../contract/index.ts"
import { isId } from "../../contract/index.ts"
import { type ReadableTable, readableTable } from "../../datasets/readable.ts"
import type { Connection } from "../../db/connection.ts"
import { parameter, qualified } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { assertReach } from "../../engine/jobs/reach.ts"
import { connectWithinTime } from "../../engine/jobs/time-limit.ts"
import { problem } from "../../errors.ts"
import { codeTextsOf } from "./code-texts.ts"
import type { Condition } from "./data-changes.ts"
import { extractAt, inProjects, OWN_ORDER, ofNow, sameAs, selectionOf } from "./data-selection.ts"
import { idOf, loadPage } from "./read-data.ts"
import { relatedTo } from "./related-rows.ts"
import { versionsOf } from "./row-versions.ts"

export interface RowInput {
  table: string
  /** As rows of the table show it. */
  id: string
  at?: string | undefined
  /** In which the meaning of codes is told; left out, they stand alone. */
  language?: string | undefined
  actor: Reach
}

/**
 * One row with what it held before, the imports it came from, and the rows that belong to it: now, at an extract, or, where it is
 * closed, as it was last. Three round trips, four of a day or an extract, and one where codes are told. Throws Problem 403 `dataset_forbidden`,
 * `project_forbidden`; 404 `table_not_found`, `row_not_found`; 422 `no_history`, `extract_unknown`.
 */
export async function readRow(
  input: RowInput,
  effects: Pick<Effects, "db" | "clock" | "deadline">,
): Promise<DataRowAnswer> {
  const table = readableTable(input.table)
  assertReach(input.actor, table.dataset)
  const isRow = isTheRow(table, input.id)
  return connectWithinTime(effects, async (connection) => {
    const asked = input.at === undefined ? null : await extractAt(connection, table, input.at)
    const conditions = [...isRow, ...inProjects(table, input.actor)]
    const versions = await versionsOf(connection, table, conditions, input.id)
    const current = versions.some(({ until }) => until === null)
    const at = asked ?? lastOf(versions[0]?.until?.extract, current)
    const row = await rowAt(connection, table, conditions, at)
    if (!row) throw notThere(table, input)
    const related = await relatedTo(connection, table, { row, at, actor: input.actor })
    const shown = [
      { table, rows: [row, ...versions.map((version) => version.row)] },
      ...related.map((one) => ({ table: readableTable(one.table, table.dataset), rows: one.rows })),
    ]
    const { language } = input
    return {
      ...{ table: table.key, dataset: table.dataset.name },
      ...{ row, current, at },
      versions: table.policy === "temporal" ? versions : withRow(table, versions, row),
      related,
      ...(language && { codes: await codeTextsOf(connection, shown, language) }),
    }
  })
}

/** Of a row that is closed, the extract before the one that closed it. */
function lastOf(closed: number | null | undefined, current: boolean): number | null {
  return current || closed === null || closed === undefined ? null : closed - 1
}

/** How one row is told from all others. Throws Problem 404 `row_not_found` where no row can have such an id. */
function isTheRow(table: ReadableTable, id: string): Condition[] {
  const [first = ""] = table.id
  const column = table.columns.find(({ name }) => name === first)
  const isUuid = column === undefined || column.type === "uuid"
  if (isUuid && !isId(id)) throw notThere(table, { id })
  const row = sameAs(
    isUuid ? qualified("t", "id") : idOf(table),
    parameter("id", isUuid ? "uuid" : "varchar"),
  )
  const condition = { sql: row, values: { id } }
  if (table.policy !== "temporal") return [condition]
  const key = Number(/^[\d.]+/.exec(id)?.[0].replaceAll(".", ""))
  if (!Number.isSafeInteger(key)) throw notThere(table, { id })
  const keyed = sameAs(qualified("t", "_entity_key"), parameter("entity_key", "bigint"))
  return [{ sql: keyed, values: { entity_key: key } }, condition]
}

async function rowAt(
  connection: Connection,
  table: ReadableTable,
  conditions: readonly Condition[],
  number: number | null,
): Promise<DataRow | null> {
  const now = number === null ? ofNow(table) : []
  const all = { number, conditions: [...conditions, ...now], names: false, ...OWN_ORDER }
  const columns = table.columns.filter(({ long }) => !long).map(({ name }) => name)
  const [found] = await loadPage(connection, selectionOf(table, all), { limit: 1, columns })
  if (!found) return null
  const { _place, ...row } = found
  return row as DataRow
}

/** What lasts has no copy of what it holds now in its history. */
function withRow(
  table: ReadableTable,
  versions: DataRowAnswer["versions"],
  { id: _, ...row }: DataRow,
): DataRowAnswer["versions"] {
  const from = typeof row.imported_from === "string" ? row.imported_from : null
  const at = typeof row.created_at === "string" ? row.created_at : null
  const known = { job_id: from, title: null, at, extract: null }
  const since = from === null && at === null ? null : known
  if (versions.length === 0) return table.policy === "keyed" ? [{ row, since, until: null }] : []
  return versions.map((version, place) => (place === 0 ? { ...version, row } : version))
}

function notThere({ key }: ReadableTable, { id, at }: Pick<RowInput, "id" | "at">) {
  const then = at === undefined ? "" : ` at ${at}`
  const detail = `${key} have no row ${id}${then}. Look for it in the list of ${key}.`
  return problem(404, "row_not_found", detail)
}
