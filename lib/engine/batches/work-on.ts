import { isoTime, nowOf } from "../../clock.ts"
import type { Operation } from "../../contract/index.ts"
import { classifyError, type ErrorKind } from "../../db/classify.ts"
import { EmbeddingError } from "../../embeddings/index.ts"
import { messageOf } from "../../errors.ts"
import { withoutSecrets } from "../../secrets.ts"
import { retryOnConflict } from "../jobs/patience.ts"
import { applyStatements } from "./apply.ts"
import { type Claim, failBatch, splitBatch } from "./batches.ts"
import { holdVectors } from "./embed.ts"
import { isolateRows } from "./isolate.ts"
import { runInTransaction } from "./script.ts"
import { completion, planOf, type Work, withoutConflict } from "./work.ts"

const FIRST_BACK_OFF_MS = 1_000
const LONGEST_BACK_OFF_MS = 60_000

/** Applies a claimed batch and records how that went. Throws only what is not the batch's own failure. */
export async function workOn(work: Work): Promise<void> {
  const { connection, effects } = work
  const budget = setTimeout(() => connection.interrupt(), effects.config.batch_budget_seconds * 1000)
  try {
    await applyPatiently(work)
    effects.emit({
      type: "batch.completed",
      ...batchNamed(work.claim),
      records: work.claim.records,
      duration_ms: spent(work),
    })
  } catch (error) {
    // Looking for bad rows is part of the batch; writing down what became of it is not to be interrupted.
    if (classifyError(error) !== "data") clearTimeout(budget)
    await recover(work, error, () => clearTimeout(budget))
  } finally {
    clearTimeout(budget)
  }
}

/** What a batch needs from outside the database, before its transaction begins. */
const BEFORE: Partial<Record<Operation, (work: Work) => Promise<void>>> = { embed: holdVectors }

async function applyPatiently(work: Work): Promise<void> {
  await BEFORE[work.claim.operation]?.(work)
  return withoutConflict(work, () => applyBatch(work, work.claim.careful))
}

/** Effect, counts, undo record and completion in one transaction: all of it commits, or nothing. */
async function applyBatch(work: Work, careful: boolean): Promise<void> {
  const statements = [...applyStatements(planOf(work, careful)), ...completion()]
  await runInTransaction(work.connection, statements, work.effects)
}

async function recover(work: Work, error: unknown, endBudget: () => void): Promise<void> {
  const failure = await mend(work, error, endBudget)
  if (failure === null) return
  const kind = kindOf(failure)
  if (kind === "claim_lost") work.effects.emit({ type: "claim.lost", ...batchNamed(work.claim) })
  else await recordFailure(work, failure, kind)
}

function kindOf(error: unknown): ErrorKind {
  if (error instanceof EmbeddingError) return error.retryable ? "transient" : "fatal"
  return classifyError(error)
}

/** Sets bad rows aside, or cuts a batch that takes too long or too much memory in two. Null when that helped, else what went wrong. */
async function mend(work: Work, error: unknown, endBudget: () => void): Promise<unknown> {
  const kind = classifyError(error)
  try {
    if (kind === "data" && (await isolateRows(work))) return null
    if ((kind === "interrupted" || kind === "too_large") && (await cutInTwo(work))) return null
    return error
  } catch (further) {
    const tooLong = kind === "data" && classifyError(further) === "interrupted"
    return tooLong ? mend(work, further, endBudget) : further
  } finally {
    endBudget()
  }
}

async function cutInTwo({ claim, connection, actor, effects }: Work): Promise<boolean> {
  const audit = { actor, now: nowOf(effects) }
  if (!(await retryOnConflict(() => splitBatch(connection, claim, audit)))) return false
  effects.emit({ type: "batch.split", ...batchNamed(claim), into: 2 })
  return true
}

async function recordFailure(work: Work, error: unknown, kind: ErrorKind): Promise<void> {
  const { claim, effects } = work
  const final = claim.attempt >= claim.max_attempts
  const asked = error instanceof EmbeddingError ? (error.retry_after_ms ?? 0) : 0
  const message = withoutSecrets(messageOf(error)).slice(0, 1_000)
  const failure = {
    message:
      kind === "interrupted"
        ? "The batch took longer than its time budget and cannot be cut smaller."
        : message,
    code: `batch_${kind}`,
    retryable: kind !== "fatal",
    final,
    not_before: final ? null : isoTime(effects.clock.now() + Math.max(backOff(claim.attempt), asked)),
  }
  const audit = { actor: work.actor, now: nowOf(effects) }
  if (!(await retryOnConflict(() => failBatch(work.connection, claim, failure, audit)))) {
    effects.emit({ type: "claim.lost", ...batchNamed(claim) })
    return
  }
  effects.emit({ type: "batch.failed", ...batchNamed(claim), ...pick(failure) })
}

const pick = ({ code, message, retryable }: { code: string; message: string; retryable: boolean }) => ({
  code,
  message,
  retryable,
})

/** Doubles from attempt to attempt; the jitter keeps drivers from coming back all at once. */
function backOff(attempt: number): number {
  const doubled = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (attempt - 1))
  return Math.round(doubled * (0.75 + Math.random() / 2))
}

/** A batch as events name it. */
export function batchNamed(claim: Claim) {
  const { job_id, table_name, operation, batch_number, attempt } = claim
  return { job_id, table: table_name, batch: batch_number, operation, attempt }
}

function spent(work: Work): number {
  return Math.max(0, work.effects.clock.now() - Date.parse(work.claim.started_at))
}
