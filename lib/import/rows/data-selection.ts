import type { DataQuery, Reach } from "../../contract/index.ts"
import { findDataset } from "../../datasets/index.ts"
import { stepOn } from "../../datasets/questions.ts"
import {
  columnNamed,
  type ReadableColumn,
  type ReadableTable,
  readableTable,
  sortableColumn,
} from "../../datasets/readable.ts"
import type { Connection, Values } from "../../db/connection.ts"
import {
  allOf,
  asText,
  expression,
  type Fragment,
  hasStatement,
  identifier,
  listOf,
  parameter,
  qualified,
  type Slots,
  statement,
  textLiteral,
} from "../../db/statement.ts"
import { jobOfCall } from "../../engine/jobs/jobs.ts"
import { assertReach, projectsOf } from "../../engine/jobs/reach.ts"
import { problem } from "../../errors.ts"
import { type Condition, doneBy } from "./data-changes.ts"

/** Which rows of a table somebody asks for; `table` is its plural key or its singular name. */
export interface DataInput
  extends Pick<DataQuery, "job_id" | "change" | "at" | "search" | "column" | "sort"> {
  table: string
  actor: Reach
}

/** The same for statements: a condition on rows that are called `t`, and what it takes. */
export interface DataSelection {
  table: ReadableTable
  /** The table, or what it showed at an extract. */
  target: Fragment
  /** Whether it is what was true then: names of then are worked out of all there are. */
  past: boolean
  /** How the rows of a page get names of then that play no part in which rows they are; what else these have in common then. */
  named: { by: string; held: Fragment; names: Fragment } | null
  wanted: Fragment
  values: Values
  /** Whether it takes little to look twice for which rows they are. */
  light: boolean
  /** Whether an order was asked for; `sort` is null where that is the table's own. */
  ordered: boolean
  sort: ReadableColumn | null
  descending: boolean
}

/**
 * What the rows that are asked for have in common; of a register those that are current, unless a job or `at` says otherwise.
 * Throws Problem 403 `dataset_forbidden`, `project_forbidden`; 404 `table_not_found`, `job_not_found`; 400 `invalid_request` for a change of no job; 410 `journal_gone`; 422
 * `no_history`, `extract_unknown`, `column_not_found`.
 */
export async function selectData(connection: Connection, input: DataInput): Promise<DataSelection> {
  const { job_id, actor, at } = input
  if (input.change && job_id === undefined) throw changeOfNothing()
  const job = job_id === undefined ? null : await jobOfCall(connection, { job_id, actor })
  const table = readableTable(input.table, job ? findDataset(job.dataset) : undefined)
  assertReach(actor, table.dataset)
  const number = at === undefined ? null : await extractAt(connection, table, at)
  const searched = searchedIn(table, input)
  const conditions = [
    ...inProjects(table, actor),
    ...(job ? [await doneBy(connection, table, job, input.change)] : []),
    ...(number === null && !job ? ofNow(table) : []),
    ...searched.conditions,
  ]
  const light = job === null && searched.light
  const order = orderOf(table, input.sort)
  return { ...selectionOf(table, { number, conditions, names: searched.names, ...order }), light }
}

/** Where rows have a history, those that hold now. */
export function ofNow({ policy }: ReadableTable): Condition[] {
  return policy === "temporal" ? [{ sql: piece("current") }] : []
}

interface Selecting extends Pick<DataSelection, "ordered" | "sort" | "descending"> {
  /** The extract whose state is asked for. */
  number: number | null
  conditions: readonly Condition[]
  /** Whether names play a part in which rows they are. */
  names: boolean
}

/** The order rows are in when no other is asked for. */
export const OWN_ORDER = { ordered: false, sort: null, descending: false }

/** The few rows of a table that fulfil conditions, now or at an extract. */
export function selectionOf(table: ReadableTable, selecting: Selecting): DataSelection {
  const { number, conditions, names, ...order } = selecting
  const by = `rows/named/${table.name}`
  const named = number !== null && hasStatement(by) && !names && !isName(table, order.sort)
  return {
    table,
    past: number !== null,
    named: named ? { by, held: piece("at"), names: namesOfThen(table) } : null,
    target:
      number === null
        ? identifier(table.name)
        : expression("rows/at", { at: identifier(`${table.name}_at`) }),
    wanted: allOf(conditions.map(({ sql }) => sql)),
    values: Object.assign(
      number === null ? {} : { extract_number: number },
      ...conditions.map(({ values }) => values),
    ),
    light: false,
    ...order,
  }
}

const piece = (name: string, slots: Slots = {}) => expression(`rows/of/${name}`, slots)

/** The names of one row at an extract, by the kind of name that the table shows. */
function namesOfThen({ dataset, name }: ReadableTable): Fragment {
  const step = stepOn(dataset, name, "resolve_names")
  return expression("pieces/names_then", { name_type: textLiteral(step?.parameters.name_type ?? "") })
}

