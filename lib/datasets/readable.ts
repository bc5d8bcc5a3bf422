import { problem } from "../errors.ts"
import { namesText } from "../words.ts"
import type { CodeList, Column, Dataset, Part, Policy, Related, SqlType, Table } from "./declaration.ts"
import { DOTTED_KINDS } from "./define.ts"
import { listDatasets } from "./index.ts"
import { sqlTypeOf } from "./questions.ts"

export interface ReadableColumn {
  name: string
  type: SqlType | "uuid" | "integer" | "timestamp" | "float[]"
  /** Texts of any length. */
  long?: boolean
  /** Numbers of ten digits, written with dots. */
  dotted?: boolean
  /** Its values are codes of this list. */
  codes?: CodeList | undefined
}

/** A target as its rows are read: what they have, and what order they are in when no other is asked for. */
export interface ReadableTable {
  dataset: Dataset
  /** In SQL, and on the wire. */
  name: string
  key: string
  policy: Policy | "part"
  /** What stands in front of each row as its `id`: its one column of that name, or what its identity consists of. */
  id: readonly string[]
  columns: readonly ReadableColumn[]
  /** What the order begins with, as a caller calls it. */
  first: string
  /** Columns that put every row in its place, but for text that is the same for long. */
  order: readonly ReadableColumn[]
  /** Columns that tell two rows apart whose place is the same. */
  apart: readonly string[]
  /** Rows that are shown beside one of these. */
  related: readonly Related[]
}

/** What keyed rows have beside what is imported. */
const KEPT: readonly ReadableColumn[] = [
  { name: "imported_from", type: "uuid" },
  { name: "created_at", type: "timestamp" },
  { name: "updated_at", type: "timestamp" },
]

/** The time for which a row was current, in extracts. */
const HISTORY: readonly ReadableColumn[] = [
  { name: "_snapshot_date", type: "date" },
  { name: "_extract_number", type: "integer" },
  { name: "_is_current", type: "boolean" },
  { name: "_deleted_at_extract", type: "integer" },
]

/**
 * The table a URL names, by its plural key or its singular name, of `dataset` or of any. Throws Problem 404
 * `table_not_found` naming those there are.
 */
export function readableTable(name: string, dataset?: Dataset): ReadableTable {
  const tables = dataset ? tablesOf(dataset) : listDatasets().flatMap(tablesOf)
  const table = tables.find((candidate) => candidate.key === name || candidate.name === name)
  if (table) return table
  const known = tables.map(({ key }) => key).join(", ")
  const whose = dataset ? `${dataset.label} has no table of that name` : "There is no table of that name"
  throw problem(404, "table_not_found", `${whose}. Known are: ${known}.`)
}

/** The table of a dataset that has this name in SQL. Throws when there is none, which no request can cause. */
export function readableTarget(dataset: Dataset, name: string): ReadableTable {
  const table = tablesOf(dataset).find((candidate) => candidate.name === name)
  if (!table) throw new Error(`${dataset.name} has no table ${name} to read`)
  return table
}

/** The tables of a dataset and of their parts. A part bears no project, so it is not told of where rows have one. */
export function tablesOf(dataset: Dataset): ReadableTable[] {
  const parts = dataset.scoped
    ? []
    : dataset.tables.flatMap((table) => (table.parts ?? []).map((part) => ({ part, table })))
  return [
    ...dataset.tables.map((table) => ofTable(dataset, table)),
    ...parts.map(({ part, table }) => ofPart(dataset, part, table)),
  ]
}

export function isSortable({ type }: ReadableColumn): boolean {
  return type !== "json" && !type.endsWith("[]")
}

/** The column of that name. Throws Problem 422 `column_not_found`. */
export function columnNamed({ key, columns }: ReadableTable, name: string): ReadableColumn {
  return oneOf(columns, name, `${key} have no column of that name.`)
}

/** The column a list may be sorted by. Throws Problem 422 `column_not_found`. */
export function sortableColumn({ key, columns }: ReadableTable, name: string): ReadableColumn {
  return oneOf(columns.filter(isSortable), name, `${key} cannot be sorted by a column of that name.`)
}

function oneOf(columns: readonly ReadableColumn[], name: string, otherwise: string): ReadableColumn {
  const column = columns.find((candidate) => candidate.name === name)
  if (column) return column
  const known = namesText(columns.map((one) => one.name))
  throw problem(422, "column_not_found", `${otherwise} There are: ${known}.`)
}

function ofTable(dataset: Dataset, table: Table): ReadableTable {
  const { name, key, policy } = table
  const own = [
    ...(dataset.scoped ? [{ name: "project_id", type: "varchar" as const }] : []),
    ...table.columns.map(declaredColumn),
    ...(table.kept ?? []).map((column) => ({ name: column.name, type: sqlTypeOf(column) })),
    ...table.derived.map((derived) => ({ name: derived, type: "varchar" as const })),
    ...writtenBySteps(dataset, table),
  ]
  const known = { dataset, name, key, policy, related: relatedOf(table) }
  if (policy === "keyed") {
    const id: ReadableColumn = { name: "id", type: "uuid" }
    return { ...known, id: ["id"], columns: [...own, ...KEPT], first: "id", order: [id], apart: [] }
  }
  const identity = own.filter((column) => table.identity.includes(column.name))
  const [first = "", ...others] = table.identity
  const registered = { ...known, id: table.identity, first }
  if (policy === "upsert") return { ...registered, columns: own, order: identity, apart: table.identity }
  const rest = identity.filter((column) => others.includes(column.name))
  return {
    ...registered,
    columns: [...own, ...HISTORY],
    order: [{ name: "_entity_key", type: "bigint" }, ...rest],
    apart: [...table.identity, "_job_id"],
  }
}

function declaredColumn(column: Column): ReadableColumn {
  const { name, kind, long = false, codes } = column
  return { name, type: sqlTypeOf(column), long, dotted: DOTTED_KINDS.includes(kind), codes }
}

function relatedOf({ related = [], parts = [] }: Table): Related[] {
  const pieces = parts.map(({ table, key, owner }) => ({ name: key, table, column: owner, value: "id" }))
  return [...related, ...pieces]
}

/** What after-steps write to a table, but for vectors, which nobody reads. */
function writtenBySteps(dataset: Dataset, table: Table): ReadableColumn[] {
  const steps = dataset.afterSteps.filter((step) => step.table === table.name)
  const columns = steps.flatMap(({ writes, types = {}, codes = {} }) =>
    writes.map((name) => ({ name, type: types[name] ?? ("varchar" as const), codes: codes[name] })),
  )
  return columns.filter(({ type }) => type !== "float[]")
}

function ofPart(dataset: Dataset, { table: name, key, owner }: Part, whose: Table): ReadableTable {
  const order: ReadableColumn[] = [
    { name: owner, type: "uuid" },
    { name: "position", type: "integer" },
  ]
  const columns: ReadableColumn[] = [
    ...order,
    { name: "text", type: "varchar" },
    { name: "page", type: "integer" },
    { name: "section", type: "varchar" },
  ]
  const id: ReadableColumn = { name: "id", type: "uuid" }
  return {
    dataset,
    name,
    key,
    policy: "part",
    id: ["id"],
    columns,
    first: owner,
    order: [...order, id],
    apart: [],
    related: [{ name: whose.name, table: whose.name, column: "id", value: owner }],
  }
}
