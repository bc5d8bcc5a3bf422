import { nowOf } from "../../clock.ts"
import type { FinalizeAnswer, Outcome, Warning } from "../../contract/index.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"
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
    outcome: outcomeOf(books, failed_batches, row_errors),
    names_resolved: names.reduce((sum, line) => sum + line.read, 0),
    failed_batches,
    row_errors,
    reconciles: true,
    finished_at: nowOf(effects),
  }
}

/** How a job ended: complete, partly, or nothing landed although something should have. */
export function outcomeOf(books: Books, failedBatches: number, rowErrors: number): Outcome {
  if (failedBatches === 0 && rowErrors === 0) return "complete"
  const landed = books.reconciliation.some(
    ({ operation, counts }) => accountedFor(operation, counts) - counts.failed_rows > 0,
  )
  return landed ? "partial_failure" : "failed"
}

/** What closed rows are to be warned of. */
export function driftWarning(books: Books): Warning[] {
  if (books.drift === 0) return []
  const message = "Rows were replaced although no delete file named them; their old versions were closed."
  return [{ code: "drift", message, count: books.drift }]
}
