import { isoTime } from "../clock.ts"
import type { ImportEvents } from "../contract/index.ts"
import type { Effects } from "../effects.ts"
import type { CallOfJob } from "../engine/jobs/jobs.ts"
import { isOpen } from "../engine/jobs/transitions.ts"
import { isProblem, messageOf } from "../errors.ts"
import { look, type Seen, shareLooks } from "./shared-look.ts"

/** Milliseconds. All is said well before a function's 30 s are over. */
const PACE = { look_every_ms: 1_000, beat_every_ms: 10_000, end_after_ms: 25_000 }

export interface WatchInput extends CallOfJob {
  /** The id of the last progress the caller has; that one does not come again. */
  last_event_id?: string | null
  /** Ends the watching when it is aborted, in the middle of a pause too. */
  signal?: AbortSignal
  pace?: Partial<typeof PACE>
}

type Named<E extends keyof ImportEvents> = { event: E; data: ImportEvents[E]; id?: string }
export type WatchEvent = Named<"progress"> | Named<"heartbeat"> | Named<"end">

/** Two who look a second apart by their timers may be a little less apart by the clock. */
const FRESH = 0.9

/**
 * Looks at a job once a second and tells its status when it has changed, until the job is over or the time is up; however
 * many watch it, it is read once a second.
 * Throws Problem 404 `job_not_found`, and whatever else goes wrong, at the first look only; later it ends.
 */
export async function* watchJob(input: WatchInput, effects: Effects): AsyncGenerator<WatchEvent, void> {
  const pace = { ...PACE, ...input.pace }
  const opened = effects.clock.now()
  const first = await look(input, effects)
  const shared = shareLooks(input, pace.look_every_ms * FRESH, effects)
  try {
    yield* watch(input, { pace, opened, first, again: () => lookAgain(input, shared.look, effects) }, effects)
  } finally {
    shared.end()
  }
}

interface Watching {
  pace: typeof PACE
  opened: number
  first: Seen
  again(): Promise<Seen | null>
}

async function* watch(
  { last_event_id, signal }: WatchInput,
  { pace, opened, first, again }: Watching,
  { clock }: Effects,
): AsyncGenerator<WatchEvent, void> {
  let known = last_event_id
  let beaten = opened
  let seen: Seen | null = first
  while (!signal?.aborted) {
    if (seen === null) return yield { event: "end", data: { reason: "interrupted" } }
    const { id, status } = seen
    if (id !== known) yield { id, event: "progress", data: status }
    known = id
    if (!isOpen(status.status) || status.error) return yield { event: "end", data: { reason: "finished" } }
    const now = clock.now()
    if (now + pace.look_every_ms > opened + pace.end_after_ms) {
      return yield { event: "end", data: { reason: "time" } }
    }
    if (now - beaten >= pace.beat_every_ms) {
      beaten += pace.beat_every_ms
      yield { event: "heartbeat", data: { at: isoTime(now) } }
    }
    await clock.wait(pace.look_every_ms, signal)
    seen = await again()
  }
}

/** Null when the status cannot be read: the caller connects again and is then told why. */
async function lookAgain(
  { job_id, signal }: WatchInput,
  look: () => Promise<Seen>,
  effects: Effects,
): Promise<Seen | null> {
  if (signal?.aborted) return null
  try {
    return await look()
  } catch (error) {
    if (!isProblem(error)) effects.emit({ type: "watch.failed", job_id, message: messageOf(error) })
    return null
  }
}
