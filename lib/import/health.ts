import type { HealthAnswer } from "../contract/index.ts"
import { versionOf } from "../db/migrate.ts"
import type { Effects } from "../effects.ts"
import { messageOf } from "../errors.ts"
import { troublesOf } from "./hindrances.ts"

/** Whether the database answers and takes changes, the store works, and the schema version it is at. Never throws. */
export async function checkHealth(_input: object, effects: Effects): Promise<HealthAnswer> {
  try {
    const schema_version = await effects.db.use(versionOf)
    const reasons = await troublesOf(effects)
    const known = { database: "reachable" as const, schema_version }
    return reasons.length === 0 ? { status: "ok", ...known } : { status: "degraded", ...known, reasons }
  } catch (error) {
    effects.emit({ type: "database.unreachable", message: messageOf(error) })
    return { status: "unavailable", database: "unreachable", schema_version: null }
  }
}
