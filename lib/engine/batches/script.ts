import { type Connection, rollBack, type Values } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import type { KindOfJob } from "../progress/load-progress.ts"

/** A statement that prepares the connection, and the values it is bound to. */
export interface Before {
  sql: string
  values: Values
  /** Steps of the stride that would find nothing to do. */
  idle: readonly string[]
}

/**
 * Runs statements as one script in one round trip, all or nothing, and answers where the job then stands; what they need of the
 * connection comes first in it. When a fail point is armed they go one by one instead, so that the process can die between them.
 */
export async function runAndLook(
  connection: Connection,
  statements: readonly string[],
  effects: Pick<Effects, "config" | "failAt">,
  before?: Before,
): Promise<KindOfJob[]> {
  const look = statement("batches/progress")
  try {
    if (!effects.config.fail_at) {
      const first = before ? [before.sql] : []
      const script = [...first, "begin transaction", ...statements, "commit", look].join(";\n")
      return await connection.rows<KindOfJob>(script, before?.values)
    }
    if (before) await connection.run(before.sql, before.values)
    await runStepwise(connection, statements, effects)
  } catch (error) {
    await rollBack(connection)
    throw error
  }
  return connection.rows<KindOfJob>(look)
}

async function runStepwise(
  connection: Connection,
  statements: readonly string[],
  effects: Pick<Effects, "failAt">,
): Promise<void> {
  await connection.run("begin transaction")
  for (const [i, statement] of statements.entries()) {
    await connection.run(statement)
    if (i === 1) effects.failAt("mid_apply")
  }
  effects.failAt("before_commit")
  await connection.run("commit")
}
