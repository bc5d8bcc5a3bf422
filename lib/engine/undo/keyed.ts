import type { AfterStep, Dataset, Table } from "../../datasets/declaration.ts"
import { payloadOf, sqlTypeOf, stepOf, tableOf } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import {
  expression,
  hasStatement,
  identifier,
  qualified,
  type RestoredType,
  restoredFrom,
  type Slots,
  slotsFor,
  statement,
  structOf,
  structWith,
  textLiteral,
} from "../../db/statement.ts"
import { journalled, partLists, partSlots } from "../batches/keyed.ts"
import { stepSlots } from "../batches/slots.ts"
import { evenRanges, LAST_KEY } from "../staging/plan.ts"
import type { StepEffect, UndoStep } from "./step.ts"

/** What one transaction takes back: what it changes is held in memory until it commits. */
const ROWS_PER_STEP = 250_000

/** The steps that undo what a job did to keyed tables, each over a part of its rows. */
export async function planKeyedUndo(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
): Promise<UndoStep[]> {
  const steps: UndoStep[] = []
  const rounds = await connection.rows<MendedRound>(statement("rollback/mended"), { job_id })
  for (const step of keyedSteps(dataset, rounds)) {
    const values = { job_id, table_name: step.table }
    const [journal] = await connection.rows<{ rows: number }>(statement("rollback/count_journal"), values)
    const whole = step.kind !== "restore" || step.operation === "mend"
    const ranges = whole ? [{}] : evenRanges(journal?.rows ?? 0, ROWS_PER_STEP)
    steps.push(...ranges.map((range) => ({ ...step, ...range })))
  }
  return steps
}

/**
 * First what after-steps wrote to rows of others, then the job's own rows; and then the steps whose results hung on rows
 * that are gone.
 */
function keyedSteps(dataset: Dataset, rounds: readonly MendedRound[] = []): UndoStep[] {
  const everything = { key_from: 0, key_to: 0 }
  const keyed = dataset.tables.filter((table) => table.policy === "keyed")
  const steps = dataset.afterSteps.filter((step) => keyed.some((table) => table.name === step.table))
  const restore = (table: string, operation: string): UndoStep => ({
    kind: "restore",
    table,
    operation,
    ...everything,
  })
  return [
    ...steps.filter((step) => step.reads === undefined).map((step) => restore(step.table, step.operation)),
    // What a mended row changed was written by rows before it, so the last go first.
    ...rounds
      .filter(({ table_name }) => keyed.some((table) => table.name === table_name))
      .map(({ table_name, row_from, row_to }) => ({
        ...restore(table_name, "mend"),
        row_from,
        row_to,
      })),
    ...keyed.map((table) => restore(table.name, "insert")),
    ...steps
      .filter((step) => hasStatement(lostOf(step)))
      .map((step) => ({ ...restore(step.table, step.operation), kind: "rebuild" as const })),
  ]
}

/** Rows that were mended together, by their numbers among the staged ones. */
interface MendedRound {
  table_name: string
  row_from: number
  row_to: number
}

/** Whether a step is about rows of the table, and not what an after-step wrote to them. */
const isOfRows = ({ operation }: Pick<UndoStep, "operation">) =>
  operation === "insert" || operation === "mend"

/** What a step finds out before it writes anything. */
const FINDING = ["circle", "find"]

const lostOf = (step: AfterStep) => `apply/${step.operation}/lost`

/** What taking a job back would do to a keyed table, without doing it. */
export async function countKeyed(
  connection: Connection,
  dataset: Dataset,
  table: Table,
  job_id: string,
): Promise<StepEffect> {
  const sum: StepEffect = { removed: 0, restored: 0, kept: 0 }
  const steps = keyedSteps(dataset).filter((step) => step.table === table.name && step.kind === "restore")
  for (const step of steps) {
    const slots = step.operation === "insert" ? rowSlots(dataset, table) : slotsOfStep(dataset, step)
    const values = { job_id, table_name: table.name, operation: step.operation }
    const [found] = await connection.rows<StepEffect>(filled("rollback/keyed/count", slots), values)
    const anew = await isWorkedOutAnew(connection, dataset, step, job_id)
    sum.removed += found?.removed ?? 0
    sum.restored += found?.restored ?? 0
    sum.kept += anew ? 0 : (found?.kept ?? 0)
  }
  return sum
}

