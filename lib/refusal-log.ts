import { type Clock, isoTime } from "./clock.ts"
import { ANONYMOUS } from "./contract/access.ts"
import { messageOf } from "./errors.ts"
import type { Emit, SluiceEvent } from "./events.ts"
import { withoutSecrets } from "./secrets.ts"

type Refused = Extract<SluiceEvent, { type: "request.refused" }>

/** Refused for who asked, and not for what was sent. */
const STATUSES = [401, 403, 421, 429]
/**
 * A line of the same actor and code comes no sooner after the last; all together there are so many an hour, of strangers half of them,
 * so that their flood hides nothing that was tried with a key.
 */
const APART_MS = 1_000
const HOUR_MS = 3_600_000
const MOST_AN_HOUR = 1_000
const MOST_OF_STRANGERS = 500
const MOST_PATH = 200

/** A line of the audit log that is about no job. */
export interface RefusalLine {
  now: string
  actor: string
  event: "request.refused"
  detail: string
}

interface RefusalLogEffects {
  /** Adds the line to the audit log. */
  write(line: RefusalLine): Promise<unknown>
  clock: Clock
  /** Told when a line cannot be written. */
  emit: Emit
}

/**
 * A listener that writes to the audit log who was turned away, and from where. It neither waits nor throws, and a flood
 * leaves a few lines only.
 */
export function createRefusalLog(effects: RefusalLogEffects): Emit {
  const isDue = createBrake()
  let written: Promise<unknown> = Promise.resolve()
  return (event) => {
    if (event.type !== "request.refused" || !STATUSES.includes(event.status)) return
    const now = effects.clock.now()
    // One after the other, so that the log has them in the order in which they happened.
    if (isDue(event, now)) written = written.then(() => record(event, now, effects))
  }
}

/** Callers are names of keys and codes, so there are few of them. */
function createBrake(): (refused: Refused, now: number) => boolean {
  const last = new Map<string, number>()
  let hour = { since: Number.NEGATIVE_INFINITY, lines: 0, strangers: 0 }
  return ({ actor, code }, now) => {
    const caller = `${actor} ${code}`
    if (now - hour.since >= HOUR_MS) hour = { since: now, lines: 0, strangers: 0 }
    if (now - (last.get(caller) ?? Number.NEGATIVE_INFINITY) < APART_MS) return false
    const stranger = actor === ANONYMOUS ? 1 : 0
    if (hour.lines >= MOST_AN_HOUR || hour.strangers + stranger > MOST_OF_STRANGERS) return false
    hour.strangers += stranger
    last.set(caller, now)
    hour.lines += 1
    return true
  }
}

async function record(
  { method, path, status, code, actor, address }: Refused,
  now: number,
  effects: RefusalLogEffects,
) {
  const detail = withoutSecrets(`${method} ${path.slice(0, MOST_PATH)} ${status} ${code} from ${address}`)
  try {
    await effects.write({ now: isoTime(now), actor, event: "request.refused", detail })
  } catch (error) {
    effects.emit({ type: "audit.failed", message: messageOf(error) })
  }
}
