import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"

const WARN_FROM = 0.8

/** Refuses new work while the process uses up its memory budget: Problem 503 `busy`; warns from 80 %. */
export function assertRoom(effects: Pick<Effects, "config" | "emit">): void {
  const used_mb = Math.round(process.memoryUsage.rss() / 1_048_576)
  const budget_mb = effects.config.memory_budget_mb
  if (used_mb >= budget_mb * WARN_FROM) effects.emit({ type: "memory.pressed", used_mb, budget_mb })
  if (used_mb < budget_mb) return
  const detail = `The server uses ${used_mb} MB of its ${budget_mb} MB. Try again when running imports are done.`
  throw problem(503, "busy", detail, { headers: { "retry-after": "30" } })
}
