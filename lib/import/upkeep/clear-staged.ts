import { DAY_MS, isoTime } from "../../clock.ts"
import { findDataset, listDatasets } from "../../datasets/index.ts"
import { expression, statement, unionOf } from "../../db/statement.ts"
import { isOutOfTime, isShortOf } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { keepDocumentResults } from "../../engine/closing/document-results.ts"
import { fenceJob } from "../../engine/jobs/fence.ts"
import { findJob } from "../../engine/jobs/jobs.ts"
import { outlastConflicts } from "../../engine/jobs/patience.ts"
import { connectWithinTime } from "../../engine/jobs/time-limit.ts"
import { giveUpStaged } from "../../engine/staging/purge.ts"
import { stagingOf } from "../../reading/staged-rows.ts"

/** Left of a call's time when the last import may begin. */
const ONE_SECONDS = 5

/**
 * Removes what imports that are over have staged: what a call left that ended before it had cleared it, and dry runs that can no longer
 * be applied or that nobody has for `SLUICE_KEEP_FILES_DAYS`. Safe to run again, and for several at once; answers of how many.
 */
export async function clearStaged(effects: Effects): Promise<number> {
  const { clock, config } = effects
  const days = Math.min(config.keep_files_days, config.keep_jobs_days)
  const sql = statement("retention/staged", { staged: stagedIn() })
  const over = await effects.db.use((connection) =>
    connection.rows<{ job_id: string }>(sql, { before: isoTime(clock.now() - days * DAY_MS) }),
  )
  let cleared = 0
  for (const { job_id } of over) {
    if (isShortOf(effects, ONE_SECONDS)) break
    if (await clearOne(job_id, effects)) cleared += 1
  }
  return cleared
}

function stagedIn() {
  const tables = listDatasets().flatMap((dataset) => dataset.tables)
  return unionOf(tables.map((table) => expression("retention/staged_in", { staging: stagingOf(table) })))
}

/** False where it is no longer over, or the call's time has ended first: the next one goes on. */
async function clearOne(job_id: string, effects: Effects): Promise<boolean> {
  const clear = () =>
    connectWithinTime(effects, async (connection) => {
      const job = await findJob(connection, job_id)
      const dataset = findDataset(job.dataset)
      // The call that cancelled it may have ended before; a batch that is applied now would find nothing.
      if (job.status === "cancelled") await fenceJob(connection, job_id, "scheduler", effects)
      return giveUpStaged(connection, dataset, job, keepDocumentResults(dataset))
    })
  try {
    return await outlastConflicts(clear, effects)
  } catch (error) {
    if (isOutOfTime(error)) return false
    throw error
  }
}
