import { createHash } from "node:crypto"
import { isoTime } from "../clock.ts"
import { type ImportEvents, StatusAnswer } from "../contract/index.ts"
import type { Effects } from "../effects.ts"
import type { CallOfJob } from "../engine/jobs/jobs.ts"
import { isOpen } from "../engine/jobs/transitions.ts"
import { isProblem, messageOf } from "../errors.ts"
import { jobStatus } from "./status.ts"

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

/**
 * Looks at a job once a second and tells its status when it has changed, until the job is over or the time is up.
 * Throws Problem 404 `job_not_found`, and whatever else goes wrong, at the first look only; later it ends.
 */
export async function* watchJob(input: WatchInput, effects: Effects): AsyncGenerator<WatchEvent, void> {
  const { clock } = effects
  const pace = { ...PACE, ...input.pace }
  const opened = clock.now()
  let known = input.last_event_id
  let beaten = opened
  let status: StatusAnswer | null = StatusAnswer.parse(await jobStatus(input, effects))
  while (!input.signal?.aborted) {
    if (status === null) return yield { event: "end", data: { reason: "interrupted" } }
    const id = idOf(status)
    if (id !== known) yield { id, event: "progress", data: status }
    known = id
    if (!isOpen(status.status)) return yield { event: "end", data: { reason: "finished" } }
    const now = clock.now()
    if (now + pace.look_every_ms > opened + pace.end_after_ms) {
      return yield { event: "end", data: { reason: "time" } }
    }
    if (now - beaten >= pace.beat_every_ms) {
      beaten += pace.beat_every_ms
      yield { event: "heartbeat", data: { at: isoTime(now) } }
    }
    await clock.wait(pace.look_every_ms, input.signal)
    status = await lookAgain(input, effects)
  }
}

/** The same status has the same id on every instance: it is made of all that the status says. */
function idOf(status: StatusAnswer): string {
  return createHash("sha256").update(JSON.stringify(status)).digest("hex").slice(0, 32)
}

/** Null when the status cannot be read: the caller connects again and is then told why. */
async function lookAgain(input: WatchInput, effects: Effects): Promise<StatusAnswer | null> {
  if (input.signal?.aborted) return null
  try {
    return StatusAnswer.parse(await jobStatus(input, effects))
  } catch (error) {
    const { job_id } = input
    if (!isProblem(error)) effects.emit({ type: "watch.failed", job_id, message: messageOf(error) })
    return null
  }
}
