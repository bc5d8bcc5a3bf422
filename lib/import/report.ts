import type { ImportOptions, ReportAnswer, ReportSummary, RowError } from "../contract/index.ts"
import type { Dataset } from "../datasets/define.ts"
import { findDataset } from "../datasets/index.ts"
import type { Connection } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { type CallOfJob, type Job, jobOfCall } from "../engine/jobs/jobs.ts"
import { loadBatchFacts, overallOf, tablesOf } from "../engine/progress/batch-facts.ts"
import { loadBooks } from "../engine/progress/reconcile.ts"
import { errorPages, rowErrorOf } from "../engine/progress/row-errors.ts"
import { maskedAddress } from "../secrets.ts"

/** Row errors one answer lists; as CSV there is no limit. */
const MOST_ERRORS = 10_000

/** A report to be sent as a file, its row errors read while it is sent. */
export interface ReportFile {
  report: ReportSummary
  errors: AsyncIterable<RowError[]>
}

/**
 * What an import did: per table, reconciled, its errors by code and row by row. Throws Problem 404
 * `job_not_found`.
 */
export async function jobReport(
  input: CallOfJob & { errors?: boolean },
  effects: Effects,
): Promise<ReportAnswer> {
  const { report, errors } = await reportFile(input, effects)
  const listed = input.errors === false ? [] : await firstOf(errors, MOST_ERRORS)
  return { ...report, errors: listed, errors_listed: listed.length }
}

async function firstOf<T>(pages: AsyncIterable<T[]>, most: number): Promise<T[]> {
  const first: T[] = []
  for await (const page of pages) {
    first.push(...page.slice(0, most - first.length))
    if (first.length === most) break
  }
  return first
}

/** The same for a file, with however many errors. Throws Problem 404 `job_not_found`. */
export async function reportFile(input: CallOfJob, effects: Effects): Promise<ReportFile> {
  return effects.db.use(async (connection) => {
    const job = await jobOfCall(connection, input)
    const dataset = findDataset(job.dataset)
    const pages = errorPages({ job_id: job.job_id, dataset }, { with_record: false }, effects)
    return { report: await summaryOf(connection, dataset, job, effects), errors: toldPages(dataset, pages) }
  })
}

async function* toldPages(
  dataset: Dataset,
  pages: ReturnType<typeof errorPages>,
): AsyncGenerator<RowError[], void> {
  for await (const page of pages) yield page.map((row) => rowErrorOf(dataset, row))
}

/** The same without the single errors, of a job that was looked up. */
export async function summaryOf(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  effects: Effects,
): Promise<ReportSummary> {
  const facts = await loadBatchFacts(connection, job.job_id, effects)
  const { reconciliation } = await loadBooks(connection, dataset, job.job_id)
  const codes = await connection.rows<{ code: string; errors: number }>(statement("staging/count_errors"), {
    job_id: job.job_id,
  })
  const changes = job.result?.changes as ReportSummary["changes"]
  return {
    job: {
      job_id: job.job_id,
      dataset: job.dataset,
      title: job.title,
      status: job.status,
      outcome: job.outcome,
      started_at: job.started_at,
      started_by: job.started_by,
      finished_at: job.finished_at,
      overall_progress: overallOf(facts.kinds, job.status),
      row_errors: facts.row_errors,
      extract_number: job.extract_number,
      snapshot_date: job.snapshot_date,
      source: job.source.name,
      dry_run: job.dry_run,
      options: shownOptions(dataset, job.options),
      content_hash: job.content_hash,
    },
    tables: tablesOf(dataset, facts.kinds),
    reconciliation,
    errors_by_code: Object.fromEntries(codes.map(({ code, errors }) => [code, errors])),
    errors_total: facts.row_errors,
    duration_seconds: durationOf(job),
    ...(changes && { changes }),
  }
}

/** What was asked for, and what holds where nothing was said. */
function shownOptions(dataset: Dataset, options: ImportOptions): Record<string, unknown> {
  const [duplicates] = dataset.duplicates
  const batch_size = dataset.batchSize.default
  const { notify_email, ...asked } = options
  const shown = {
    ...(duplicates !== undefined && { duplicates }),
    ...(batch_size !== undefined && { batch_size }),
    ...asked,
  }
  return notify_email === undefined ? shown : { ...shown, notify_email: maskedAddress(notify_email) }
}

function durationOf(job: Job): number | null {
  if (job.finished_at === null) return null
  return (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000
}
