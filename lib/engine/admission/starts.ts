import { isoTime } from "../../clock.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"

const WINDOW_MS = 60_000

/**
 * Refuses a key that has begun too many imports of a scoped dataset within the last minute. The database counts, so
 * it holds over all instances; behind the lock of admission it is exact. Throws Problem 429 `too_many_imports`.
 */
export async function assertStarts(
  connection: Connection,
  dataset: Dataset,
  actor: string,
  effects: Effects,
): Promise<void> {
  const { api_keys, starts_per_minute: most } = effects.config
  if (!dataset.scoped || !api_keys.some((key) => key.name === actor)) return
  const now = effects.clock.now()
  const since = isoTime(now - WINDOW_MS)
  const [oldest] = await connection.rows<{ started_at: string }>(statement("jobs/latest_starts"), {
    actor,
    since,
    back: most - 1,
  })
  if (!oldest) return
  const wait = Math.max(1, Math.ceil((Date.parse(oldest.started_at) + WINDOW_MS - now) / 1000))
  const detail = `The key "${actor}" has begun ${most} imports within a minute, as many as it may. Wait ${wait} s and try again.`
  throw problem(429, "too_many_imports", detail, { headers: { "retry-after": String(wait) } })
}
