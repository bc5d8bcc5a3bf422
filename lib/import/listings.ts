import type {
  AuditAnswer,
  AuditQuery,
  BatchesAnswer,
  BatchesQuery,
  BatchStatus,
  Held,
  ImportsAnswer,
  ImportsQuery,
  JobStatus,
  Operation,
  Outcome,
  Reach,
  RowCounts,
  RowErrorsAnswer,
  RowErrorsQuery,
} from "../contract/index.ts"
import { isId } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { findDataset, listDatasets } from "../datasets/index.ts"
import { tableKey, targetNamed } from "../datasets/questions.ts"
import type { Values } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { type CallOfJob, jobOfCall } from "../engine/jobs/jobs.ts"
import { datasetsOf, isInReach, projectsOf } from "../engine/jobs/reach.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { badCursor, decodeCursor, encodeCursor, offsetOf, pageOf } from "../engine/progress/cursor.ts"
import { percentageOfJob } from "../engine/progress/progress.ts"
import { countsOf } from "../engine/progress/reconcile.ts"
import { type ErrorRow, rowErrorOf } from "../engine/progress/row-errors.ts"

interface ImportRow {
  job_id: string
  dataset: string
  title: string
  status: JobStatus
  held: Held | null
  outcome: Outcome | null
  dry_run: boolean
  extract_number: number | null
  extract_type: "full" | "update" | null
  source_bytes: number | null
  content_hash: string | null
  started_at: string
  started_by: string
  finished_at: string | null
  total: number
  completed: number
  failed: number
  rows_done: number
  rows_total: number
  row_errors: number
}

/** The datasets that the caller may import, and whose rows it may read. */
export function listDatasetsFor(actor: Reach): readonly Dataset[] {
  return listDatasets().filter((dataset) => isInReach(actor, dataset))
}

/** The imports the caller may get at, newest first, one page at a time. Throws Problem 400 `invalid_cursor`. */
export async function listImports(
  query: ImportsQuery & { actor: Reach },
  effects: Effects,
): Promise<ImportsAnswer> {
  const cursor = decodeCursor(query.cursor)
  if (cursor && !(typeof cursor.at === "string" && isId(String(cursor.id)))) throw badCursor()
  const [projects, datasets] = [projectsOf(query.actor), datasetsOf(query.actor)]
  const rows = await connectWithinTime(effects, (connection) =>
    connection.rows<ImportRow>(statement("status/list"), {
      projects: projects && JSON.stringify(projects),
      datasets: datasets && JSON.stringify(datasets),
      dataset: query.dataset ?? null,
      status: query.status ?? null,
      dry_run: query.dry_run ?? null,
      waiting: query.waiting ?? null,
      started_before: cursor ? String(cursor.at) : null,
      job_before: cursor ? String(cursor.id) : null,
      limit: query.limit + 1,
    }),
  )
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const more = rows.length > query.limit && last
  return {
    imports: page.map(importSummary),
    next_cursor: more ? encodeCursor({ at: last.started_at, id: last.job_id }) : null,
  }
}

function importSummary(row: ImportRow): ImportsAnswer["imports"][number] {
  const { total, completed, failed, rows_done, rows_total, ...rest } = row
  return {
    ...rest,
    overall_progress: {
      completed_batches: completed,
      failed_batches: failed,
      total_batches: total,
      percentage: percentageOfJob(completed, total, row.status),
      rows_done,
      rows_total,
    },
  }
}

interface BatchRow extends RowCounts {
  table_name: string
  batch_number: number
  operation: Operation
  status: BatchStatus
  records: number
  attempt: number
  started_at: string | null
  completed_at: string | null
  duration_ms: number | null
  error: string | null
}

interface Page {
  limit: number
  offset: number
}

/** Loads one page of a job's list, one row more than asked, so that it is known whether there is another. */
async function loadPage<T>(
  name: string,
  call: CallOfJob,
  query: { limit: number; cursor?: string | undefined; table?: string | undefined },
  more: Record<string, string | null>,
  effects: Effects,
) {
  const page: Page = { limit: query.limit, offset: offsetOf(query.cursor) }
  return connectWithinTime(effects, async (connection) => {
    const { job_id } = call
    const dataset = findDataset((await jobOfCall(connection, call)).dataset)
    const values: Values = { job_id, limit: page.limit + 1, offset: page.offset, ...more }
    if (query.table !== undefined) values.table_name = targetNamed(dataset, query.table) ?? query.table
    const rows = await connection.rows<T>(statement(name), values)
    return { dataset, ...pageOf(rows, page.limit, page.offset) }
  })
}

/** The batches of a job in the order they run. Throws Problem 404 `job_not_found`. */
export async function listBatches(input: CallOfJob & BatchesQuery, effects: Effects): Promise<BatchesAnswer> {
  const filter = { table_name: null, operation: input.operation ?? null, status: input.status ?? null }
  const { dataset, page, next_cursor } = await loadPage<BatchRow>(
    "status/batch_page",
    input,
    input,
    filter,
    effects,
  )
  const batches = page.map((row) => ({
    table: tableKey(dataset, row.table_name),
    batch: row.batch_number,
    operation: row.operation,
    status: row.status,
    records: row.records,
    counts: countsOf(row),
    attempts: row.attempt,
    started_at: row.started_at,
    completed_at: row.completed_at,
    duration_ms: row.duration_ms === null ? null : Math.round(row.duration_ms),
    error: row.error,
  }))
  return { batches, next_cursor }
}

/** The rows of a job that were not applied, and why. Throws Problem 404 `job_not_found`. */
export async function listRowErrors(
  input: CallOfJob & RowErrorsQuery,
  effects: Effects,
): Promise<RowErrorsAnswer> {
  const filter = { table_name: null, code: input.code ?? null }
  const query =
    input.offset === undefined ? input : { ...input, cursor: encodeCursor({ offset: input.offset }) }
  const { dataset, page, next_cursor } = await loadPage<ErrorRow & { total: number }>(
    "status/error_page",
    input,
    query,
    filter,
    effects,
  )
  return { errors: page.map((row) => rowErrorOf(dataset, row)), total: page[0]?.total ?? 0, next_cursor }
}

interface AuditRow {
  at: string
  actor: string
  event: string
  from_status: string | null
  to_status: string | null
  detail: string | null
}

/** Who did what to a job, oldest first. Throws Problem 404 `job_not_found`. */
export async function listAudit(input: CallOfJob & AuditQuery, effects: Effects): Promise<AuditAnswer> {
  const { page, next_cursor } = await loadPage<AuditRow>("status/audit_page", input, input, {}, effects)
  const events = page.map(({ at, actor, event, from_status: from, to_status: to, detail }) => ({
    at,
    actor,
    event,
    from,
    to,
    detail,
  }))
  return { events, next_cursor }
}
