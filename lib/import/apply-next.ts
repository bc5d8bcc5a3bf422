import type { Caller, Driver, Operation, ProcessBatchAnswer } from "../contract/index.ts"
import { isId } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { classifyError } from "../db/classify.ts"
import type { Connection } from "../db/connection.ts"
import { foldLog } from "../db/fold-log.ts"
import type { Effects } from "../effects.ts"
import { answerOf } from "../engine/batches/batch-answer.ts"
import { type Claim, claimBatches, type NamedBatch } from "../engine/batches/claim.ts"
import { settleOwed } from "../engine/batches/give-back.ts"
import { type Turn, takeTurn } from "../engine/batches/turns.ts"
import { nameBatch, settleJob, whyNotClaimed } from "../engine/batches/unclaimed.ts"
import { batchesOf, workOn } from "../engine/batches/work-on.ts"
import { jobNotFound, jobOfCall } from "../engine/jobs/jobs.ts"
import { reachesAll } from "../engine/jobs/reach.ts"
import { withinTime } from "../engine/jobs/time-limit.ts"
import { askedProgress } from "../engine/progress/load-progress.ts"
import { goesAlone, oneAtATime } from "../engine/progress/standing.ts"

export interface ProcessBatchInput {
  dataset: Dataset
  job_id: string
  table_name?: string | undefined
  batch_number?: number | undefined
  operation?: Operation | undefined
  driver: Driver
  /** Whose call it is, for the audit log; the driver's label when nobody is named. */
  actor?: Caller
}

/** Collisions with other drivers before a call gives way to them. */
const CLAIM_TRIES = 12
/** Of a batch's time: a stride that fails is tried in halves within one call, as long as that is left. */
const SHARE_FOR_HALVES = 1 / 3

/** A call and what it has found out. */
interface Call extends ProcessBatchInput {
  asked_at: number
  named: NamedBatch | undefined
}

/**
 * Does one stride: claims batches, applies them and records them in one transaction, and tells where the job stands.
 * Any number of drivers may call at once. Throws Problem 404 `job_not_found`, `batch_not_found`; 409
 * `job_closed`, `batch_not_pending`. A failing batch is an answer, after it was recorded.
 */
export async function applyNext(input: ProcessBatchInput, effects: Effects): Promise<ProcessBatchAnswer> {
  if (!isId(input.job_id)) throw jobNotFound(input.job_id)
  if (input.dataset.large) await effects.db.makeRoom(input.dataset.large)
  return effects.db.use(async (connection) => {
    await assertEntry(connection, input)
    await settleOwed(connection, input.job_id, effects.db)
    const named = await nameBatch(connection, input)
    return attempt(connection, { ...input, asked_at: effects.clock.now(), named }, effects)
  })
}

async function attempt(connection: Connection, call: Call, effects: Effects): Promise<ProcessBatchAnswer> {
  const again = () => attempt(connection, call, effects)
  const turn = takeTurn(oneAtATime(call.dataset))
  try {
    effects.failAt("before_claim")
    const claim = await withinTime(connection, effects, () => claimPatiently(connection, call, turn, effects))
    if (claim === null || !goesAlone(call.dataset, claim)) turn.end()
    const actor = actorOf(call).name
    if (claim === null) return await whyNotClaimed(connection, { ...call, actor }, effects, again)
    const answer = await apply(connection, call, claim, effects)
    turn.end()
    return answer ?? (await again())
  } finally {
    turn.end()
  }
}

/** Null when the stride is to be tried in halves, and there is time for it. */
async function apply(
  connection: Connection,
  call: Call,
  claim: Claim,
  effects: Effects,
): Promise<ProcessBatchAnswer | null> {
  const { dataset, job_id, driver } = call
  effects.failAt("after_claim")
  for (const batch of batchesOf(claim)) {
    effects.emit({ type: "batch.claimed", driver: driver.label, ...batch })
  }
  const worked = await workOn({ connection, dataset, claim, actor: actorOf(call).name, effects })
  const spent_ms = effects.clock.now() - call.asked_at
  if (worked.released && spent_ms < effects.config.batch_budget_seconds * 1000 * SHARE_FOR_HALVES) return null
  effects.failAt("after_commit")
  await foldLog(connection, effects.db)
  const progress = await askedProgress(connection, job_id, worked.progress ?? undefined)
  if (!progress) throw jobNotFound(job_id)
  return answerOf(dataset, await settleJob(connection, call, progress, effects), claim)
}

/** Only where it can matter: it is one round trip more. Throws Problem 404 `job_not_found`. */
async function assertEntry(connection: Connection, input: ProcessBatchInput): Promise<void> {
  const { actor } = input
  if (actor && !reachesAll(actor)) await jobOfCall(connection, { ...input, actor })
}

/** Tries again after a collision, further down the list, so that many drivers spread out. */
async function claimPatiently(
  connection: Connection,
  call: Call,
  { busy }: Turn,
  effects: Effects,
): Promise<Claim | null> {
  const one_at_a_time = oneAtATime(call.dataset)
  for (let tried = 0; tried < CLAIM_TRIES; tried += 1) {
    const skip = call.named ? 0 : Math.floor(Math.random() * Math.min(tried, 8))
    try {
      const input = { ...call, actor: actorOf(call), skip, one_at_a_time, busy }
      const claim = await claimBatches(connection, input, effects)
      if (claim || skip === 0) return claim
    } catch (error) {
      if (classifyError(error) !== "conflict") throw error
    }
  }
  return null
}

/** Whose call it is, for the audit log. */
export const actorOf = (input: ProcessBatchInput) => input.actor ?? { name: input.driver.label }
