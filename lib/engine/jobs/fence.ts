import { nowOf } from "../../clock.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { auditBatches } from "./jobs.ts"
import { outlastConflicts } from "./patience.ts"

/**
 * Takes a job away from whoever works on it: once this returns, no batch and no chunk of it lands any more. Only
 * after a state was committed in which nothing new can begin, or it would never get past busy drivers. Safe to run again.
 */
export async function fenceJob(
  connection: Connection,
  job_id: string,
  actor: string,
  effects: Pick<Effects, "clock">,
): Promise<void> {
  const fence = () =>
    transaction(connection, async () => {
      const change = { event: "batch.taken_away", to: "pending" as const, statuses: ["processing"] as const }
      await auditBatches(connection, { job_id, actor, now: nowOf(effects), ...change })
      await connection.run(statement("batches/fence_all"), { job_id })
      await fenceChunks(connection, job_id, "files/forget")
    })
  await outlastConflicts(fence, effects)
}

/**
 * The same of its chunks alone, in the caller's transaction: one on its way finds nothing to commit on, or collides.
 * What is left to tell of its files is all or nothing, as the statement says that takes them away.
 */
export async function fenceChunks(
  connection: Connection,
  job_id: string,
  away: "files/forget" | "files/delete",
): Promise<void> {
  await connection.run(statement("files/fence"), { job_id })
  await connection.run(statement(away), { job_id })
}
