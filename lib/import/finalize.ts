import { nowOf } from "../clock.ts"
import { type Caller, FinalizeAnswer } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { foldLog } from "../db/fold-log.ts"
import { statement } from "../db/statement.ts"
import { isShortOf } from "../deadline.ts"
import type { Effects } from "../effects.ts"
import { findChanges } from "../engine/closing/changes.ts"
import { keepDocumentResults, sameContentWarning } from "../engine/closing/document-results.ts"
import { keepAbandoned, losingOf, settleLost } from "../engine/closing/lost-rows.ts"
import { assertDone, closed } from "../engine/closing/may-close.ts"
import { assertBooks, driftWarning, ingestionEnd, resultOf } from "../engine/closing/result.ts"
import { auditBatches, findJob, type Job, jobOfCall, moveJob } from "../engine/jobs/jobs.ts"
import { outlastConflicts, withRoom } from "../engine/jobs/patience.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { CLOSED_STATUSES } from "../engine/jobs/transitions.ts"
import { END_MENDING } from "../engine/mending/end-mending.ts"
import { deliverNow } from "../engine/notices/deliver.ts"
import { markNotice } from "../engine/notices/outbox.ts"
import { documentsOf } from "../engine/progress/document-results.ts"
import { loadClosingBooks } from "../engine/progress/reconcile.ts"
import { clearStaging } from "../engine/staging/purge.ts"
import { runReleasedSteps } from "./after-steps.ts"

/** Of a call, for a mail: a server that does not answer takes twice as long, and still leaves time for the answer. */
const MAIL_SECONDS = 5

export interface FinalizeInput {
  dataset: Dataset
  job_id: string
  accept_failed: boolean
  actor: Caller
}

/**
 * Closes a job whose batches are done: the counts must add up, against one another and against the targets; then
 * staging is cleared. Again on a finished job it gives the same answer. Throws Problem 409 `batches_incomplete`
 * naming how many are pending or failed, `counts_differ`, `illegal_transition`; 503 `out_of_time` to be called again.
 */
export async function finalizeJob(input: FinalizeInput, effects: Effects): Promise<FinalizeAnswer> {
  return connectWithinTime(effects, (connection) =>
    withRoom(effects.db, () => outlastConflicts(() => finalizeOnce(connection, input, effects), effects)),
  )
}

/** Safe for several callers at once: whoever loses a race starts over from what the winner left. */
async function finalizeOnce(
  connection: Connection,
  input: FinalizeInput,
  effects: Effects,
): Promise<FinalizeAnswer> {
  const job = await jobOfCall(connection, input)
  // What else is kept with it is told elsewhere.
  if (job.status === "completed" && job.result) return FinalizeAnswer.parse(job.result)
  const finalizing = await beginFinalizing(connection, job, input, effects)
  return complete(connection, finalizing, input, effects)
}

async function beginFinalizing(
  connection: Connection,
  found: Job,
  input: FinalizeInput,
  effects: Effects,
): Promise<Job> {
  if (found.status === "finalizing") return found
  if (CLOSED_STATUSES.includes(found.status) || found.error) throw closed(found)
  if (await moveOn(connection, found, input, effects)) return { ...found, status: "finalizing" }
  await runReleasedSteps(connection, found, input, effects)
  const job = await findJob(connection, found.job_id)
  await moveOn(connection, job, { ...input, released: true }, effects)
  return { ...job, status: "finalizing" }
}

/** False where after-steps wait for failed batches, and are to be released first. What is looked at is what is closed: in one transaction. */
function moveOn(
  connection: Connection,
  job: Job,
  input: FinalizeInput & { released?: boolean },
  effects: Effects,
): Promise<boolean> {
  return transaction(connection, async () => {
    const blocked = await assertDone(connection, job, input, effects)
    if (blocked && !input.released) return false
    if (input.accept_failed) await abandonRest(connection, job, input, effects)
    const change = { job, to: "finalizing" as const, actor: input.actor.name, also: END_MENDING }
    await moveJob(connection, change, effects)
    return true
  })
}

/** Counts the rows of batches that are accepted as failed, and of those that waited for them, as failed. */
async function abandonRest(
  connection: Connection,
  { job_id, dry_run }: Job,
  { dataset, actor: { name: actor } }: FinalizeInput,
  effects: Effects,
): Promise<void> {
  const change = { event: "batch.abandoned", to: "failed" as const, statuses: ["pending"] as const }
  await auditBatches(connection, { job_id, now: nowOf(effects), actor, ...change })
  const abandoned = await connection.run(statement("batches/abandon"), { job_id })
  if (abandoned > 0 && !dry_run) await keepAbandoned(connection, dataset, job_id)
}

async function complete(
  connection: Connection,
  job: Job,
  input: FinalizeInput,
  effects: Effects,
): Promise<FinalizeAnswer> {
  const { dataset } = input
  const books = await loadClosingBooks(connection, dataset, job.job_id, losingOf(dataset))
  assertBooks(job, books)
  const answer = resultOf(job, books, effects)
  const changes = job.dry_run ? await findChanges(connection, dataset, job, books) : undefined
  const documents = documentsOf(books.documents)
  const first = keepDocumentResults(dataset)
  if (!job.dry_run) await clearStaging(connection, dataset, job.job_id, { first, status: "finalizing" })
  effects.failAt("mid_finalize")
  const others = job.warnings.filter(({ code }) => code !== "drift" && code !== "same_content")
  const warnings = [...others, ...driftWarning(books), ...(job.dry_run ? [] : sameContentWarning(documents))]
  const losing = books.losing.map((one) =>
    one.job_id === job.job_id ? { ...one, warnings: JSON.stringify(warnings) } : one,
  )
  const told = await transaction(connection, async () => {
    const result = JSON.stringify({ ...answer, ...(changes && { changes }) })
    const { outcome, finished_at: at } = answer
    const due = await markNotice(connection, { job, about: "completed", outcome, now: at }, effects)
    const written = { also: ["finalize/complete"], values: { result, warnings: JSON.stringify(warnings) } }
    const actor = input.actor.name
    await moveJob(
      connection,
      { job, to: "completed", actor, outcome, finished: true, at, ...written },
      effects,
    )
    if (!job.dry_run) await settleLost(connection, dataset, losing)
    return due
  })
  effects.emit({
    type: "job.finalized",
    job_id: job.job_id,
    outcome: answer.outcome,
    names_resolved: answer.names_resolved,
  })
  if (dataset.source === "documents") effects.emit(ingestionEnd(job, books, answer))
  await foldLog(connection, effects.db)
  // The scheduler sends what there is no time for.
  if (told && !isShortOf(effects, MAIL_SECONDS)) await deliverNow(connection, job, effects)
  return answer
}
