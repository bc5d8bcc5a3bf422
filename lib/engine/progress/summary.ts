import type { ImportOptions, ReportSummary } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { usualBatchSize } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { hostOf, maskedAddress } from "../../secrets.ts"
import type { Job } from "../jobs/jobs.ts"
import { countsOf, loadBatchFacts, overallOf, tablesOf } from "./batch-facts.ts"
import { documentsOf } from "./document-results.ts"
import { loadBooks } from "./reconcile.ts"
import { loadErrorsNotKept, MOST_ROW_ERRORS } from "./row-errors.ts"

/** What a report says of a job, without its single row errors. */
export async function summaryOf(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  effects: Effects,
): Promise<ReportSummary> {
  const facts = await loadBatchFacts(connection, job, effects)
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
      held: job.held,
      outcome: job.outcome,
      started_at: job.started_at,
      started_by: job.started_by,
      finished_at: job.finished_at,
      overall_progress: overallOf(facts.kinds, job.status),
      row_errors: facts.row_errors,
      blank_rows: facts.blank_rows,
      extract_number: job.extract_number,
      extract_type: job.extract_type,
      source_bytes: job.source.bytes,
      snapshot_date: job.snapshot_date,
      source: job.source.name,
      dry_run: job.dry_run,
      options: shownOptions(dataset, job.options),
      content_hash: job.content_hash,
    },
    warnings: job.warnings,
    ...(dataset.source === "documents" && { documents: documentsOf(facts.documents) }),
    tables: tablesOf(dataset, facts.kinds),
    counts: countsOf(facts.kinds),
    reconciliation,
    embeddings: facts.embeddings,
    errors_by_code: Object.fromEntries(codes.map(({ code, errors }) => [code, errors])),
    errors_total: facts.row_errors,
    errors_not_kept:
      facts.row_errors > MOST_ROW_ERRORS || job.thinned_at !== null
        ? await loadErrorsNotKept(connection, dataset, job.job_id)
        : [],
    duration_seconds: durationOf(job),
    ...(changes && { changes }),
  }
}

/** What was asked for, and what holds where nothing was said. */
function shownOptions(dataset: Dataset, options: ImportOptions): Record<string, unknown> {
  const [duplicates] = dataset.duplicates
  const batch_size = usualBatchSize(dataset)
  const { notify_email, webhook_url, ping_url, ...asked } = options
  const shown = {
    ...(duplicates !== undefined && { duplicates }),
    ...(batch_size !== undefined && { batch_size }),
    ...asked,
  }
  return {
    ...shown,
    ...(notify_email !== undefined && { notify_email: maskedAddress(notify_email) }),
    ...(webhook_url !== undefined && { webhook_url: hostOf(webhook_url) }),
    ...(ping_url !== undefined && { ping_url: hostOf(ping_url) }),
  }
}

/** None at all where the clock was set back meanwhile. */
function durationOf(job: Job): number | null {
  if (job.finished_at === null) return null
  return Math.max(0, Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000
}
