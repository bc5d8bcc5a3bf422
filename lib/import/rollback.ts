import { nowOf } from "../clock.ts"
import type { Caller, RollbackAnswer } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { findDataset } from "../datasets/index.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { foldLog } from "../db/fold-log.ts"
import { statement } from "../db/statement.ts"
import { endWithin } from "../deadline.ts"
import type { Effects } from "../effects.ts"
import { settleLost } from "../engine/closing/lost-rows.ts"
import { fenceJob } from "../engine/jobs/fence.ts"
import { findJob, type Job, jobOfCall, moveJob } from "../engine/jobs/jobs.ts"
import { outlastConflicts, retryOnConflict, withRoom } from "../engine/jobs/patience.ts"
import { discardSource } from "../engine/jobs/source-file.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { percentageOf } from "../engine/progress/progress.ts"
import { clearStaging } from "../engine/staging/purge.ts"
import { countUndo } from "../engine/undo/count.ts"
import type { StepEffect, UndoStep } from "../engine/undo/step.ts"
import { planUndo, runUndoStep } from "../engine/undo/undo.ts"
import { problem } from "../errors.ts"
import { countedText, countText, namesText } from "../words.ts"

export interface RollbackInput {
  job_id: string
  dataset?: Dataset
  dry_run: boolean
  actor: Caller
}

/** How far an undoing is, as kept in the job. */
interface UndoProgress {
  steps: UndoStep[]
  next: number
  rows_removed: number
  rows_restored: number
  rows_kept: number
}

/** One call undoes for at most this long, so that it stays well under a function's limit. */
const CALL_BUDGET_SECONDS = 20

/**
 * Takes back what a job did, step by step, each in one transaction with its progress; called again until `done`.
 * Afterwards every target is as it was before the job, but for rows that somebody has changed since. Throws Problem 403
 * `forbidden`, 409 `later_imports` naming them where imports build on one another, 409 `undo_removed` and
 * 409 `illegal_transition`; 503 `out_of_time`.
 */
export async function rollbackJob(input: RollbackInput, effects: Effects): Promise<RollbackAnswer> {
  return connectWithinTime(effects, (connection) =>
    withRoom(effects.db, () => outlastConflicts(() => rollBackOnce(connection, input, effects), effects)),
  )
}

/** Safe for several callers at once: whoever loses a race goes on from what the winner left. */
async function rollBackOnce(
  connection: Connection,
  input: RollbackInput,
  effects: Effects,
): Promise<RollbackAnswer> {
  const job = await jobOfCall(connection, input)
  const dataset = findDataset(job.dataset)
  if (job.status === "rolled_back") return answerOf(progressOf(job), job.rollback_completed_at)
  assertKept(job)
  if (dataset.sequential) await assertNewest(connection, job)
  if (input.dry_run) return preview(connection, dataset, job)
  assertOwn(job, input.actor)
  const begun = await beginUndo(connection, dataset, job, input.actor.name, effects)
  return continueUndo(connection, dataset, begun, input.actor.name, effects)
}

/** What others have brought only an admin takes back. */
function assertOwn({ job_id, title, started_by }: Job, { name, role }: Caller): void {
  if (role === undefined || role === "admin" || name === started_by) return
  const detail = `${title} was started by ${started_by}: to take back what others have imported needs the role admin, and "${name}" has the role ${role}.`
  throw problem(403, "forbidden", detail, { job_id })
}

function assertKept({ job_id, title, thinned_at }: Job): void {
  if (thinned_at === null) return
  const detail = `${title} can no longer be taken back: it ended so long ago that what this needs was removed on ${thinned_at.slice(0, 10)}.`
  throw problem(409, "undo_removed", detail, { job_id })
}

async function assertNewest(connection: Connection, job: Job): Promise<void> {
  const { job_id, dataset, started_at } = job
  const later = await connection.rows<{ job_id: string; title: string }>(statement("rollback/later"), {
    job_id,
    dataset,
    started_at,
  })
  if (later.length === 0) return
  const named = namesText(later.map((other) => `${other.title} (${other.job_id})`))
  const detail = `Later imports build on this one: ${named}. Roll those back first, newest first.`
  throw problem(409, "later_imports", detail, { job_id })
}

/** What an undoing would do, without doing it. */
async function preview(connection: Connection, dataset: Dataset, job: Job): Promise<RollbackAnswer> {
  const { removed, restored, kept } = await countUndo(connection, dataset, job.job_id)
  const counts = { rows_removed: removed, rows_restored: restored, rows_kept: kept }
  const total = (await planUndo(connection, dataset, job.job_id)).length
  return { success: true, done: false, ...counts, progress: { completed: 0, total, percentage: 0 } }
}

