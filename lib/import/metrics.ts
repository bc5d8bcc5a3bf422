import { statSync } from "node:fs"
import { nowOf } from "../clock.ts"
import type { Caller } from "../contract/index.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { assertReachesAll } from "../engine/jobs/reach.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"

interface Metric {
  /** As in sql/metrics/read.sql. */
  metric: string
  labels: Record<string, string>
  value: number
}

/**
 * What there is to watch, worked out from the database now: what a process has counted would be wrong with functions, or with two servers.
 * Throws Problem 403 `project_forbidden`.
 */
export async function readMetrics({ actor }: { actor: Caller }, effects: Effects): Promise<Metric[]> {
  assertReachesAll(actor)
  const metrics = await connectWithinTime(effects, (connection) =>
    connection.rows<Metric>(statement("metrics/read"), { now: nowOf(effects) }),
  )
  const bytes = effects.db.remote ? null : bytesOf(effects.db.location)
  return bytes === null ? metrics : [...metrics, { metric: "database_bytes", labels: {}, value: bytes }]
}

/** The database with what is in its log only; null where it is no file. */
function bytesOf(path: string): number | null {
  const [file, log] = [path, `${path}.wal`].map((name) => statSync(name, { throwIfNoEntry: false })?.size)
  return file === undefined ? null : file + (log ?? 0)
}
