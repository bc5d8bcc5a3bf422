import { nowOf } from "../../clock.ts"
import type { JobStatus } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { expression, statement } from "../../db/statement.ts"
import type { Timed } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import type { Problem } from "../../errors.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { fenceChunks } from "../jobs/fence.ts"
import { type Job, jobIfAny, moveJob } from "../jobs/jobs.ts"
import { outlastConflicts } from "../jobs/patience.ts"
import { markNotice } from "../notices/outbox.ts"

/** What is cleared of an import. */
interface Clearing {
  /** Goes before it in the same trip. */
  first?: readonly string[]
  /** Only while it is in this state, of which it comes back when rows of it are mended. */
  status?: JobStatus
}

/** Removes what a job has staged, each table in a transaction of its own and all in one round trip: safe to run again. */
export async function clearStaging(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  { first = [], status }: Clearing = {},
): Promise<void> {
  const upTo = statement("staging/clear_up_to", { next_row_no: expression("pieces/next_row_no") })
  const tables = dataset.tables.map((table) => statement("staging/clear", { staging: stagingOf(table) }))
  const script = [...first, upTo, ...tables, statement("staging/clear_duplicates")]
  await connection.run(script.join(";\n"), { job_id, status: status ?? null })
}

/**
 * Removes what an import that is over has staged, and what says so; safe to run again. False where it was moved on since it was
 * read: a dry run that is being applied needs it. `first` is as above, and rows that are mended from now on stay.
 */
export async function giveUpStaged(
  connection: Connection,
  dataset: Dataset,
  { job_id, status, dry_run }: Pick<Job, "job_id" | "status" | "dry_run">,
  first: readonly string[] = [],
): Promise<boolean> {
  const over = await transaction(connection, async () => {
    if ((await connection.run(statement("jobs/hold_over"), { job_id, status, dry_run })) === 0) return false
    await connection.run(statement("files/forget"), { job_id })
    return true
  })
  if (over) await clearStaging(connection, dataset, job_id, { first, status })
  return over
}

/**
 * Removes every trace of a job that was refused while it was prepared; several calls may do it at once. False when there
 * is nothing to remove: the job is gone, or another call has made it ready.
 */
export function purgeJob(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  effects: Timed,
): Promise<boolean> {
  return outlastConflicts(() => purgeOnce(connection, dataset, job_id), effects)
}

/**
 * What becomes of a job whose source was refused while it was prepared: nothing is left of it. Only of one that runs in the
 * background its caller was told, and has to be told why it failed; it keeps nothing but that. False as above.
 */
export async function refuseJob(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  refusal: Problem,
  effects: Effects,
): Promise<boolean> {
  const job = await jobIfAny(connection, job_id)
  if (job?.options.run !== "background") return purgeJob(connection, dataset, job_id, effects)
  return outlastConflicts(() => failOnce(connection, dataset, job, refusal, effects), effects)
}

async function failOnce(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  { code, detail }: Problem,
  effects: Effects,
): Promise<boolean> {
  const { job_id, source } = job
  const failed = await transaction(connection, async () => {
    if (!(await takeAway(connection, job_id))) return false
    const error = JSON.stringify({ code, detail, filename: source.name })
    await connection.run(statement("jobs/set_error"), { job_id, error })
    const change = { job, to: "failed" as const, actor: "scheduler", detail, outcome: "failed" as const }
    await moveJob(connection, { ...change, finished: true }, effects)
    await markNotice(connection, { job, about: "refused", now: nowOf(effects) }, effects)
    return true
  })
  if (!failed) return false
  await clearStaging(connection, dataset, job_id)
  await clearRecords(connection, job_id)
  return true
}

async function clearRecords(connection: Connection, job_id: string): Promise<void> {
  await connection.run(statement("staging/clear_errors"), { job_id })
  await connection.run(statement("staging/clear_error_counts"), { job_id })
  await connection.run(statement("batches/delete"), { job_id })
}

async function purgeOnce(connection: Connection, dataset: Dataset, job_id: string): Promise<boolean> {
  if (!(await transaction(connection, () => takeAway(connection, job_id)))) return false
  await clearStaging(connection, dataset, job_id)
  await transaction(connection, async () => {
    await clearRecords(connection, job_id)
    await connection.run(statement("jobs/delete_audit"), { job_id })
    await connection.run(statement("jobs/delete"), { job_id })
  })
  return true
}

/** From here on nobody can make the job ready: that needs its files. */
async function takeAway(connection: Connection, job_id: string): Promise<boolean> {
  const preparing = await connection.run(statement("jobs/hold_preparing"), { job_id })
  if (preparing > 0) await fenceChunks(connection, job_id, "files/delete")
  return preparing > 0
}
