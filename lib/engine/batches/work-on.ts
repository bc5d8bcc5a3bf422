import { isoTime, nowOf } from "../../clock.ts"
import type { Operation } from "../../contract/index.ts"
import { classifyError, type ErrorKind } from "../../db/classify.ts"
import { endWithin } from "../../deadline.ts"
import { EmbeddingError } from "../../embeddings/index.ts"
import { hindranceOf, messageOf } from "../../errors.ts"
import { withoutSecrets } from "../../secrets.ts"
import { outlastConflicts } from "../jobs/patience.ts"
import { interruptFrom } from "../jobs/time-limit.ts"
import type { KindOfJob } from "../progress/load-progress.ts"
import { applyStatements } from "./apply.ts"
import type { Claim } from "./claim.ts"
import { holdVectors } from "./embed.ts"
import { failBatch, releaseStride } from "./fail.ts"
import { giveBack } from "./give-back.ts"
import { isolateRows } from "./isolate.ts"
import { type Before, runAndLook } from "./script.ts"
import { splitBatch } from "./split.ts"
import { planOf, type Work, withoutConflict } from "./work.ts"

/** Rows from which on memory counts more than a few milliseconds. */
const LARGE_STRIDE = 1_000
const FIRST_BACK_OFF_MS = 1_000
const LONGEST_BACK_OFF_MS = 60_000
/** What trying again cannot change. */
const PERMANENT: readonly ErrorKind[] = ["data", "fatal"]

/** How it went with a stride: where the job stands, or that it is to be tried in halves. */
export type Worked = { progress: KindOfJob[] | null; released: boolean }

/** Applies claimed batches and records how that went. Throws only what is not their own failure. */
export async function workOn(work: Work): Promise<Worked> {
  const { connection, effects } = work
  const end = endWithin(effects, effects.config.batch_budget_seconds)
  const endBudget = interruptFrom(end, connection, effects)
  try {
    const progress = await applyPatiently(work)
    emitCompleted(work)
    return { progress, released: false }
  } catch (error) {
    // Looking for bad rows is part of the batch; writing down what became of it is not to be interrupted.
    const looking = work.claim.batches === 1 && classifyError(error) === "data"
    if (!looking) endBudget()
    return { progress: null, released: await recover(work, error, endBudget) }
  } finally {
    endBudget()
  }
}

function emitCompleted(work: Work): void {
  const { claim, effects } = work
  const duration_ms = Math.round(spent(work) / claim.batches)
  batchesOf(claim).forEach((batch, i) => {
    effects.emit({ type: "batch.completed", ...batch, records: claim.taken[i]?.records ?? 0, duration_ms })
  })
}

/** What a batch needs from outside the database, before its transaction begins. */
const BEFORE: Partial<Record<Operation, (work: Work) => Promise<Before | undefined>>> = { embed: holdVectors }

async function applyPatiently(work: Work): Promise<KindOfJob[]> {
  const before = await BEFORE[work.claim.operation]?.(work)
  return withoutConflict(work, () => applyStride(work, before))
}

/** Effect, counts, undo record and completion in one transaction: all of it commits, or nothing. */
function applyStride(work: Work, before: Before | undefined): Promise<KindOfJob[]> {
  const { claim, connection, effects } = work
  const run = () =>
    runAndLook(
      connection,
      applyStatements({ ...planOf(work, claim.careful), idle: before?.idle ?? [] }),
      effects,
      before,
    )
  const rows = claim.taken.reduce((sum, { records }) => sum + records, 0)
  return rows > LARGE_STRIDE ? effects.db.sparingly(run) : run()
}

/** True when the batches were given back: to be tried in halves, or once another transaction is out of the way. */
async function recover(work: Work, error: unknown, endBudget: () => void): Promise<boolean> {
  if (isHindered(error)) return hinder(work, error)
  if (work.claim.batches > 1) return release(work, error)
  const failure = await rescue(work, error, endBudget)
  if (failure === null) return false
  if (isHindered(failure.error)) return hinder(work, failure.error)
  if (failure.kind === "conflict") return release(work, failure.error)
  if (failure.kind === "claim_lost") emitLost(work)
  else await recordFailure(work, failure)
  return false
}

const isHindered = (error: unknown) => hindranceOf(error) !== null

