import type { DataQuery, Reach, RowChange } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import {
  type ReadableColumn,
  type ReadableTable,
  readableTable,
  sortableColumn,
} from "../datasets/readable.ts"
import type { Connection, Values } from "../db/connection.ts"
import {
  allOf,
  anyOf,
  columnList,
  expression,
  type Fragment,
  hasStatement,
  identifier,
  parameter,
  type Slots,
  statement,
  structOf,
  textLiteral,
} from "../db/statement.ts"
import { type Job, jobOfCall } from "../engine/jobs/jobs.ts"
import { assertReach, projectsOf } from "../engine/jobs/reach.ts"
import { problem } from "../errors.ts"

/** Which rows of a table somebody asks for; `table` is its plural key or its singular name. */
export interface DataInput extends Pick<DataQuery, "job_id" | "change" | "at" | "search" | "sort"> {
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
  /** Whether an order was asked for; `sort` is null where that is the table's own. */
  ordered: boolean
  sort: ReadableColumn | null
  descending: boolean
}

interface Condition {
  sql: Fragment
  values?: Values
}

/**
 * What the rows that are asked for have in common; of a register those that are current, unless a job or `at` says otherwise.
 * Throws Problem 403 `dataset_forbidden`, `project_forbidden`; 404 `table_not_found`, `job_not_found`; 400 `invalid_request` for a change of no job; 410 `journal_gone`; 422
 * `no_history`, `extract_unknown`, `column_not_found`.
 */
export async function selectData(connection: Connection, input: DataInput): Promise<DataSelection> {
  const { job_id, actor, at, search = "" } = input
  if (input.change && job_id === undefined) throw changeOfNothing()
  const job = job_id === undefined ? null : await jobOfCall(connection, { job_id, actor })
  const table = readableTable(input.table, job ? findDataset(job.dataset) : undefined)
  assertReach(actor, table.dataset)
  const number = at === undefined ? null : await extractAt(connection, table, at)
  const words = search.split(/\s+/).filter((word) => word !== "")
  const conditions = [
    ...inProjects(table, actor),
    ...(job ? [await doneBy(connection, table, job, input.change)] : []),
    ...(number === null && table.policy === "temporal" && !job ? [{ sql: piece("current") }] : []),
    ...words.map((word, place) => withWord(table, word, place)),
  ]
  const order = orderOf(table, input.sort)
  const by = `rows/named/${table.name}`
  const named = number !== null && hasStatement(by) && words.length === 0 && !isName(table, order.sort)
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
    ...order,
  }
}

const piece = (name: string, slots: Slots = {}) => expression(`rows/of/${name}`, slots)

/** The names of one row at an extract, by the kind of name that the table shows. */
function namesOfThen({ dataset, name }: ReadableTable): Fragment {
  const step = dataset.afterSteps.find((one) => one.operation === "resolve_names" && one.table === name)
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

function inProjects({ dataset }: ReadableTable, actor: Reach): Condition[] {
  const projects = projectsOf(actor)
  if (!dataset.scoped || projects === null) return []
  return [{ sql: piece("projects"), values: { projects: JSON.stringify(projects) } }]
}

/** How rows tell what was done to them, by the policy of their table; what is missing is never done to them. */
const TOLD_BY: Record<ReadableTable["policy"], Partial<Record<RowChange, string>>> = {
  temporal: { inserted: "opened", closed: "closed" },
  upsert: { inserted: "upsert_added", updated: "upsert_changed" },
  keyed: { inserted: "added", updated: "changed", merged: "changed" },
  part: { inserted: "opened" },
}
/** What only the journal knows, and which of its counts that is. */
const JOURNALLED: Record<string, "added" | "changed"> = {
  upsert_added: "added",
  upsert_changed: "changed",
  changed: "changed",
}

async function doneBy(
  connection: Connection,
  table: ReadableTable,
  job: Job,
  change?: RowChange,
): Promise<Condition> {
  const never: RowChange = job.options.duplicates === "merge" ? "updated" : "merged"
  const told = Object.entries(TOLD_BY[table.policy]).filter(([of]) => of !== never)
  const named = told.filter(([of]) => change === undefined || of === change).map(([, name]) => name)
  const names = [...new Set(named)]
  const journalled = names.flatMap((name) => JOURNALLED[name] ?? [])
  const { job_id } = job
  if (journalled.length > 0 && !job.dry_run) await assertKnown(connection, table, job, journalled)
  const slots: Slots = table.policy === "upsert" ? { key: structOf(table.id, "t") } : {}
  return {
    sql: anyOf(names.map((name) => piece(name, slots))),
    values: {
      ...(names.length > 0 && { job_id }),
      ...(journalled.length > 0 && { table_name: table.name }),
    },
  }
}

type Known = Record<"added" | "changed" | "added_known" | "changed_known", number>

async function assertKnown(
  connection: Connection,
  table: ReadableTable,
  { job_id, title }: Job,
  journalled: readonly ("added" | "changed")[],
): Promise<void> {
  const values = { job_id, table_name: table.name }
  const [known] = await connection.rows<Known>(statement("rows/journal_kept"), values)
  if (!known || journalled.every((count) => known[`${count}_known`] >= known[count])) return
  const detail =
    `Which rows of ${table.key} ${title} has changed is no longer known: it was undone, or its undo records were removed. ` +
    "How many they were is in its report."
  throw problem(410, "journal_gone", detail, { job_id })
}

interface Extracts {
  first: number | null
  last: number | null
  first_day: string | null
  of_day: number | null
}

/** The extract a number or a day means: of a day the last whose snapshot is not after it. */
async function extractAt(connection: Connection, table: ReadableTable, at: string): Promise<number> {
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

function withWord(table: ReadableTable, word: string, place: number): Condition {
  const texts = table.columns.filter(({ type }) => type === "varchar").map(({ name }) => name)
  const name = `word_${place}`
  const slots = { text: columnList(texts, "t"), word: parameter(name, "varchar") }
  return { sql: piece("word", slots), values: { [name]: word } }
}

function orderOf(
  table: ReadableTable,
  asked: string | undefined,
): Pick<DataSelection, "ordered" | "sort" | "descending"> {
  if (asked === undefined) return { ordered: false, sort: null, descending: false }
  const descending = asked.startsWith("-")
  const name = descending ? asked.slice(1) : asked
  return { ordered: true, descending, sort: name === table.first ? null : sortableColumn(table, name) }
}
