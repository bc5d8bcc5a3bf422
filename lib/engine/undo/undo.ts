import type { AfterStep, Dataset, Table } from "../../datasets/declaration.ts"
import { payloadOf, sqlTypeOf, stepOn, tableOf } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, Fragment, identifier, restoredFrom, statement, structOf } from "../../db/statement.ts"
import { keyRanges } from "../staging/plan.ts"
import { countTarget } from "./count.ts"
import { planKeyedUndo, rebuild, restoreKeyed } from "./keyed.ts"
import type { StepEffect, UndoStep } from "./step.ts"

const ROWS_PER_STEP = 1_000_000

/**
 * The steps that undo a job, in the order they must run: what after-steps and upserts wrote first, while the
 * rows they wrote to are still there; then the rows it opened; then those it closed.
 */
export async function planUndo(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
): Promise<UndoStep[]> {
  const everything = { key_from: 0, key_to: 0 }
  const keyed = await planKeyedUndo(connection, dataset, job_id)
  const journalled: UndoStep[] = [
    ...dataset.afterSteps
      .filter((step) => isTemporal(dataset, step))
      .map((step) => ({ table: step.table, operation: step.operation })),
    ...dataset.tables
      .filter((table) => table.policy === "upsert")
      .flatMap(({ name }) => ["mend", "insert"].map((operation) => ({ table: name, operation }))),
  ].map((named) => ({ kind: "restore" as const, ...named, ...everything }))
  const temporal = dataset.tables.filter((table) => table.policy === "temporal")
  const ranged: UndoStep[] = []
  for (const table of temporal) {
    const ranges = await rangesOf(connection, table, job_id)
    for (const kind of ["remove", "reopen"] as const) {
      ranged.push(...ranges.map((range) => ({ kind, table: table.name, operation: "", ...range })))
    }
  }
  return [...journalled, ...ranged, ...keyed]
}

function isTemporal(dataset: Dataset, step: AfterStep): boolean {
  return dataset.tables.some((table) => table.name === step.table && table.policy === "temporal")
}

async function rangesOf(connection: Connection, table: Table, job_id: string) {
  const target = identifier(table.name)
  const { opened, closed } = await countTarget(connection, table, job_id)
  const rows = opened + closed
  if (rows === 0) return []
  const parts = Math.ceil(rows / ROWS_PER_STEP)
  if (parts === 1) return keyRanges([])
  const fractions = JSON.stringify(Array.from({ length: parts - 1 }, (_, i) => (i + 1) / parts))
  const sql = statement("rollback/key_cuts", { target })
  const [row] = await connection.rows<{ cuts: number[] }>(sql, { job_id, fractions })
  return keyRanges([...(row?.cuts ?? [])].sort((a, b) => a - b))
}

/** Carries one step out in the caller's transaction and tells how many rows it touched. */
export async function runUndoStep(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  step: UndoStep,
): Promise<StepEffect> {
  const table = tableOf(dataset, step.table)
  if (step.kind === "rebuild") return rebuild(connection, dataset, step, job_id)
  if (table.policy === "keyed") return restoreKeyed(connection, dataset, step, job_id)
  if (step.kind === "restore") return restore(connection, dataset, table, job_id, step.operation)
  const { key_from, key_to } = step
  const sql = statement(`rollback/${step.kind}`, { target: identifier(table.name) })
  const rows = await connection.run(sql, { job_id, key_from, key_to })
  const removed = step.kind === "remove" ? rows : 0
  return { removed, restored: rows - removed, kept: 0 }
}

async function restore(
  connection: Connection,
  dataset: Dataset,
  table: Table,
  job_id: string,
  operation: string,
): Promise<StepEffect> {
  const step = stepOn(dataset, table.name, operation)
  const journal = step ? journalOfStep(table, step) : journalOfUpsert(table)
  const { target, key, after, scope, restored, written } = journal
  const values = { job_id, table_name: table.name, operation }
  const [left] = await connection.rows<{ kept: number }>(
    statement("rollback/count_kept", { target, key, after, scope, written }),
    values,
  )
  const changed = await connection.run(
    statement("rollback/restore", { target, key, after, scope, restored, written }),
    values,
  )
  const removed = step
    ? 0
    : await connection.run(statement("rollback/remove_added", { target, key, after, written }), values)
  await connection.run(statement("rollback/clear_journal"), values)
  return { removed, restored: changed, kept: left?.kept ?? 0 }
}

interface Journal {
  target: Fragment
  written: Fragment
  key: Fragment
  after: Fragment
  scope: Fragment
  restored: Fragment
}

function journalOfStep(table: Table, step: AfterStep): Journal {
  return {
    target: identifier(table.name),
    written: identifier("import_undo"),
    key: structOf(["_entity_key"], "t"),
    after: structOf(step.writes, "t"),
    // A row the job has closed since is current again in the end.
    scope: new Fragment("(t._is_current or t._closed_job_id = u.job_id) and t._job_id <> u.job_id"),
    restored: restoredFrom(step.writes.map((name) => ({ name, type: "varchar" }))),
  }
}

function journalOfUpsert(table: Table): Journal {
  const payload = payloadOf(table)
  const typed = table.columns
    .filter((column) => payload.includes(column.name))
    .map((column) => ({ name: column.name, type: sqlTypeOf(column) }))
  return {
    target: identifier(table.name),
    written: expression("pieces/written"),
    key: structOf(table.identity, "t"),
    after: structOf(payload, "t"),
    scope: new Fragment("true"),
    restored: restoredFrom([...typed, { name: "_job_id", type: "uuid" }]),
  }
}
