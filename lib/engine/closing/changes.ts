import type { TableChanges } from "../../contract/index.ts"
import type { Dataset, Table } from "../../datasets/declaration.ts"
import { payloadOf } from "../../datasets/questions.ts"
import type { Connection, Values } from "../../db/connection.ts"
import {
  anyOf,
  columnList,
  expression,
  type Fragment,
  identifier,
  leading,
  pairwise,
  selectList,
  statement,
  structOf,
  textLiteral,
} from "../../db/statement.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { keyedSlots } from "../batches/keyed.ts"
import type { Job } from "../jobs/jobs.ts"
import type { Books } from "../progress/reconcile.ts"
import { ruleOf } from "../staging/fold.ts"

/** Per table, under its key on the wire. */
export type Changes = Record<string, TableChanges>

/** What a dry run found each table would become, with at most ten changes as a sample. */
export async function findChanges(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  { reconciliation }: Pick<Books, "reconciliation">,
): Promise<Changes> {
  const changes: Changes = {}
  const { nothing, compared } = await compareAll(connection, dataset, job)
  for (const table of dataset.tables) {
    const mine = reconciliation.filter((line) => line.table === table.key)
    const sum = (count: "duplicates" | "failed_rows") =>
      mine.reduce((total, line) => total + line.counts[count], 0)
    const found = nothing ? fromCounts() : (compared[table.name] ?? fromCounts(mine[0]?.counts))
    changes[table.key] = { ...found, duplicate: sum("duplicates"), failed: sum("failed_rows") }
  }
  return changes
}

/** The same of an import that has not begun, of the tables whose rows are told apart; repeated and failed rows are counted later. */
export async function checkChanges(connection: Connection, dataset: Dataset, job: Job): Promise<Changes> {
  const { nothing, compared } = await compareAll(connection, dataset, job)
  const found = dataset.tables.flatMap(({ name, key }) => {
    const one = nothing ? fromCounts() : compared[name]
    return one ? [[key, { ...one, duplicate: 0, failed: 0 }] as const] : []
  })
  return Object.fromEntries(found)
}

type Compared = Omit<TableChanges, "duplicate" | "failed">

/** What tables would become, by their names, one after the other in one round trip; and whether there is nothing to go by. */
async function compareAll(
  connection: Connection,
  dataset: Dataset,
  job: Job,
): Promise<{ nothing: boolean; compared: Record<string, Compared> }> {
  const tables = dataset.tables.filter(({ policy }) => policy in CHANGES)
  const holds = tables.flatMap((table) => {
    const changes = CHANGES[table.policy]?.(dataset, table, job) ?? noneOf
    const hold = statement("finalize/hold_changes", { name: identifier(heldAs(table)), changes })
    return table.policy === "keyed" ? [setJob(table), hold] : [hold]
  })
  const held = tables.map((table) => {
    const value = expression("pieces/held", { name: textLiteral(heldAs(table)) })
    return selectList([{ value, name: table.name }])
  })
  const script = [...holds, statement("finalize/held_changes", { held: leading(held) })].join(";\n")
  const values: Values = { job_id: job.job_id }
  if (tables.some(({ policy }) => policy === "temporal")) values.whole = job.extract_type === "full"
  const [row] = await connection.rows<Held>(script, values)
  const { none_usable: nothing = false, ...found } = row ?? {}
  const compared = Object.entries(found).map(([name, text]) => {
    const one = JSON.parse(String(text)) as Found
    return [name, { ...one, sample: one.sample ?? [] }] as const
  })
  return { nothing: nothing === true, compared: Object.fromEntries(compared) }
}

/** JSON by table. */
type Held = Record<string, string | boolean>
type Found = Compared & { sample: Compared["sample"] | null }

const heldAs = (table: Table) => `changes_${table.name}`
const setJob = ({ name }: Table) => statement("batches/set_job", { table: textLiteral(name) })
const noneOf = anyOf([])

/** The query that compares what is staged with what is there, by the policy of a table. */
const CHANGES: Partial<Record<Table["policy"], (dataset: Dataset, table: Table, job: Job) => Fragment>> = {
  temporal: (_dataset, table) => changesIn(table),
  keyed: keyedChangesIn,
}

function changesIn(table: Table): Fragment {
  const names = table.columns.map((column) => column.name)
  return expression("finalize/changes", {
    staging: stagingOf(table),
    target: identifier(table.name),
    table: textLiteral(table.name),
    identity: columnList(table.identity),
    same: pairwise(payloadOf(table), "s", "is not distinct from", "t"),
    same_identity: pairwise(table.identity, "s", "=", "t"),
    before: structOf(names, "t"),
    after: structOf(names, "s"),
  })
}

/** What each row of a keyed table would become by the rule for rows that are there already. */
function keyedChangesIn(dataset: Dataset, table: Table, job: Job): Fragment {
  const rule = ruleOf(dataset, job)
  const rows = expression("apply/rows/accepted", { staging: stagingOf(table) })
  const slots = keyedSlots(dataset, table, { mode: rule, dry: false, rows, of_row: noneOf })
  const { matched, changed, combined } = slots
  const names = table.columns.map((column) => column.name)
  return expression("finalize/changes_keyed", {
    target: identifier(table.name),
    matched: matched ?? rows,
    changed: rule === "skip" ? noneOf : (changed ?? noneOf),
    before: structOf(names, "t"),
    combined: rule === "skip" ? structOf(names, "t") : (combined ?? structOf(names, "s")),
    arriving: structOf(names, "s"),
  })
}

function fromCounts(counts?: { inserted: number; updated: number; unchanged: number }): Compared {
  const { inserted = 0, updated = 0, unchanged = 0 } = counts ?? {}
  return { new: inserted, changed: updated, unchanged, closed: 0, sample: [] }
}
