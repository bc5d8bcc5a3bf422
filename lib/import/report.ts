import type { ReportAnswer, ReportSummary, RowError } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { findDataset } from "../datasets/index.ts"
import type { Effects } from "../effects.ts"
import { type CallOfJob, jobOfCall } from "../engine/jobs/jobs.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { errorPages, rowErrorOf } from "../engine/progress/row-errors.ts"
import { summaryOf } from "../engine/progress/summary.ts"

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

/** The same for a file, with however many errors. Throws Problem 404 `job_not_found`, 503 `out_of_time`. */
export async function reportFile(input: CallOfJob, effects: Effects): Promise<ReportFile> {
  return connectWithinTime(effects, async (connection) => {
    const job = await jobOfCall(connection, input)
    const dataset = findDataset(job.dataset)
    const pages = errorPages({ job_id: job.job_id, dataset }, { with_record: false }, effects)
    const report = await summaryOf(connection, dataset, job, effects)
    return { report, errors: toldPages(dataset, pages) }
  })
}

async function* toldPages(
  dataset: Dataset,
  pages: ReturnType<typeof errorPages>,
): AsyncGenerator<RowError[], void> {
  for await (const page of pages) yield page.map((row) => rowErrorOf(dataset, row))
}