async function beginUndo(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  actor: string,
  effects: Effects,
): Promise<Job> {
  if (job.status === "rolling_back" && job.undo_progress) return job
  if (job.status !== "rolling_back") {
    await transaction(connection, async () => {
      if (dataset.sequential) {
        // Nobody is let in from here on, so whoever was let in since is seen.
        await connection.run(statement("locks/take"), { name: "admission" })
        await assertNewest(connection, job)
      }
      await moveJob(connection, { job, to: "rolling_back", actor }, effects)
      // What was removed since it was looked at.
      assertKept(await findJob(connection, job.job_id))
    })
  }
  await fenceJob(connection, job.job_id, actor, effects)
  // Planned only now that nothing in flight can land any more.
  const steps = await planUndo(connection, dataset, job.job_id)
  const progress: UndoProgress = { steps, next: 0, rows_removed: 0, rows_restored: 0, rows_kept: 0 }
  const values = { job_id: job.job_id, progress: JSON.stringify(progress), now: nowOf(effects) }
  await connection.run(statement("rollback/begin"), values)
  return findJob(connection, job.job_id)
}

async function continueUndo(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  actor: string,
  effects: Effects,
): Promise<RollbackAnswer> {
  const deadline = endWithin(effects, CALL_BUDGET_SECONDS)
  let progress = progressOf(job)
  while (progress.next < progress.steps.length) {
    progress = await undoNext(connection, dataset, job.job_id, progress, effects)
    await foldLog(connection, effects.db)
    effects.failAt("mid_rollback")
    if (effects.clock.now() >= deadline && progress.next < progress.steps.length)
      return answerOf(progress, null)
  }
  return finishUndo(connection, dataset, job, progress, actor, effects)
}

/** Does the next step, or finds that another call has and takes over its progress. */
async function undoNext(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  progress: UndoProgress,
  effects: Effects,
): Promise<UndoProgress> {
  const step = progress.steps[progress.next]
  if (!step) return progress
  return retryOnConflict(async () => {
    const current = progressOf(await findJob(connection, job_id))
    if (current.next !== progress.next) return current
    return transaction(connection, async () => {
      const effect = await runUndoStep(connection, dataset, job_id, step)
      const advanced = added(progress, effect)
      const values = { job_id, step: progress.next, progress: JSON.stringify(advanced), now: nowOf(effects) }
      const mine = await connection.run(statement("rollback/advance"), values)
      if (mine !== 1) throw new Error("Conflict on the steps of a rollback: another call was here first")
      return advanced
    })
  })
}

function added(progress: UndoProgress, effect: StepEffect): UndoProgress {
  return {
    ...progress,
    next: progress.next + 1,
    rows_removed: progress.rows_removed + effect.removed,
    rows_restored: progress.rows_restored + effect.restored,
    rows_kept: progress.rows_kept + effect.kept,
  }
}

async function finishUndo(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  progress: UndoProgress,
  actor: string,
  effects: Effects,
): Promise<RollbackAnswer> {
  await clearStaging(connection, dataset, job.job_id)
  await discardSource(job, effects)
  const { rows_removed, rows_restored, rows_kept } = progress
  await transaction(connection, async () => {
    const current = await findJob(connection, job.job_id)
    if (current.status === "rolled_back") return
    const detail = `${countedText(rows_removed, "row")} removed, ${countText(rows_restored)} restored, ${countText(rows_kept)} kept as changed since`
    await moveJob(connection, { job: current, to: "rolled_back", actor, detail, finished: true }, effects)
    await connection.run(statement("rollback/finish"), { job_id: job.job_id, now: nowOf(effects) })
    await connection.run(statement("lost/drop"), { job_id: job.job_id })
    await settleLost(connection, dataset)
  })
  effects.emit({ type: "job.rolled_back", job_id: job.job_id, rows_removed, rows_restored, rows_kept })
  const done = await findJob(connection, job.job_id)
  return answerOf(progress, done.rollback_completed_at)
}

function progressOf(job: Job): UndoProgress {
  const empty: UndoProgress = { steps: [], next: 0, rows_removed: 0, rows_restored: 0, rows_kept: 0 }
  return { ...empty, ...(job.undo_progress as Partial<UndoProgress> | null) }
}

function answerOf(progress: UndoProgress, completedAt: string | null): RollbackAnswer {
  const { steps, next, rows_removed, rows_restored, rows_kept } = progress
  // It is over when that is written down, not when the last step is done.
  const percentage = completedAt === null ? Math.min(99, percentageOf(next, steps.length)) : 100
  return {
    success: true,
    done: completedAt !== null,
    rows_removed,
    rows_restored,
    rows_kept,
    progress: { completed: next, total: steps.length, percentage },
    ...(completedAt && { rollback_completed_at: completedAt }),
  }
}
