import type { DataAnswer, DataRow } from "../../contract/index.ts"
import { columnNamed, type ReadableColumn, type ReadableTable } from "../../datasets/readable.ts"
import { classifyError } from "../../db/classify.ts"
import type { Connection, Values } from "../../db/connection.ts"
import {
  allOf,
  asText,
  columnList,
  descending,
  expression,
  type Fragment,
  identifier,
  listOf,
  parameter,
  qualified,
  selectList,
  statement,
  structWith,
} from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { connectWithinTime } from "../../engine/jobs/time-limit.ts"
import { badCursor, decodeCursor, encodeCursor } from "../../engine/progress/cursor.ts"
import { codeTextsOf } from "./code-texts.ts"
import { type DataInput, type DataSelection, selectData } from "./data-selection.ts"
import { boundOf } from "./page-bound.ts"

const USUAL_LIMIT = 100

/** Which page; `columns` are those that are read, all when left out, and `id` always. */
interface DataPage {
  limit?: number | undefined
  cursor?: string | undefined
  columns?: readonly string[] | undefined
}

/** In which the meaning of codes is told; left out, they stand alone. */
interface Telling {
  language?: string | undefined
}

/**
 * One page of a table's rows. Pages follow one another by the place of a row, so that the millionth is found like the first, and rows
 * that are added meanwhile move none. Throws as selectData does, and Problem 400 `invalid_cursor`.
 */
export async function readData(
  input: DataInput & DataPage & Telling,
  effects: Pick<Effects, "db" | "clock" | "deadline">,
): Promise<DataAnswer> {
  return connectWithinTime(effects, async (connection) => {
    const selection = await selectData(connection, input)
    for (const name of input.columns ?? []) columnNamed(selection.table, name)
    if (selection.past && !selection.named) await effects.db.makeRoom()
    const { limit = USUAL_LIMIT } = input
    const found = await loadPage(connection, selection, { ...input, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1) : undefined
    const rows = page.map(({ _place, ...row }) => row as DataRow)
    const { language } = input
    return {
      rows,
      next_cursor: last ? encodeCursor({ place: JSON.stringify(last._place) }) : null,
      ...(language && { codes: await codeTextsOf(connection, [{ table: selection.table, rows }], language) }),
    }
  })
}

interface PlacedRow extends DataRow {
  _place: (string | null)[]
}

/** Some rows of a selection, each with its place in the order. */
export async function loadPage(
  connection: Connection,
  selection: DataSelection,
  { cursor, limit, columns }: DataPage & { limit: number },
): Promise<PlacedRow[]> {
  const { table, values } = selection
  const terms = termsOf(selection)
  const after = cursor === undefined ? null : placeIn(cursor, terms.length)
  const all = after ? allOf([selection.wanted, ...behind(selection, terms)]) : selection.wanted
  const [first] = terms
  const bound = first ? boundOf(selection, first.value, all) : null
  const wanted = bound ? allOf([all, bound]) : all
  const order = listOf(terms.map(({ value }) => (selection.descending ? descending(value) : value)))
  const sql = statement("rows/page", {
    columns: columnsOf(table, columns),
    place: listOf(terms.map(({ value }) => asText(value))),
    target: targetOf(selection, { wanted, order }),
    wanted,
    order,
  })
  try {
    return await connection.rows<PlacedRow>(sql, { ...values, ...after, limit })
  } catch (error) {
    // Values of a place are text that a caller hands back; all others fit where they are.
    if (after && classifyError(error) === "data") throw badCursor()
    throw error
  }
}

/** The table as it was asked for; where its names of then are only shown, the rows are chosen before these are looked up. */
export function targetOf(
  { table, target, named }: DataSelection,
  { wanted, order }: Record<"wanted" | "order", Fragment>,
): Fragment {
  if (!named) return target
  const all = allOf([named.held, wanted])
  const page = expression("rows/chosen", { target: identifier(table.name), wanted: all, order })
  return expression(named.by, { page, names: named.names })
}

/** What rows show: their id, and the columns that are wanted. */
export function columnsOf(table: ReadableTable, only?: readonly string[]): Fragment {
  const [, ...shown] = shownColumns(table, only)
  return selectList([
    { name: "id", value: idOf(table) },
    ...shown.map(({ name }) => ({ name, value: qualified("t", name) })),
  ])
}

/** What a row is told by. */
export function idOf({ id }: ReadableTable, alias = "t"): Fragment {
  const [single = "", ...others] = id
  if (others.length === 0) return asText(qualified(alias, single))
  return expression("rows/joined", { columns: columnList(id, alias) })
}

/** A row as one value, without texts of any length. */
export function rowOf(table: ReadableTable, alias = "t"): Fragment {
  const shown = table.columns.filter(({ name, long }) => name !== "id" && !long)
  const fields = shown.map(({ name, type }) => {
    const value = qualified(alias, name)
    return { name, value: type === "timestamp" ? expression("rows/iso_time", { value }) : value }
  })
  return structWith([{ name: "id", value: idOf(table, alias) }, ...fields])
}

/** The same as columns, `id` first. */
export function shownColumns(table: ReadableTable, only?: readonly string[]): ReadableColumn[] {
  const shown = table.columns.filter(({ name }) => name !== "id" && (only?.includes(name) ?? true))
  return [{ name: "id", type: "varchar" }, ...shown]
}

/** One of the things rows are ordered by. */
interface Term {
  value: Fragment
  type: ReadableColumn["type"] | "ubigint"
}

/** What puts every row in its place: what is asked for, then the table's own order. Text counts by its beginning. */
export function termsOf({ table, sort }: DataSelection): Term[] {
  const columns = [...(sort ? [sort] : []), ...table.order.filter(({ name }) => name !== sort?.name)]
  const terms: Term[] = columns.map(({ name, type }) => {
    const column = qualified("t", name)
    return { type, value: type === "varchar" ? expression("rows/place/text", { column }) : column }
  })
  if (table.apart.length === 0) return terms
  const value = expression("rows/place/apart", { columns: columnList(table.apart, "t") })
  return [...terms, { type: "ubigint", value }]
}

/** Behind the place; and first, where it can be told by a column alone, not in front of it, which spares reading that. */
function behind({ sort, descending: backwards }: DataSelection, terms: readonly Term[]): Fragment[] {
  const places = terms.map(({ type }, n) => parameter(`place_${n}`, type))
  const all = { terms: listOf(terms.map(({ value }) => value)), place: listOf(places) }
  const [term] = terms
  const [place] = places
  const whole = expression(`rows/place/${backwards ? "before" : "behind"}`, all)
  if (sort || !term || !place) return [whole]
  // Nearly all rows are told by the first alone, which the database looks at before the others.
  const one = { term: term.value, place }
  return [
    expression(`rows/place/${backwards ? "to" : "from"}`, one),
    expression(`rows/place/${backwards ? "short_of" : "beyond"}`, { ...one, whole }),
  ]
}

/** The values a cursor was made of, by the names they are bound under. */
function placeIn(cursor: string, length: number): Values {
  const { place } = decodeCursor(cursor) ?? {}
  const values = parsed(place)
  if (values?.length !== length) throw badCursor()
  return Object.fromEntries(values.map((value, n) => [`place_${n}`, value]))
}

function parsed(place: unknown): (string | null)[] | null {
  try {
    const values: unknown = JSON.parse(String(place))
    const fits = Array.isArray(values) && values.every((value) => value === null || typeof value === "string")
    return fits ? values : null
  } catch {
    return null
  }
}
