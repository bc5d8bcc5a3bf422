import { nowOf } from "../clock.ts"
import type { Caller, ControlAction, ControlAnswer } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { keepDocumentResults } from "../engine/closing/document-results.ts"
import { fenceJob } from "../engine/jobs/fence.ts"
import { findJob, type Job, jobOfCall, moveJob, recordAudit, stillHeld } from "../engine/jobs/jobs.ts"
import { outlastConflicts } from "../engine/jobs/patience.ts"
import { discardSource } from "../engine/jobs/source-file.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { isAtWorkAgain } from "../engine/jobs/transitions.ts"
import { prepareAnswerOf } from "../engine/staging/prepare-answer.ts"
import { clearStaging } from "../engine/staging/purge.ts"
import { problem } from "../errors.ts"
import { applyDryRun } from "./apply-dry-run.ts"
import { endAtOnce } from "./end-at-once.ts"

export interface ControlInput {
  dataset: Dataset
  job_id: string
  action: ControlAction
  actor: Caller
}

/**
 * Lets a held job go, pauses, resumes or cancels a job, or applies a finished dry run. Asking for the state a job is already
 * in is granted. Throws Problem 409 `illegal_transition` naming both states.
 */
export async function controlJob(input: ControlInput, effects: Effects): Promise<ControlAnswer> {
  return connectWithinTime(effects, (connection) =>
    outlastConflicts(async () => {
      const job = await jobOfCall(connection, input)
      return {
        success: true as const,
        status: await ACTIONS[input.action](connection, job, input, effects),
      }
    }, effects),
  )
}

type Act = (
  connection: Connection,
  job: Job,
  input: ControlInput,
  effects: Effects,
) => Promise<ControlAnswer["status"]>

const ACTIONS: Record<ControlAction, Act> = {
  start: async (connection, job, input, effects) => {
    if (job.held) return letGo(connection, job, input, effects)
    if (job.status === "completed" && job.dry_run) return applyDryRun(connection, job, input, effects)
    if (isGoing(job)) return job.status
    const detail = `A job that is ${job.status} cannot be started; only one that is held, or a finished dry run, can.`
    throw problem(409, "illegal_transition", detail, { job_id: job.job_id })
  },
  pause: (connection, job, input, effects) => move(connection, job, "paused", input, effects),
  resume: async (connection, job, input, effects) => {
    if (job.held) throw stillHeld(job.job_id, "be resumed")
    if (job.status === "paused") return move(connection, job, "processing", input, effects)
    if (isGoing(job)) return job.status
    const detail = `A job that is ${job.status} cannot become processing by resuming; only a paused one can.`
    throw problem(409, "illegal_transition", detail, { job_id: job.job_id })
  },
  cancel,
  apply: applyDryRun,
}

/** Whether it goes on as soon as somebody drives it. */
const isGoing = ({ status }: Job) => status === "ready" || status === "processing"

/** Has a held job go on with the rows that can be used; one that has none ends at once. */
async function letGo(
  connection: Connection,
  job: Job,
  { dataset, actor }: ControlInput,
  effects: Effects,
): Promise<ControlAnswer["status"]> {
  const { job_id } = job
  const { role = "admin" } = actor
  if (job.held === "mass_close" && role !== "admin") {
    const detail = "Many current rows would be closed: letting this import go needs the role admin."
    throw problem(403, "forbidden", detail, { job_id })
  }
  await transaction(connection, async () => {
    const now = nowOf(effects)
    const freed = await connection.run(statement("jobs/let_go"), { job_id, now })
    if (freed === 1) await recordAudit(connection, { job_id, now, actor: actor.name, event: "job.started" })
  })
  const ready = await prepareAnswerOf(connection, dataset, await findJob(connection, job_id))
  return (await endAtOnce(connection, { dataset, actor }, ready, effects)).status
}

async function move(
  connection: Connection,
  job: Job,
  to: "paused" | "processing",
  input: ControlInput,
  effects: Effects,
): Promise<ControlAnswer["status"]> {
  if (job.status === to) return to
  await transaction(connection, () => moveJob(connection, { job, to, actor: input.actor.name }, effects))
  return to
}

function applied({ job_id }: Job) {
  const detail =
    "The import was completed before and is being mended, so it cannot be cancelled: let it end, or take all of it back."
  return problem(409, "illegal_transition", detail, { job_id })
}

async function cancel(
  connection: Connection,
  job: Job,
  input: ControlInput,
  effects: Effects,
): Promise<ControlAnswer["status"]> {
  const { job_id } = job
  if (isAtWorkAgain(job)) throw applied(job)
  if (job.status !== "cancelled") {
    const change = { job, to: "cancelled" as const, actor: input.actor.name, finished: true }
    await transaction(connection, () => moveJob(connection, change, effects))
  }
  await fenceJob(connection, job_id, input.actor.name, effects)
  await connection.run(statement("jobs/set_cancelled_outcome"), { job_id })
  await clearStaging(connection, input.dataset, job_id, { first: keepDocumentResults(input.dataset) })
  await discardSource(job, effects)
  return "cancelled"
}
