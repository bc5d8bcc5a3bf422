import { FinalizeAnswer } from "../lib/contract/actions.ts"
import { PrepareAnswer } from "../lib/contract/prepare.ts"
import { ProcessBatchAnswer } from "../lib/contract/process-batch.ts"
import { call } from "./api.ts"

const DATASET = "/api/import/daily-update"
const WAIT_MS = 1_000

/** Tells how far it is: a sentence, and 0–100 once that can be known. */
export type Tell = (sentence: string, percentage: number | null) => void

/** Takes a stored file all the way: prepare, batch after batch, finalize. Each call starts when the last answered. */
export async function driveImport(filename: string, tell: Tell): Promise<void> {
  tell("Reading the file …", null)
  let prepared = await call(`${DATASET}/prepare`, PrepareAnswer, { filename })
  const { job_id } = prepared
  while (prepared.status === "preparing") {
    const { rows_staged = 0, table = "" } = prepared.staging ?? {}
    tell(`Reading ${table}: ${rows_staged.toLocaleString()} rows so far …`, null)
    prepared = await call(`${DATASET}/prepare`, PrepareAnswer, { job_id })
  }
  if (prepared.status === "completed") return tell("This file was imported before. Nothing was changed.", 100)
  await applyBatches(job_id, tell)
  tell("Closing the import …", 99)
  const { names_resolved, row_errors } = await call(`${DATASET}/finalize`, FinalizeAnswer, { job_id })
  const rejected = row_errors > 0 ? `, ${row_errors.toLocaleString()} rows could not be used` : ""
  tell(`Done: ${names_resolved.toLocaleString()} names brought up to date${rejected}.`, 100)
}

async function applyBatches(job_id: string, tell: Tell): Promise<void> {
  while (true) {
    const answer = await call(`${DATASET}/process-batch`, ProcessBatchAnswer, { job_id })
    const { completed, total, percentage } = answer.progress
    tell(`${completed.toLocaleString()} of ${total.toLocaleString()} batches`, percentage)
    if (answer.status === "ready_to_finalize" || answer.status === "completed") return
    if (answer.status === "paused") throw new Error("The import is paused. Resume it to go on.")
    if (answer.status === "failed" || answer.status === "blocked_by_failed") {
      throw new Error(
        `Batches failed and hold up the rest${answer.error ? `: ${answer.error.message}` : "."}`,
      )
    }
    if (!answer.batch_completed) await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }
}
