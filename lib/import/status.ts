import { nowOf } from "../clock.ts"
import type { JobStatus, Operation, StatusAnswer } from "../contract/index.ts"
import { type Dataset, tableKey } from "../datasets/define.ts"
import type { Connection } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { describeBatch } from "./describe.ts"
import { findJob, type Job } from "./jobs.ts"
import { stagingOf } from "./prepare-answer.ts"
import { paceOf, percentageOf } from "./progress.ts"
import { loadFiles } from "./stage.ts"
import { legalActions } from "./transitions.ts"

interface NamedRow {
  table_name: string
  operation: Operation
  batch_number: number
}

/** One table's batches and rows, summed up. */
export interface TableRow {
  table_name: string
  completed: number
  failed: number
  running: number
  total: number
  rows_done: number
  rows_total: number
  inserted: number
  closed: number
  updated: number
  merged: number
  skipped: number
  unchanged: number
  duplicates: number
  unmatched: number
  drift: number
  failed_rows: number
}

/** What sql/status/batches.sql tells. */
export interface BatchFacts {
  tables: TableRow[] | null
  current_batch: (NamedRow & { records: number; started_at: string; of: number }) | null
  next_batch: NamedRow | null
  failed_batches: (NamedRow & { attempt: number; error: string | null; retryable: boolean | null })[] | null
  timings: { started_at: string; completed_at: string; duration_ms: number; records: number }[] | null
  driver: { id: string; label: string; latest: string; since: string } | null
  expired: number
  backing_off: number
  row_errors: number
}

/** A driver that has not asked for a batch for this long drives no more. */
export const DRIVER_GONE_AFTER_MS = 60_000

/** Loads what a status is made of, in one round trip. */
export async function loadBatchFacts(
  connection: Connection,
  job_id: string,
  effects: Effects,
): Promise<BatchFacts> {
  const values = { job_id, now: nowOf(effects) }
  const [facts] = await connection.rows<BatchFacts>(statement("status/batches"), values)
  if (!facts) throw new Error("sql/status/batches.sql answers one row, always")
  return facts
}

/** Everything a person wants to know of a job now. Two round trips. Throws Problem 404 `job_not_found`. */
export async function jobStatus(
  input: { dataset: Dataset; job_id: string },
  effects: Effects,
): Promise<StatusAnswer> {
  const { dataset } = input
  return effects.db.use(async (connection) => {
    const job = await findJob(connection, input.job_id, dataset)
    const facts = await loadBatchFacts(connection, input.job_id, effects)
    const preparing = job.status === "preparing"
    const files = preparing ? await loadFiles(connection, job.job_id) : []
    return {
      ...headOf(job),
      overall_progress: overallOf(facts.tables ?? [], job.status),
      tables: tablesOf(dataset, facts.tables ?? []),
      ...batchesOf(dataset, facts, job.status),
      staging: preparing ? stagingOf(dataset, job, files) : null,
      ...paceOfJob(facts, job.status),
      driver: driverOf(facts, effects.clock.now()),
      warnings: job.warnings,
      row_errors: facts.row_errors,
      reconciles: (job.result?.reconciles as boolean | undefined) ?? null,
      actions: legalActions(job.status, { dryRun: job.dry_run, done: isDone(facts.tables ?? []) }),
      updated_at: latestOf(job, facts),
    }
  })
}

function headOf(job: Job) {
  return {
    job_id: job.job_id,
    dataset: job.dataset,
    status: job.status,
    outcome: job.outcome,
    dry_run: job.dry_run,
    title: job.title,
    extract_number: job.extract_number,
    snapshot_date: job.snapshot_date,
    started_at: job.started_at,
    started_by: job.started_by,
    finished_at: job.finished_at,
  }
}

const sumOf = (
  tables: readonly TableRow[],
  count: "completed" | "failed" | "total" | "rows_done" | "rows_total",
) => tables.reduce((sum, table) => sum + table[count], 0)

/** Batches and rows of all tables together. */
export function overallOf(tables: readonly TableRow[], status: JobStatus): StatusAnswer["overall_progress"] {
  const total_batches = sumOf(tables, "total")
  const completed_batches = sumOf(tables, "completed")
  return {
    completed_batches,
    failed_batches: sumOf(tables, "failed"),
    total_batches,
    percentage: percentageOf(completed_batches, total_batches, status === "completed"),
    rows_done: sumOf(tables, "rows_done"),
    rows_total: sumOf(tables, "rows_total"),
  }
}

const isDone = (tables: readonly TableRow[]) => sumOf(tables, "completed") === sumOf(tables, "total")

/** Per table, under its key on the wire. */
export function tablesOf(dataset: Dataset, tables: readonly TableRow[]): StatusAnswer["tables"] {
  return Object.fromEntries(
    tables.map(({ table_name, running, unchanged, unmatched, drift, ...counts }) => [
      tableKey(dataset, table_name),
      { ...counts, status: tableStatusOf({ ...counts, running }) },
    ]),
  )
}

function tableStatusOf(table: Pick<TableRow, "completed" | "failed" | "running" | "total">) {
  if (table.completed === table.total) return "completed" as const
  if (table.running > 0) return "processing" as const
  if (table.failed > 0) return "failed" as const
  return table.completed > 0 ? ("processing" as const) : ("pending" as const)
}

function batchesOf(dataset: Dataset, facts: BatchFacts, status: JobStatus) {
  const { current_batch: current, next_batch: next, failed_batches } = facts
  return {
    current_batch: current && {
      ...wireName(dataset, current),
      records: current.records,
      started_at: current.started_at,
      description: describeBatch(tableKey(dataset, current.table_name), current),
    },
    next_batch: next && status === "processing" ? wireName(dataset, next) : null,
    failed_batches: (failed_batches ?? []).map((batch) => ({
      ...wireName(dataset, batch),
      attempts: batch.attempt,
      error: batch.error ?? "The batch failed.",
      retryable: batch.retryable ?? true,
    })),
  }
}

function wireName(dataset: Dataset, row: NamedRow) {
  return { table: tableKey(dataset, row.table_name), batch: row.batch_number, operation: row.operation }
}

function paceOfJob(facts: BatchFacts, status: JobStatus) {
  if (status !== "processing") return { rows_per_second: null, eta_seconds: null }
  const timings = (facts.timings ?? []).map((timing) => ({
    ...timing,
    started_at: Date.parse(timing.started_at),
    completed_at: Date.parse(timing.completed_at),
  }))
  const tables = facts.tables ?? []
  return paceOf(timings, {
    rows: sumOf(tables, "rows_total") - sumOf(tables, "rows_done"),
    batches: sumOf(tables, "total") - sumOf(tables, "completed"),
  })
}

function driverOf(facts: BatchFacts, now: number): StatusAnswer["driver"] {
  const { driver } = facts
  if (!driver || now - Date.parse(driver.latest) > DRIVER_GONE_AFTER_MS) return null
  return { id: driver.id, label: driver.label, since: driver.since }
}

function latestOf(job: Job, facts: BatchFacts): string {
  const times = [job.updated_at, facts.driver?.latest, ...(facts.timings ?? []).map((t) => t.completed_at)]
  return times.filter((time): time is string => !!time).reduce((a, b) => (a > b ? a : b))
}
