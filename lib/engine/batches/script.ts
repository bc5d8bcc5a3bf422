import { type Connection, rollBack } from "../../db/connection.ts"
import type { Effects } from "../../effects.ts"

/**
 * Runs statements as one script in one round trip, all or nothing. When a fail point is armed they go one by
 * one instead, so that the process can die between them.
 */
export async function runInTransaction(
  connection: Connection,
  statements: readonly string[],
  effects: Pick<Effects, "config" | "reach">,
  end: "commit" | "rollback" = "commit",
): Promise<void> {
  try {
    if (effects.config.fail_at) await runStepwise(connection, statements, effects, end)
    else await connection.run(["begin transaction", ...statements, end].join(";\n"))
  } catch (error) {
    await rollBack(connection)
    throw error
  }
}

async function runStepwise(
  connection: Connection,
  statements: readonly string[],
  effects: Pick<Effects, "reach">,
  end: string,
): Promise<void> {
  await connection.run("begin transaction")
  for (const [i, statement] of statements.entries()) {
    await connection.run(statement)
    if (i === 1) effects.reach("mid_apply")
  }
  effects.reach("before_commit")
  await connection.run(end)
}