/** Nothing is wrong with the batches: they are given back as if nobody had tried them, and whoever drives waits. */
async function hinder({ connection, claim, effects }: Work, error: unknown): Promise<never> {
  await giveBack(connection, claim, effects.db)
  throw error
}

/** Nothing of the stride was committed. What may pass by itself is given a moment to. */
async function release(work: Work, error: unknown): Promise<boolean> {
  const { connection, claim, actor, effects } = work
  const kind = kindOf(error)
  const alone = claim.batches === 1
  const wait = kind === "transient" || alone ? isoTime(effects.clock.now() + FIRST_BACK_OFF_MS) : null
  const message = shownMessage(error, 300)
  const audit = { actor, now: nowOf(effects) }
  const given = { not_before: wait, message }
  if (
    kind === "claim_lost" ||
    !(await outlastConflicts(() => releaseStride(connection, claim, given, audit), effects))
  ) {
    emitLost(work)
    return false
  }
  const { job_id, table_name: table, operation, batches } = claim
  effects.emit({ type: "stride.released", job_id, table, operation, batches, message })
  return true
}

function emitLost({ claim, effects }: Work): void {
  for (const batch of batchesOf(claim)) effects.emit({ type: "claim.lost", ...batch })
}

const shownMessage = (error: unknown, longest: number) => withoutSecrets(messageOf(error)).slice(0, longest)

/** What went wrong, and what that means. */
type Failed = { error: unknown; kind: ErrorKind }

const failed = (error: unknown): Failed => ({ error, kind: kindOf(error) })

function kindOf(error: unknown): ErrorKind {
  if (error instanceof EmbeddingError) return error.retryable ? "transient" : "fatal"
  return classifyError(error)
}

/** Sets bad rows aside, or cuts a batch that takes too long or too much memory in two. Null when that helped, else what went wrong. */
async function rescue(work: Work, error: unknown, endBudget: () => void): Promise<Failed | null> {
  const kind = kindOf(error)
  try {
    if (kind === "data") {
      const found = await isolateRows(work)
      if (found === "applied") return null
      return { error, kind: found === "passed" ? "unknown" : kind }
    }
    if ((kind === "interrupted" || kind === "too_large") && (await cutInTwo(work))) return null
    return { error, kind }
  } catch (further) {
    const tooLong = kind === "data" && classifyError(further) === "interrupted"
    return tooLong ? rescue(work, further, endBudget) : failed(further)
  } finally {
    endBudget()
  }
}

async function cutInTwo({ claim, connection, actor, effects }: Work): Promise<boolean> {
  const audit = { actor, now: nowOf(effects) }
  if (!(await outlastConflicts(() => splitBatch(connection, claim, audit), effects))) return false
  for (const batch of batchesOf(claim)) effects.emit({ type: "batch.split", ...batch, into: 2 })
  return true
}

async function recordFailure(work: Work, { error, kind }: Failed): Promise<void> {
  const { claim, effects } = work
  const retryable = !PERMANENT.includes(kind)
  const final = !retryable || claim.attempt >= claim.max_attempts
  const asked = error instanceof EmbeddingError ? (error.retry_after_ms ?? 0) : 0
  const message = shownMessage(error, 1_000)
  const failure = {
    message:
      kind === "interrupted"
        ? "The batch took longer than its time budget and cannot be cut smaller."
        : message,
    code: `batch_${kind}`,
    retryable,
    final,
    not_before: final ? null : isoTime(effects.clock.now() + Math.max(backOff(claim.attempt), asked)),
  }
  const audit = { actor: work.actor, now: nowOf(effects) }
  if (!(await outlastConflicts(() => failBatch(work.connection, claim, failure, audit), effects))) {
    emitLost(work)
    return
  }
  for (const batch of batchesOf(claim)) effects.emit({ type: "batch.failed", ...batch, ...pick(failure) })
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

/** The batches of a claim as events name them. */
export function batchesOf({ job_id, table_name: table, operation, taken, attempt }: Claim) {
  return taken.map(({ batch_number: batch }) => ({ job_id, table, batch, operation, attempt }))
}

function spent(work: Work): number {
  return Math.max(0, work.effects.clock.now() - Date.parse(work.claim.started_at))
}
