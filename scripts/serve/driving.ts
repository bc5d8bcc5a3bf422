import type { Effects } from "../../lib/effects.ts"
import { messageOf } from "../../lib/errors.ts"
import { driveFeeds } from "../../lib/feeds/run.ts"
import { driveOpenJobs } from "../../lib/import/drive.ts"

const DRIVE_EVERY_MS = 10_000
/** After a round that ended with its time and not with its work. */
const DRIVE_ON_MS = 1_000

/** Goes on with jobs whose page was closed, and runs feeds that are due; what a feed brings may take hours, and nobody else waits for it. */
export function startDriving(effects: Effects): { stop(): void } {
  const jobs = inRounds(effects, async () => {
    const driver = { id: `server:${process.pid}`, label: "scheduler" }
    const driven = await driveOpenJobs({ driver }, effects)
    return driven.jobs.some(({ batches_completed }) => batches_completed > 0) ? DRIVE_ON_MS : DRIVE_EVERY_MS
  })
  const feeds = inRounds(effects, async () => {
    await driveFeeds("server", effects)
    return DRIVE_EVERY_MS
  })
  return {
    stop() {
      jobs.stop()
      feeds.stop()
    },
  }
}

/** Does work again and again, one round at a time; each says in how many milliseconds the next one is. */
function inRounds({ emit }: Effects, work: () => Promise<number>): { stop(): void } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const round = async () => {
    const wait = await work().catch((error: unknown) => {
      emit({ type: "drive.failed", message: messageOf(error) })
      return DRIVE_EVERY_MS
    })
    if (!stopped) schedule(wait)
  }
  const schedule = (wait: number) => {
    timer = setTimeout(round, wait).unref()
  }
  schedule(DRIVE_EVERY_MS)
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
