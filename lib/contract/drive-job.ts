import type { RollbackAnswer } from "./actions.ts"
import type { JobStatus } from "./jobs.ts"
import type { PrepareAnswer } from "./prepare.ts"
import type { ProcessBatchAnswer } from "./process-batch.ts"
import type { StatusAnswer } from "./status.ts"

type Look = Pick<StatusAnswer, "status" | "held">
/** Where a job stands, as its driver sees it. */
export type Standing = JobStatus | "held"

/** Why a driver has stopped: where the job stands, or that it is no longer there to be driven, and what was answered then. */
export type Stop = { at: Standing | "blocked_by_failed" } | { at: "gone"; error: unknown }

/** The calls that bring one job on, and all that is known of the world around them. */
export interface DriveEffects {
  prepare(): Promise<PrepareAnswer>
  processBatch(): Promise<ProcessBatchAnswer>
  finalize(): Promise<unknown>
  /** Whether an import is closed over batches that failed. */
  accept_failed?: boolean
  rollback(): Promise<RollbackAnswer>
  /** Where the job stands. */
  look(): Promise<Standing>
  /** Ends early when the signal does. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  backOff(failures: number): number
  isTransient(error: unknown): boolean
  codeOf(error: unknown): string | null
  /** The server could not be reached, or could not do it, and is asked again after so long. */
  lost(ms: number, error: unknown): void
  /** It answers again. */
  found(): void
}

type Step = "prepare" | "apply" | "finalize" | "undo"
/** What comes next, and when; of a job that is being prepared also how far that was. */
type Next = { step: Step; after: number; seen?: string } | { step: null; stop: Stop }

const over = (at: Standing | "blocked_by_failed"): Next => ({ step: null, stop: { at } })
const WAIT_MS = 1_000
const HINDERED_MS = 3_000
const CHANGED = ["batches_incomplete", "state_changed", "illegal_transition"]
const GONE = ["job_closed", "job_not_found"]

const FIRST: Partial<Record<Standing, Step>> = {
  preparing: "prepare",
  ready: "apply",
  processing: "apply",
  finalizing: "finalize",
  rolling_back: "undo",
}

/** A held job is ready, and yet nobody's to drive. */
export function standingOf({ status, held }: Look): Standing {
  return held ? "held" : status
}

/** Whether there is something to do for a driver. */
export function isDrivable(job: Look): boolean {
  return standingOf(job) in FIRST
}

/**
 * Drives a job from where it stands until nothing is left that a driver may do: it is completed, held, paused, blocked by
 * failed batches, or closed. A chain: each call starts when the last one was answered. Where the server cannot be
 * reached it asks again, ever more slowly, for as long as the signal lets it.
 * @throws what the API refuses
 */
export async function driveJob(status: Standing, effects: DriveEffects, signal: AbortSignal): Promise<void> {
  const step = FIRST[status]
  if (step) await driveFrom(step, effects, signal)
}

/**
 * The same from a step on, and through steps of that kind alone where `only` they are wanted. Answers why it stopped; null when there is
 * another step to do, or the signal ended it.
 * @throws what the API refuses
 */
export async function driveFrom(
  first: Step,
  effects: DriveEffects,
  signal: AbortSignal,
  only?: Step,
): Promise<Stop | null> {
  let next: Next | null = { step: first, after: 0 }
  while (next !== null && !signal.aborted) {
    if (next.step === null) return next.stop
    if (only !== undefined && next.step !== only) return null
    next = await doNext(next, effects, signal)
  }
  return null
}

async function doNext(
  { step, after, seen }: Next & { step: Step },
  effects: DriveEffects,
  signal: AbortSignal,
): Promise<Next | null> {
  if (after > 0) await effects.wait(after, signal)
  return signal.aborted ? null : patiently((asked) => STEPS[step](asked, seen), effects, signal)
}

/**
 * Drives a job to its stop and looks before it leaves: what a person does may come in between.
 * @throws what the API refuses
 */
export async function keepDriving(
  known: Standing,
  effects: DriveEffects,
  signal: AbortSignal,
): Promise<void> {
  let status: Standing | null = known
  while (status !== null && status in FIRST && !signal.aborted) {
    await driveJob(status, effects, signal)
    status = await patiently((asked) => asked.look(), effects, signal)
    if (status !== null && status in FIRST) await effects.wait(WAIT_MS, signal)
  }
}

/** Null when the signal ended it first. */
async function patiently<T>(
  step: (effects: DriveEffects) => Promise<T>,
  effects: DriveEffects,
  signal: AbortSignal,
): Promise<T | null> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      const answer = await step(effects)
      if (failures > 0) effects.found()
      return answer
    } catch (error) {
      if (!effects.isTransient(error)) throw error
      failures += 1
      const pause = effects.backOff(failures)
      effects.lost(pause, error)
      await effects.wait(pause, signal)
    }
  }
  return null
}

const STEPS: Record<Step, (effects: DriveEffects, seen?: string) => Promise<Next>> = {
  async prepare(effects, seen) {
    const prepared = await effects.prepare()
    if (prepared.status !== "preparing") return nextOf(standingOf(prepared), effects)
    const { table, rows_staged, bytes_read } = prepared.staging ?? {}
    const now = `${table} ${rows_staged} ${bytes_read}`
    // Answered at once when another call is at it.
    return { step: "prepare", after: now === seen ? WAIT_MS : 0, seen: now }
  },
  async apply(effects) {
    try {
      const answer = await effects.processBatch()
      if (answer.next_batch !== null) return { step: "apply", after: 0 }
      // Somebody has to make room, or the store to come back.
      if (answer.status === "waiting" && answer.error) return { step: "apply", after: HINDERED_MS }
      return nextOf(answer.status, effects)
    } catch (error) {
      if (GONE.includes(effects.codeOf(error) ?? "")) return { step: null, stop: { at: "gone", error } }
      throw error
    }
  },
  async finalize(effects) {
    try {
      await effects.finalize()
      return over("completed")
    } catch (error) {
      // There are other drivers, and people: what has become of the job shows when it is asked for a batch.
      if (!CHANGED.includes(effects.codeOf(error) ?? "")) throw error
      return { step: "apply", after: WAIT_MS }
    }
  },
  async undo(effects) {
    const { done } = await effects.rollback()
    return done ? over("rolled_back") : { step: "undo", after: 0 }
  },
}

function nextOf(status: ProcessBatchAnswer["status"] | Standing, { accept_failed }: DriveEffects): Next {
  if (status === "ready_to_finalize") return { step: "finalize", after: 0 }
  if (status === "waiting" || status === "processing") return { step: "apply", after: WAIT_MS }
  if (status === "blocked_by_failed")
    return accept_failed ? { step: "finalize", after: 0 } : over("blocked_by_failed")
  const step = FIRST[status]
  return step ? { step, after: status === "ready" ? 0 : WAIT_MS } : over(status)
}
