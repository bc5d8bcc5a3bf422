import type { ReportAnswer } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { loadBatchFacts, overallOf, tablesOf } from "./batch-facts.ts"
import { findJob, type Job } from "./jobs.ts"
import { loadBooks } from "./reconcile.ts"

/** What an import did: per table, reconciled, its errors by code. Throws Problem 404 `job_not_found`. */
export async function jobReport(input: { job_id: string }, effects: Effects): Promise<ReportAnswer> {
  return effects.db.use(async (connection) => {
    const job = await findJob(connection, input.job_id)
    const dataset = findDataset(job.dataset)
    const facts = await loadBatchFacts(connection, job.job_id, effects)
    const { reconciliation } = await loadBooks(connection, dataset, job.job_id)
    const codes = await connection.rows<{ code: string; errors: number }>(statement("staging/count_errors"), {
      job_id: job.job_id,
    })
    const changes = job.result?.changes as ReportAnswer["changes"]
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
      },
      tables: tablesOf(dataset, facts.kinds),
      reconciliation,
      errors_by_code: Object.fromEntries(codes.map(({ code, errors }) => [code, errors])),
      duration_seconds: durationOf(job),
      ...(changes && { changes }),
    }
  })
}

function durationOf(job: Job): number | null {
  if (job.finished_at === null) return null
  return (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000
}
