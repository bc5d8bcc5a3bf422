// Loaded into a server before it starts: tells its parent how long its event loop was held, and what it holds.
import { readdirSync, readFileSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"

const EVERY_MS = 10
let [at, worked, held] = [performance.now(), workedMs(), 0]

// A machine that is busy stops every process: of a gap only that counts in which this thread was at work itself.
setInterval(() => {
  const [now, work] = [performance.now(), workedMs()]
  held = Math.max(held, Math.min(now - at, work - worked))
  at = now
  worked = work
}, EVERY_MS).unref()

process.on("message", async ({ collect }) => {
  // What has been running for long is seen by the timer first.
  await pause(EVERY_MS * 2)
  const held_ms = held
  if (collect) globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  process.send({ held_ms, heap: heapUsed + external, descriptors: descriptors() })
  at = performance.now()
  worked = workedMs()
  held = 0
})
process.channel?.unref()

/** For how many milliseconds the main thread has been at work; of a system that does not say so every gap counts. */
function workedMs() {
  try {
    return (
      Number(readFileSync(`/proc/${process.pid}/task/${process.pid}/schedstat`, "utf8").split(" ")[0]) / 1e6
    )
  } catch {
    return performance.now()
  }
}

function descriptors() {
  try {
    return readdirSync("/proc/self/fd").length
  } catch {
    return 0
  }
}
