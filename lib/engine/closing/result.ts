import { nowOf } from "../../clock.ts"
import type { FinalizeAnswer, Outcome, Reconciliation, Warning } from "../../contract/index.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"
import { ingestionOf, type SluiceEvent } from "../../events.ts"
import type { Job } from "../jobs/jobs.ts"
import { accountedFor, type Books, type ClosingBooks } from "../progress/reconcile.ts"

/** Throws Problem 409 `counts_differ`, naming the tables. */
export function assertBooks(job: Job, books: ClosingBooks): void {
  const wrong = books.reconciliation
    .filter((line) => !line.reconciles)
    .map(
      (line) => `${line.table} (${line.operation}): ${line.read} rows read, ${line.accounted} accounted for`,
    )
  const all = [...wrong, ...(job.dry_run ? [] : books.differences)]
  if (all.length === 0) return
  const detail = `The counts do not add up, so the import is not complete: ${all.join("; ")}. Roll it back, and keep the report.`
  throw problem(409, "counts_differ", detail, { job_id: job.job_id })
}

/** What the import came to, as it is answered and kept. */
export function resultOf(job: Job, books: ClosingBooks, effects: Effects): FinalizeAnswer {
  const { row_errors, failed_batches } = books
  const names = books.reconciliation.filter((line) => line.operation === "resolve_names")
  return {
    success: true,
    job_id: job.job_id,
    status: "completed",
    outcome: outcomeOf(books, failed_batches, row_errors, isLosing(job, books)),
    names_resolved: names.reduce((sum, line) => sum + line.read, 0),
    failed_batches,
    row_errors,
    reconciles: true,
    finished_at: nowOf(effects),
  }
}

/** Whether things are without a current row by it, also where the rows that were to be theirs are left out. */
export const isLosing = ({ job_id }: Pick<Job, "job_id">, { losing }: Pick<ClosingBooks, "losing">) =>
  losing.some((one) => one.job_id === job_id && one.things > 0)

/** How a job ended: complete, partly, or nothing landed although something should have. */
export function outcomeOf(books: Books, failedBatches: number, rowErrors: number, losing = false): Outcome {
  if (failedBatches === 0 && rowErrors === 0 && !losing) return "complete"
  const landed = books.reconciliation.some(
    ({ operation, counts }) => accountedFor(operation, counts) - counts.failed_rows > 0,
  )
  return landed ? "partial_failure" : "failed"
}

/** What an import of documents came to, as it is logged. */
export function ingestionEnd(job: Job, books: Books, { outcome, finished_at }: FinalizeAnswer): SluiceEvent {
  const lines = books.reconciliation.filter(({ operation }) => operation === "insert")
  const sum = (of: (line: Reconciliation) => number) => lines.reduce((total, line) => total + of(line), 0)
  const documents = sum(({ read }) => read)
  const failed = sum(({ counts }) => counts.failed_rows)
  return {
    type: "ingestion.finished",
    ...ingestionOf(job.job_id),
    outcome,
    documents,
    processed: documents - failed,
    skipped: sum(({ counts }) => counts.skipped + counts.duplicates),
    failed,
    duration_ms: Math.max(0, Date.parse(finished_at) - Date.parse(job.started_at)),
  }
}

/** What closed rows are to be warned of. */
export function driftWarning(books: Books): Warning[] {
  if (books.drift === 0) return []
  const message = "Rows were replaced although no delete file named them; their old versions were closed."
  return [{ code: "drift", message, count: books.drift }]
}
