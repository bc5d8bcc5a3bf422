import type { RollbackAnswer } from "../../lib/contract/actions.ts"
import type { JobStatus } from "../../lib/contract/jobs.ts"
import type { PrepareAnswer } from "../../lib/contract/prepare.ts"
import type { ProcessBatchAnswer } from "../../lib/contract/process-batch.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"

type Look = Pick<StatusAnswer, "status" | "held">
/** Where a job stands, as its driver sees it. */
export type Standing = JobStatus | "held"

/** The calls that bring one job on, and all that is known of the world around them. */
export interface DriveEffects {
  prepare(): Promise<PrepareAnswer>
  processBatch(): Promise<ProcessBatchAnswer>
  finalize(): Promise<unknown>
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
type Next = { step: Step; after: number } | { step: null }

const OVER: Next = { step: null }
const WAIT_MS = 1_000
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
  const first = FIRST[status]
  let next: Next = first ? { step: first, after: 0 } : OVER
  while (next.step !== null && !signal.aborted) {
    if (next.after > 0) await effects.wait(next.after, signal)
    if (signal.aborted) return
    next = (await patiently(STEPS[next.step], effects, signal)) ?? OVER
  }
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

const STEPS: Record<Step, (effects: DriveEffects) => Promise<Next>> = {
  async prepare(effects) {
    const prepared = await effects.prepare()
    // Answered at once when another call is at it.
    return prepared.status === "preparing"
      ? { step: "prepare", after: WAIT_MS }
      : nextOf(standingOf(prepared))
  },
  async apply(effects) {
    try {
      const answer = await effects.processBatch()
      if (answer.next_batch !== null) return { step: "apply", after: 0 }
      return nextOf(answer.status)
    } catch (error) {
      if (GONE.includes(effects.codeOf(error) ?? "")) return OVER
      throw error
    }
  },
  async finalize(effects) {
    try {
      await effects.finalize()
      return OVER
    } catch (error) {
      // There are other drivers, and people: what has become of the job shows when it is asked for a batch.
      if (!CHANGED.includes(effects.codeOf(error) ?? "")) throw error
      return { step: "apply", after: WAIT_MS }
    }
  },
  async undo(effects) {
    const { done } = await effects.rollback()
    return done ? OVER : { step: "undo", after: 0 }
  },
}

function nextOf(status: ProcessBatchAnswer["status"]): Next {
  if (status === "ready_to_finalize") return { step: "finalize", after: 0 }
  if (status === "waiting" || status === "processing") return { step: "apply", after: WAIT_MS }
  if (status === "blocked_by_failed") return OVER
  const step = FIRST[status]
  return step ? { step, after: status === "ready" ? 0 : WAIT_MS } : OVER
}
