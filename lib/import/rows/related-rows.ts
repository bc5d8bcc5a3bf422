import type { DataRow, Reach, RelatedRows } from "../../contract/index.ts"
import type { Related } from "../../datasets/declaration.ts"
import { type ReadableTable, readableTarget } from "../../datasets/readable.ts"
import type { Connection, Values } from "../../db/connection.ts"
import {
  expression,
  type Fragment,
  listOf,
  numberLiteral,
  parameter,
  qualified,
  statement,
  unionOf,
} from "../../db/statement.ts"
import type { Condition } from "./data-changes.ts"
import { type DataSelection, inProjects, OWN_ORDER, ofNow, sameAs, selectionOf } from "./data-selection.ts"
import { rowOf, targetOf, termsOf } from "./read-data.ts"

/** Rows of each table that one answer lists. */
const MOST_RELATED = 100

interface Whose {
  row: DataRow
  /** The extract whose state is asked for. */
  at: number | null
  actor: Reach
}

/** The rows that belong to a row, and those it belongs to, as its dataset declares them: in one statement. */
export async function relatedTo(
  connection: Connection,
  table: ReadableTable,
  whose: Whose,
): Promise<RelatedRows[]> {
  const wanted = table.related.filter(({ value }) => typeof whose.row[value] === "string")
  if (wanted.length === 0) return []
  const parts = wanted.map((one, place) => partOf(table, one, place, whose))
  const rows = unionOf(parts.map(({ query }) => query))
  const values = Object.assign({ limit: MOST_RELATED + 1 }, ...parts.map((part) => part.values))
  const found = await connection.rows<{ place: number; row: DataRow }>(
    statement("rows/related", { rows }),
    values,
  )
  return wanted.map(({ name, table: target, column, value }, place) => {
    const all = found.filter((one) => one.place === place).map(({ row }) => row)
    return {
      ...{ name, table: readableTarget(table.dataset, target).key },
      ...{ column, value: String(whose.row[value]) },
      ...{ rows: all.slice(0, MOST_RELATED), more: all.length > MOST_RELATED },
    }
  })
}

function partOf(
  { dataset }: ReadableTable,
  { table: name, column, value }: Related,
  place: number,
  { row, at, actor }: Whose,
): { query: Fragment; values: Values } {
  const table = readableTarget(dataset, name)
  const conditions = [
    ...belongs(table, column, String(row[value]), place),
    ...inProjects(table, actor),
    ...(at === null ? ofNow(table) : []),
  ]
  const selection = selectionOf(table, { number: at, conditions, names: false, ...OWN_ORDER })
  return { query: queryOf(selection, place), values: selection.values }
}

/** In the order of the register's numbers the rows of one are beside each other. */
function belongs(table: ReadableTable, column: string, value: string, place: number): Condition[] {
  const type = table.columns.find(({ name }) => name === column)?.type ?? "uuid"
  const same = sameAs(qualified("t", column), parameter(`value_${place}`, type))
  const condition = { sql: same, values: { [`value_${place}`]: value } }
  if (table.policy !== "temporal" || column !== table.first) return [condition]
  const key = sameAs(qualified("t", "_entity_key"), parameter(`key_${place}`, "bigint"))
  return [{ sql: key, values: { [`key_${place}`]: Number(value.replaceAll(".", "")) } }, condition]
}

function queryOf(selection: DataSelection, place: number): Fragment {
  const { table, wanted } = selection
  const order = listOf(termsOf(selection).map(({ value }) => value))
  return expression("rows/related_of", {
    place: numberLiteral(place),
    order,
    row: rowOf(table),
    target: targetOf(selection, { wanted, order }),
    wanted,
  })
}
