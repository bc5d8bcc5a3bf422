import type { HealthAnswer } from "../contract/index.ts"
import { versionOf } from "../db/migrate.ts"
import type { Effects } from "../effects.ts"
import { messageOf } from "../errors.ts"

/** Whether the database answers, and the schema version it is at. Never throws. */
export async function checkHealth(_input: object, effects: Effects): Promise<HealthAnswer> {
  try {
    const schema_version = await effects.db.use(versionOf)
    return { status: "ok", database: "reachable", schema_version }
  } catch (error) {
    effects.emit({ type: "database.unreachable", message: messageOf(error) })
    return { status: "unavailable", database: "unreachable", schema_version: null }
  }
}
