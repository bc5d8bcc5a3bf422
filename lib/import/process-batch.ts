import type { Caller, Driver, Operation, ProcessBatchAnswer } from "../contract/index.ts"
import { isJobId } from "../contract/index.ts"
import type { Dataset } from "../datasets/define.ts"
import { classifyError } from "../db/classify.ts"
import type { Connection } from "../db/connection.ts"
import type { Effects } from "../effects.ts"
import { answerOf } from "../engine/batches/batch-answer.ts"
import { type Claim, claimBatch, loadProgress, type NamedBatch } from "../engine/batches/batches.ts"
import { leaveHint, takeHint } from "../engine/batches/hints.ts"
import { nameBatch, settleJob, whyNotClaimed } from "../engine/batches/unclaimed.ts"
import { batchNamed, workOn } from "../engine/batches/work-on.ts"
import { jobNotFound, jobOfCall } from "../engine/jobs/jobs.ts"
import { projectsOf } from "../engine/jobs/projects.ts"

export interface ProcessBatchInput {
  dataset: Dataset
  job_id: string
  table_name?: string | undefined
  batch_number?: number | undefined
  operation?: Operation | undefined
  driver: Driver
  /** Whose call it is, for the audit log; the driver's label when nobody is named. */
  actor?: Caller
  /** Where the page is, as the request knows it; for the link in a mail. */
  origin?: string
}

/** Collisions with other drivers before a call gives way to them. */
const CLAIM_TRIES = 12

/**
 * Does one batch: claims it, applies it and records it in one transaction, and tells where the job stands.
 * Any number of drivers may call at once. Throws Problem 404 `job_not_found`, `batch_not_found`; 409
 * `job_closed`, `batch_not_pending`. A failing batch is an answer, after it was recorded.
 */
export async function processBatch(call: ProcessBatchInput, effects: Effects): Promise<ProcessBatchAnswer> {
  if (!isJobId(call.job_id)) throw jobNotFound(call.job_id)
  const input = { ...call, asked_at: effects.clock.now() }
  return effects.db.use(async (connection) => {
    await assertEntry(connection, input)
    const named = await nameBatch(connection, input)
    effects.reach("before_claim")
    const claim = await claimPatiently(connection, input, named, effects)
    if (!claim)
      return whyNotClaimed(connection, { ...input, actor: actorOf(input).name, named }, effects, () =>
        again(input, effects),
      )
    effects.reach("after_claim")
    effects.emit({ type: "batch.claimed", driver: input.driver.label, ...batchNamed(claim) })
    await workOn({ connection, dataset: input.dataset, claim, actor: actorOf(input).name, effects })
    effects.reach("after_commit")
    const progress = await loadProgress(connection, input.job_id, claim.lease_token, effects)
    if (!progress) throw jobNotFound(input.job_id)
    leaveHint(input.job_id, progress.next_batch?.position ?? null)
    return answerOf(input.dataset, await settleJob(connection, input, progress, effects), claim)
  })
}

/** Only where it can matter: it is one round trip more. Throws Problem 404 `job_not_found`. */
async function assertEntry(connection: Connection, input: ProcessBatchInput): Promise<void> {
  const { dataset, actor } = input
  if (dataset.scoped && actor && projectsOf(actor)) await jobOfCall(connection, { ...input, actor })
}

const again = (input: ProcessBatchInput, effects: Effects) => processBatch(input, effects)

/** Tries again after a collision, further down the list, so that many drivers spread out. */
async function claimPatiently(
  connection: Connection,
  input: ProcessBatchInput,
  named: NamedBatch | undefined,
  effects: Effects,
): Promise<Claim | null> {
  for (let tried = 0; tried < CLAIM_TRIES; tried += 1) {
    const skip = named ? 0 : Math.floor(Math.random() * Math.min(tried, 8))
    try {
      const hint = named || tried > 0 ? null : takeHint(input.job_id)
      const claim = await claimBatch(
        connection,
        { ...input, actor: actorOf(input), named, skip, hint },
        effects,
      )
      if (claim || skip === 0) return claim
    } catch (error) {
      if (classifyError(error) !== "conflict") throw error
    }
  }
  return null
}

const actorOf = (input: ProcessBatchInput) => input.actor ?? { name: input.driver.label }
