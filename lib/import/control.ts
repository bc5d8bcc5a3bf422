import type { Caller, ControlAction, ControlAnswer } from "../contract/index.ts"
import type { Dataset } from "../datasets/define.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { fenceJob } from "../engine/jobs/fence.ts"
import { type Job, jobOfCall, moveJob } from "../engine/jobs/jobs.ts"
import { outlastConflicts } from "../engine/jobs/patience.ts"
import { discardSource } from "../engine/jobs/source-file.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { problem } from "../errors.ts"
import { applyDryRun } from "./apply-dry-run.ts"

export interface ControlInput {
  dataset: Dataset
  job_id: string
  action: ControlAction
  actor: Caller
}

/**
 * Pauses, resumes or cancels a job, or applies a finished dry run. Asking for the state a job is already in is
 * granted. Throws Problem 409 `illegal_transition` naming both states.
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
  pause: (connection, job, input, effects) => move(connection, job, "paused", input, effects),
  resume: async (connection, job, input, effects) => {
    if (job.status === "paused") return move(connection, job, "processing", input, effects)
    if (job.status === "processing" || job.status === "ready") return job.status
    const detail = `A job that is ${job.status} cannot become processing by resuming; only a paused one can.`
    throw problem(409, "illegal_transition", detail, { job_id: job.job_id })
  },
  cancel,
  apply: applyDryRun,
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

async function cancel(
  connection: Connection,
  job: Job,
  input: ControlInput,
  effects: Effects,
): Promise<ControlAnswer["status"]> {
  const { job_id } = job
  if (job.status !== "cancelled") {
    const change = { job, to: "cancelled" as const, actor: input.actor.name, finished: true }
    await transaction(connection, () => moveJob(connection, change, effects))
  }
  await fenceJob(connection, job_id, input.actor.name, effects)
  await connection.run(statement("jobs/set_cancelled_outcome"), { job_id })
  await discardSource(job, effects)
  return "cancelled"
}
