import { nowOf } from "../../clock.ts"
import type { Operation, ProcessBatchAnswer } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { tableKey, targetNamed } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"
import { plainName } from "../../words.ts"
import { auditBatches, findJob, jobNotFound, moveJob } from "../jobs/jobs.ts"
import { outlastConflicts, wasOvertaken } from "../jobs/patience.ts"
import { CLOSED_STATUSES } from "../jobs/transitions.ts"
import { deliverNow } from "../notices/deliver.ts"
import { markNotice } from "../notices/outbox.ts"
import { askedProgress } from "../progress/load-progress.ts"
import type { JobProgress } from "../progress/standing.ts"
import { answerOf, nextBatchOf, processStatusOf, progressPart } from "./batch-answer.ts"
import type { NamedBatch } from "./claim.ts"

const TIME_FOR_MAIL_MS = 15_000

interface BatchRow {
  operation: Operation
  status: "pending" | "processing" | "completed" | "failed"
  attempt: number
  records: number
  duration_ms: number | null
}

interface Asked {
  dataset: Dataset
  /** When it was asked. */
  asked_at?: number
  job_id: string
  table_name?: string | undefined
  batch_number?: number | undefined
  operation?: Operation | undefined
}

/** The batch a request names, its operation filled in: deletes come first where there are any. */
export async function nameBatch(connection: Connection, asked: Asked): Promise<NamedBatch | undefined> {
  const { table_name, batch_number } = asked
  if (table_name === undefined || batch_number === undefined) return undefined
  const target = targetNamed(asked.dataset, table_name)
  const row =
    target && (await findBatch(connection, asked.job_id, { ...asked, table_name: target, batch_number }))
  if (target && row) return { table_name: target, batch_number, operation: row.operation }
  await findJob(connection, asked.job_id, asked.dataset)
  const detail = `The import has no batch ${batch_number} of ${table_name}${asked.operation ? ` (${asked.operation})` : ""}.`
  throw problem(404, "batch_not_found", detail, { job_id: asked.job_id })
}

async function findBatch(
  connection: Connection,
  job_id: string,
  batch: { table_name: string; batch_number: number; operation?: Operation | undefined },
): Promise<BatchRow | undefined> {
  const { table_name, batch_number, operation = null } = batch
  const [row] = await connection.rows<BatchRow>(statement("batches/get"), {
    job_id,
    table_name,
    batch_number,
    operation,
  })
  return row
}

interface Unclaimed extends Asked {
  named: NamedBatch | undefined
  /** Whose call it is. */
  actor: string
}

/**
 * Nothing could be claimed: starts a job that is ready and not held, closes the books on batches whose last attempt was cut
 * off, and otherwise tells why there is nothing to do. `retry` asks for a batch once more.
 */
export async function whyNotClaimed(
  connection: Connection,
  input: Unclaimed,
  effects: Effects,
  retry: () => Promise<ProcessBatchAnswer>,
): Promise<ProcessBatchAnswer> {
  const progress = await askedProgress(connection, input.job_id)
  if (!progress || progress.dataset !== input.dataset.name) throw jobNotFound(input.job_id)
  if (CLOSED_STATUSES.includes(progress.status)) throw jobClosed(input.job_id, progress.status)
  if (progress.held) return answerOf(input.dataset, progress, null)
  if (progress.status === "ready") {
    await startJob(connection, input, effects)
    return retry()
  }
  if (progress.expired > 0 && (await failExpired(connection, input.job_id, effects))) return retry()
  if (input.named) return namedAnswer(connection, input, input.named, progress)
  const settled = await settleJob(connection, input, progress, effects)
  return answerOf(input.dataset, settled, null)
}

function jobClosed(job_id: string, status: string) {
  const detail = `The import is ${plainName(status)}; none of its batches can be applied. Start it anew with prepare.`
  return problem(409, "job_closed", detail, { job_id })
}

/** Starts a job that is ready, unless another driver just did; then waits until that is committed. */
async function startJob(connection: Connection, input: Unclaimed, effects: Effects): Promise<void> {
  const start = async () => {
    const job = await findJob(connection, input.job_id, input.dataset)
    if (job.status !== "ready" || job.held) return
    const change = { job, to: "processing" as const, actor: input.actor }
    await transaction(connection, () => moveJob(connection, change, effects))
  }
  await outlastConflicts(start, effects)
}

async function failExpired(connection: Connection, job_id: string, effects: Effects): Promise<boolean> {
  const now = nowOf(effects)
  const change = { actor: "engine", event: "batch.failed", to: "failed" as const, exhausted_at: now }
  const fail = async () => {
    await auditBatches(connection, { job_id, now, statuses: ["processing"], ...change })
    return connection.run(statement("batches/fail_expired"), { job_id, now })
  }
  return (await outlastConflicts(() => transaction(connection, fail), effects)) > 0
}

/** A job whose remaining batches have all failed, or wait for one that has, is failed until a person retries. */
export async function settleJob(
  connection: Connection,
  input: Asked,
  progress: JobProgress,
  effects: Effects,
): Promise<JobProgress> {
  if (progress.status !== "processing" || processStatusOf(progress) !== "blocked_by_failed") return progress
  const job = await findJob(connection, input.job_id, input.dataset)
  // One that is closed over its failures waits for nobody.
  if (job.status !== "processing" || job.options.on_failed_batch === "accept") return progress
  const failed = progress.failed === 1 ? "1 batch has" : `${progress.failed} batches have`
  const detail = `${failed} failed and nothing else can run.`
  try {
    await transaction(connection, async () => {
      await moveJob(connection, { job, to: "failed", actor: "engine", detail }, effects)
      await markNotice(connection, { job, about: "failed", now: nowOf(effects) }, effects)
    })
    // A call that has lasted long has no time left for a slow mail server; the scheduler sends it then.
    const asked_at = input.asked_at ?? effects.clock.now()
    if (effects.clock.now() - asked_at < TIME_FOR_MAIL_MS) await deliverNow(connection, job, effects)
  } catch (error) {
    if (!wasOvertaken(error)) throw error
  }
  return { ...progress, status: "failed" }
}

async function namedAnswer(
  connection: Connection,
  input: Asked,
  named: NamedBatch,
  progress: JobProgress,
): Promise<ProcessBatchAnswer> {
  const row = await findBatch(connection, input.job_id, named)
  if (row?.status !== "completed") throw notPending(input, named, row?.status, progress)
  return {
    batch_completed: true,
    batches_completed: 1,
    records: row.records,
    batch: {
      ...named,
      table_name: tableKey(input.dataset, named.table_name),
      records: row.records,
      duration_ms: Math.round(row.duration_ms ?? 0),
      attempt: row.attempt,
    },
    progress: progressPart(progress),
    next_batch: nextBatchOf(input.dataset, progress),
    status: processStatusOf(progress),
  }
}

const WHY: Record<string, string> = {
  processing: "is being worked on by another driver.",
  failed: "has failed. Send it to retry-batch first.",
  pending: "cannot run yet: it waits for earlier batches, or for its back-off to end.",
}

function notPending(input: Asked, named: NamedBatch, status = "pending", progress: JobProgress) {
  const { job_id, dataset } = input
  const why =
    progress.status === "processing" ? WHY[status] : `cannot run while the import is ${progress.status}.`
  const table = tableKey(dataset, named.table_name)
  const detail = `Batch ${named.batch_number} of ${table} (${named.operation}) ${why}`
  return problem(409, "batch_not_pending", detail, { job_id })
}
