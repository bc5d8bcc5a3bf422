import type { Dataset } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { losingOf } from "../../engine/closing/lost-rows.ts"
import { isLosing, outcomeOf } from "../../engine/closing/result.ts"
import { type Job, moveJob, recordAudit } from "../../engine/jobs/jobs.ts"
import type { Act } from "../../engine/mending/accept.ts"
import { loadClosingBooks } from "../../engine/progress/reconcile.ts"
import { countedText } from "../../words.ts"

/** What became of rows that somebody looked at. */
interface Settled {
  accepted: number
  dismissed: number
}

/** Who did what, and where the import stands after it. */
export async function recordMended(
  act: Act,
  settled: Settled,
  reason: string | undefined,
  effects: Effects,
): Promise<void> {
  const { connection, job, actor, now } = act
  const { accepted, dismissed } = settled
  if (accepted > 0) {
    const line = {
      job_id: job.job_id,
      now,
      actor,
      event: "rows.mended",
      detail: countedText(accepted, "row"),
    }
    await recordAudit(connection, line)
    if (job.status !== "ready")
      await moveJob(connection, { job, to: "processing", actor, detail: "rows are mended" }, effects)
  }
  await recordDismissed(act, dismissed, reason, accepted === 0)
}

async function recordDismissed(act: Act, dismissed: number, reason?: string, ends = true): Promise<void> {
  if (dismissed === 0) return
  const { connection, job, actor, now } = act
  const detail = [countedText(dismissed, "row"), ...(reason === undefined ? [] : [reason])].join(": ")
  await recordAudit(connection, { job_id: job.job_id, now, actor, event: "rows.dismissed", detail })
  if (ends && job.status === "completed") await workOutAnew(connection, act.dataset, job, now)
}

/** What an import came to once rows of it are left out. */
async function workOutAnew(connection: Connection, dataset: Dataset, job: Job, now: string): Promise<void> {
  const { job_id } = job
  const books = await loadClosingBooks(connection, dataset, job_id, losingOf(dataset))
  const { row_errors, failed_batches } = books
  const outcome = outcomeOf(books, failed_batches, row_errors, isLosing(job, books))
  const result = JSON.stringify({ outcome, row_errors })
  await connection.run(statement("mend/set_outcome"), { job_id, outcome, result, now })
}

/** Leaves out all that is open still, and those of which only the number is known; answers how many rows that are. */
export async function dismissRest(act: Act, reason: string | null): Promise<number> {
  const { connection, job, actor, now } = act
  const { job_id } = job
  const [rest] = await connection.rows<{ rows: number }>(statement("mend/count_rest"), { job_id })
  const dismissed = rest?.rows ?? 0
  if (dismissed > 0) {
    await connection.run(statement("mend/dismiss_rest"), { job_id, actor, now, reason })
    await connection.run(statement("mend/remove_rest"), { job_id })
  }
  await recordDismissed(act, dismissed, reason ?? undefined)
  return dismissed
}
