import type { FunctionName } from "../lib/contract/functions.ts"
import type { Driver } from "../lib/contract/index.ts"
import { deadlineOf } from "../lib/deadline.ts"
import type { Effects } from "../lib/effects.ts"
import { messageOf } from "../lib/errors.ts"
import { afterAnswer, inFunction } from "../lib/http/background.ts"

const DRIVER: Driver = { id: "background", label: "scheduler" }

/**
 * Effects for what is done with a request that has come. On a machine of one's own a form may take longer to come than a
 * function lives, so that the time of the work begins only now.
 */
export function onceArrived(effects: Effects, name: FunctionName): Effects {
  if (inFunction()) return effects
  const deadline = deadlineOf(name, effects.clock.now())
  return { ...effects, deadline, store: effects.store.until(deadline) }
}

/** Goes on with an import whose caller does not wait, when the call is answered. */
export function driveLater(job_id: string, effects: Effects): void {
  afterAnswer(async () => {
    const { driveJobNow } = await driving()
    await driveJobNow({ job_id, driver: DRIVER }, effects)
  }, failedWith(effects))
}

/**
 * Goes on with imports in the background that nobody drives. Where no process stays, nothing but calls is there to do it;
 * elsewhere the server's own loop does. `preparing` is one that somebody looks at, and that was left while it was prepared.
 */
export function driveLeftBehind(effects: Effects, preparing?: string): void {
  const short = inFunction()
  if (!short && preparing === undefined) return
  // A server stays, and takes the time of a scheduler's call.
  const timed = short ? effects : { ...effects, deadline: undefined }
  afterAnswer(async () => {
    const { driveOpenJobs } = await driving()
    await driveOpenJobs({ driver: DRIVER, background: true, looked_at: preparing }, timed)
  }, failedWith(effects))
}

/** Loaded when the answer is out, which does not wait for it. */
const driving = () => import("../lib/import/drive.ts")

const failedWith = (effects: Effects) => (error: unknown) =>
  effects.emit({ type: "drive.failed", message: messageOf(error) })