/** Gives journalled rows of a keyed table back what they held and removes those the job added. */
export async function restoreKeyed(
  connection: Connection,
  dataset: Dataset,
  undo: UndoStep,
  job_id: string,
): Promise<StepEffect> {
  const table = tableOf(dataset, undo.table)
  const slots = isOfRows(undo) ? rowSlots(dataset, table) : slotsOfStep(dataset, undo)
  // A step that an earlier version has planned is about all rows.
  const keys = { key_from: undo.key_from, key_to: undo.key_to || LAST_KEY }
  const range = { ...keys, row_from: undo.row_from ?? 0, row_to: undo.row_to ?? 0 }
  const values = { job_id, table_name: table.name, operation: undo.operation, ...range }
  await excludeBatches(connection, table.name)
  const run = (name: string, more: Slots = {}) =>
    connection.run(filled(`rollback/keyed/${name}`, { ...slots, ...more }), values)
  const kept = (await isWorkedOutAnew(connection, dataset, undo, job_id)) ? 0 : await run("keep_changed")
  const restored = await run("restore")
  const removed = await run("remove_added")
  for (const part of isOfRows(undo) ? (table.parts ?? []) : []) {
    await run("remove_parts", partSlots(part))
  }
  await connection.run(statement("rollback/keyed/clear_journal"), values)
  return { removed, restored, kept }
}

/**
 * Collides with every batch that is changing rows of the table, in the caller's transaction: removing a row alone would
 * pass beside a change of it that is not committed yet, and the change be lost.
 */
async function excludeBatches(connection: Connection, table: string): Promise<void> {
  await connection.run(statement("locks/take"), { name: table })
}

/**
 * Whether what a step wrote is about to be worked out anew, for rows of other imports as well: these have written it
 * since, so that nothing of it is somebody's change.
 */
async function isWorkedOutAnew(
  connection: Connection,
  dataset: Dataset,
  undo: UndoStep,
  job_id: string,
): Promise<boolean> {
  if (isOfRows(undo) || !hasStatement(lostOf(stepOf(dataset, undo.table, undo.operation)))) return false
  await connection.run(statement("batches/set_job", { table: textLiteral(undo.table) }), { job_id })
  const sql = statement("rollback/keyed/ran_beside", { beside: BESIDE })
  const [found] = await connection.rows<{ beside: boolean }>(sql)
  return found?.beside ?? false
}

const BESIDE = expression("pieces/beside")

const filled = (name: string, slots: Slots) => statement(name, slotsFor(name, slots, identifier))

function rowSlots(dataset: Dataset, table: Table): Slots {
  const names = table.columns.map((column) => column.name)
  const kept = journalled(dataset, table).filter((name) => !names.includes(name))
  const payload = new Set([...payloadOf(table), ...(table.otherwise ?? [])])
  const own = table.columns
    .filter((column) => payload.has(column.name))
    .map((column) => ({ name: column.name, type: sqlTypeOf(column) }))
  return {
    target: identifier(table.name),
    technical: textLiteral(JSON.stringify(Object.fromEntries(kept.map((name) => [name, null])))),
    content: structWith([
      ...names.map((name) => ({ name, value: qualified("t", name) })),
      ...partLists(table, "t"),
    ]),
    restored: restoredFrom([...own, ...kept.map((name) => ({ name, type: typeOf(dataset, name) }))]),
  }
}

function typeOf(dataset: Dataset, name: string): RestoredType {
  if (name === "updated_at") return "timestamp"
  if (name === "_job_id") return "uuid"
  const step = dataset.afterSteps.find((one) => one.writes.includes(name))
  return step?.types?.[name] ?? "varchar"
}

function slotsOfStep(dataset: Dataset, undo: UndoStep): Slots {
  const step = stepOf(dataset, undo.table, undo.operation)
  return {
    target: identifier(undo.table),
    technical: textLiteral("{}"),
    content: structOf(step.writes, "t"),
    restored: restoredFrom(step.writes.map((name) => ({ name, type: typeOf(dataset, name) }))),
  }
}

/** Works a step out anew for rows that hung on rows which are gone. */
export async function rebuild(
  connection: Connection,
  dataset: Dataset,
  undo: UndoStep,
  job_id: string,
): Promise<StepEffect> {
  const step = stepOf(dataset, undo.table, undo.operation)
  await excludeBatches(connection, undo.table)
  await connection.run(statement("batches/set_job", { table: textLiteral(undo.table) }), { job_id })
  const slots = stepSlots(step)
  for (const name of FINDING.map((one) => `apply/${step.operation}/${one}`).filter(hasStatement)) {
    await connection.run(filled(name, slots))
  }
  const names = expression(lostOf(step), { names: slots.names ?? identifier(undo.table), beside: BESIDE })
  await connection.run(filled(`apply/${step.operation}/update`, { ...slots, names }))
  return { removed: 0, restored: 0, kept: 0 }
}
