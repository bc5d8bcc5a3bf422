import { setTimeout as pause } from "node:timers/promises"
import { readConfig } from "../../lib/config.ts"
import { type Effects, openEffects } from "../../lib/effects.ts"
import type { FailAt } from "../../lib/fail-points.ts"
import { driveJobNow } from "../../lib/import/drive.ts"

/**
 * A process of its own that drives every open import at once, as any driver does, until it is ended. Each event is a
 * line of JSON. Arguments: its name; the fail point at which it stops, the first time it comes there, until it is continued,
 * and `sent` to do so only once it has sent what comes next. Continued, it ends before it takes another batch.
 */
const [name = "driver", stop_at = "", when = ""] = process.argv.slice(2)

const IDLE_MS = 400
const OPEN = `select job_id from import_jobs
  where status in ('preparing', 'ready', 'processing', 'finalizing', 'rolling_back')`

const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`)
const live = await openEffects(readConfig())
const effects: Effects = { ...live, emit: say, failAt: stoppingAt(stop_at) ?? live.failAt }
process.stdin.on("end", () => process.exit()).resume()
for (;;) {
  const open = await effects.db.use((connection) => connection.rows<{ job_id: string }>(OPEN))
  await Promise.all(
    open.map(({ job_id }) => driveJobNow({ job_id, driver: { id: name, label: name } }, effects)),
  )
  await pause(IDLE_MS)
}

function stoppingAt(point: string): FailAt | null {
  if (point === "") return null
  let stopped = false
  return (at) => {
    // What it was at when it stopped is over.
    if (stopped && at === "before_claim") process.exit()
    if (stopped || at !== point) return
    stopped = true
    if (when === "sent") setImmediate(stop)
    else stop()
  }
}

function stop(): void {
  say({ type: "driver.stopped" })
  process.kill(process.pid, "SIGSTOP")
}