/** Whether a column is worked out from other tables. */
function isName({ dataset, name }: ReadableTable, column: ReadableColumn | null): boolean {
  return dataset.afterSteps.some(({ table, writes }) => table === name && writes.includes(column?.name ?? ""))
}

function changeOfNothing() {
  const detail = "A change is that of an import: name it in job_id."
  return problem(400, "invalid_request", detail, { errors: [{ path: "change", message: "needs job_id" }] })
}

/** That rows are of projects the caller may enter. */
export function inProjects({ dataset }: ReadableTable, actor: Reach): Condition[] {
  const projects = projectsOf(actor)
  if (!dataset.scoped || projects === null) return []
  return [{ sql: piece("projects"), values: { projects: JSON.stringify(projects) } }]
}

/** That one value is another. */
export function sameAs(column: Fragment, value: Fragment): Fragment {
  return piece("same", { column, value })
}

interface Extracts {
  first: number | null
  last: number | null
  first_day: string | null
  of_day: number | null
}

/**
 * The extract a number or a day means: of a day the last whose snapshot is not after it. Throws Problem 422 `no_history`,
 * `extract_unknown`.
 */
export async function extractAt(connection: Connection, table: ReadableTable, at: string): Promise<number> {
  if (table.policy !== "temporal") {
    const detail = `${table.key} keep no history: there is only what they hold now. Leave out \`at\`.`
    throw problem(422, "no_history", detail)
  }
  const day = at.includes("-") ? at : null
  const values = { dataset: table.dataset.name, day }
  const [known] = await connection.rows<Extracts>(statement("rows/extracts"), values)
  const number = day === null ? Number(at) : (known?.of_day ?? null)
  const { first = null, last = null, first_day = null } = known ?? {}
  if (first !== null && last !== null && number !== null && number >= first && number <= last) return number
  const range = `Extracts ${first} to ${last} were, the first of ${first_day}.`
  const known_ones = first === null ? "None was yet." : range
  throw problem(
    422,
    "extract_unknown",
    `What was true at ${at} is not known: no such extract was imported. ${known_ones}`,
  )
}

interface Searched {
  conditions: Condition[]
  names: boolean
  light: boolean
}

/** What is looked for: in the column rows are ordered by what it begins with, elsewhere words in any parts of words. */
function searchedIn(table: ReadableTable, { search = "", column: name }: DataInput): Searched {
  const column = name === undefined ? null : columnNamed(table, name)
  if (search.trim() === "") return { conditions: [], names: false, light: true }
  if (column?.name === table.first)
    return { conditions: [beginning(column, search)], names: false, light: true }
  const words = search.split(/\s+/).filter((word) => word !== "")
  const texts = table.columns.filter(({ type }) => type === "varchar")
  const names = column === null || isName(table, column)
  const conditions = words.map((word, place) => withWord(column ? [column] : texts, word, place))
  return { conditions, names, light: false }
}

function beginning(column: ReadableColumn, search: string): Condition {
  const text = column.dotted ? dotted(search) : search
  const of = column.type === "varchar" ? qualified("t", column.name) : asText(qualified("t", column.name))
  return { sql: piece("beginning", { column: of }), values: { beginning: text } }
}

/** Digits as the register writes them, however somebody does: BE 0403 019 261 is 0403.019.261, 2000000339 is 2.000.000.339. */
function dotted(text: string): string {
  const digits = text.replace(/^\s*BE/i, "").replace(/[\s.]/g, "")
  if (!/^\d{1,10}$/.test(digits)) return text
  const first = /^[01]/.test(digits) ? 4 : 1
  return [digits.slice(0, first), ...(digits.slice(first).match(/\d{1,3}/g) ?? [])].join(".")
}

function withWord(columns: readonly ReadableColumn[], word: string, place: number): Condition {
  const name = `word_${place}`
  const bound = parameter(name, "varchar")
  const values = { [name]: word }
  const [column] = columns
  // Without letters there is nothing to be written in another way.
  if (column && columns.length === 1 && !/\p{L}/u.test(word)) {
    return { sql: piece("digits", { text: asText(qualified("t", column.name)), word: bound }), values }
  }
  const texts = columns.map((one) => asText(qualified("t", one.name)))
  return { sql: piece("word", { text: listOf(texts), word: bound }), values }
}

function orderOf(
  table: ReadableTable,
  asked: string | undefined,
): Pick<DataSelection, "ordered" | "sort" | "descending"> {
  if (asked === undefined) return OWN_ORDER
  const descending = asked.startsWith("-")
  const name = descending ? asked.slice(1) : asked
  return { ordered: true, descending, sort: name === table.first ? null : sortableColumn(table, name) }
}
