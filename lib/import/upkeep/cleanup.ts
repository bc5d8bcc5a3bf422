import { nowOf } from "../../clock.ts"
import { type Caller, isId, type JobStatus } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { findDataset, listDatasets } from "../../datasets/index.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { keepDocumentResults } from "../../engine/closing/document-results.ts"
import { findJob, type Job, jobIfAny, jobNotFound, recordAudit } from "../../engine/jobs/jobs.ts"
import { discardSource } from "../../engine/jobs/source-file.ts"
import { clearStaging, giveUpStaged } from "../../engine/staging/purge.ts"
import { problem } from "../../errors.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { findStored } from "../../store/stored.ts"
import { plainName } from "../../words.ts"
import { controlJob } from "../control.ts"

/** What an import that is over has left behind. */
export interface Leftovers {
  job_id: string
  /** Null when there is no such import, only what it left. */
  title: string | null
  status: JobStatus | null
  staged_rows: number
  /** Rows of the undo journal that nothing can give back any more. */
  journal_rows: number
  /** Batches, files and the like of an import there is no record of. */
  orphaned_records: number
  /** The file it was read from, when it is the import's own. */
  file: string | null
}

/** States in which an import still needs what it has staged. */
const NEEDS_STAGING: readonly JobStatus[] = [
  "preparing",
  "ready",
  "processing",
  "paused",
  "finalizing",
  "rolling_back",
]

/**
 * What cleaning an import up would remove. Throws Problem 404 `job_not_found` when there is neither an import
 * nor anything left of one, and 409 `job_open` while the import still needs it.
 */
export async function findLeftovers(
  job_id: string,
  effects: Pick<Effects, "db" | "store">,
): Promise<Leftovers> {
  return effects.db.use(async (connection) =>
    leftoversOf(connection, job_id, await jobOf(connection, job_id), effects),
  )
}

/**
 * Removes what an import that failed, was cancelled or only tried out has left staged, and its file; its
 * batches, row errors and audit log stay. A failed import is cancelled thereby: without what it staged its
 * batches cannot be tried again. Safe to run again. Throws as `findLeftovers` does.
 */
export async function cleanUp(
  input: { job_id: string; actor: Caller },
  effects: Effects,
): Promise<Leftovers> {
  const { job_id, actor } = input
  return effects.db.use(async (connection) => {
    const job = await jobOf(connection, job_id)
    const found = await leftoversOf(connection, job_id, job, effects)
    if (!job) {
      await removeOrphan(connection, job_id)
      return found
    }
    const dataset = findDataset(job.dataset)
    if (job.status === "failed") await controlJob({ dataset, job_id, action: "cancel", actor }, effects)
    await removeLeftovers(connection, dataset, await findJob(connection, job_id), found, actor.name, effects)
    return found
  })
}

async function jobOf(connection: Connection, job_id: string): Promise<Job | undefined> {
  if (!isId(job_id)) throw jobNotFound(job_id)
  const job = await jobIfAny(connection, job_id)
  if (job && NEEDS_STAGING.includes(job.status)) throw stillOpen(job)
  return job
}

function stillOpen({ job_id, title, status }: Job) {
  const over =
    status === "rolling_back" || status === "finalizing" ? "Let it finish" : "Cancel it, or let it finish"
  const detail = `${title} is ${plainName(status)} and needs what it has staged. ${over}, then clean it up.`
  return problem(409, "job_open", detail, { job_id })
}

async function leftoversOf(
  connection: Connection,
  job_id: string,
  job: Job | undefined,
  effects: Pick<Effects, "store">,
): Promise<Leftovers> {
  const count = async (sql: string) =>
    (await connection.rows<{ rows: number }>(sql, { job_id }))[0]?.rows ?? 0
  let staged_rows = 0
  for (const table of tablesOf(job)) {
    staged_rows += await count(statement("cleanup/count_staged", { staging: stagingOf(table) }))
  }
  const undone = !job || job.status === "rolled_back"
  const journal_rows = undone ? await count(statement("cleanup/count_journal")) : 0
  const orphaned_records = job ? 0 : await count(statement("cleanup/count_records"))
  if (!job && staged_rows + journal_rows + orphaned_records === 0) throw jobNotFound(job_id)
  const { title = null, status = null } = job ?? {}
  const own = job?.source.temporary ? job.source.filename : null
  const file = own && (await findStored(effects.store, own)) ? own : null
  return { job_id, title, status, staged_rows, journal_rows, orphaned_records, file }
}

function tablesOf(job: Job | undefined) {
  const datasets: readonly Dataset[] = job ? [findDataset(job.dataset)] : listDatasets()
  return datasets.flatMap((dataset) => dataset.tables)
}

async function removeLeftovers(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  found: Leftovers,
  actor: string,
  effects: Effects,
): Promise<void> {
  const { job_id } = job
  // Where not, somebody has gone on with it since it was looked at.
  const over = await giveUpStaged(connection, dataset, job, keepDocumentResults(dataset))
  if (!over) throw stillOpen(await findJob(connection, job_id))
  if (job.status === "rolled_back") await connection.run(statement("cleanup/delete_journal"), { job_id })
  await discardSource(job, effects)
  const detail = `${found.staged_rows} staged rows removed`
  await recordAudit(connection, { job_id, now: nowOf(effects), actor, event: "job.cleaned_up", detail })
}

/** Everything that bears the id of an import that does not exist. */
async function removeOrphan(connection: Connection, job_id: string): Promise<void> {
  for (const dataset of listDatasets()) await clearStaging(connection, dataset, job_id)
  await transaction(connection, async () => {
    for (const name of [
      "files/delete",
      "staging/clear_errors",
      "staging/clear_error_counts",
      "batches/delete",
      "jobs/delete_audit",
      "cleanup/delete_journal",
      "cleanup/delete_settled",
      "lost/drop",
    ]) {
      await connection.run(statement(name), { job_id })
    }
  })
}
