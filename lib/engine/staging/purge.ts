import type { Dataset } from "../../datasets/define.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Timed } from "../../deadline.ts"
import { stagingOf } from "../batches/apply.ts"
import { fenceChunks } from "../jobs/fence.ts"
import { outlastConflicts } from "../jobs/patience.ts"

/** Removes what a job has staged, table by table, each in a transaction of its own: safe to run again. */
export async function clearStaging(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
): Promise<number> {
  let removed = 0
  for (const table of dataset.tables) {
    removed += await connection.run(statement("staging/clear", { staging: stagingOf(table) }), { job_id })
  }
  await connection.run(statement("staging/clear_duplicates"), { job_id })
  return removed
}

/**
 * Removes every trace of a job that was refused while it was prepared; several calls may do it at once. False when there
 * is nothing to remove: the job is gone, or another call has made it ready.
 */
export function purgeJob(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  effects: Timed,
): Promise<boolean> {
  return outlastConflicts(() => purgeOnce(connection, dataset, job_id), effects)
}

async function purgeOnce(connection: Connection, dataset: Dataset, job_id: string): Promise<boolean> {
  if (!(await transaction(connection, () => takeAway(connection, job_id)))) return false
  await clearStaging(connection, dataset, job_id)
  await transaction(connection, async () => {
    await connection.run(statement("staging/clear_errors"), { job_id })
    await connection.run(statement("staging/clear_error_counts"), { job_id })
    await connection.run(statement("batches/delete"), { job_id })
    await connection.run(statement("jobs/delete_audit"), { job_id })
    await connection.run(statement("jobs/delete"), { job_id })
  })
  return true
}

/** From here on nobody can make the job ready: that needs its files. */
async function takeAway(connection: Connection, job_id: string): Promise<boolean> {
  const preparing = await connection.run(statement("jobs/hold_preparing"), { job_id })
  if (preparing > 0) await fenceChunks(connection, job_id, "files/delete")
  return preparing > 0
}
