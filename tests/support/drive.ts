import type { ImportOptionsInput, ProcessBatchAnswer } from "../../lib/contract/index.ts"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { processBatch } from "../../lib/import/process-batch.ts"
import { begin, finish, prepareOnce, type SentFile } from "./imports.ts"
import type { Lab } from "./lab.ts"

export { actor, undo as rollBack } from "./imports.ts"

/** What is done with imports, done with extracts of the register. */
export const dataset = dailyUpdate
const driver = { id: "one", label: "CLI" }

/** An extract's ZIP under the name its sender gives it. */
export type Sent = SentFile

/** A handmade ZIP under a name that promises nothing. */
export function sent(bytes: Buffer): Sent {
  return { bytes, file_name: "extract.zip" }
}

/** Uploads an extract and prepares it as far as one call goes. */
export function prepare(lab: Lab, extract: Sent, options: ImportOptionsInput = {}) {
  return begin(lab, dataset, extract, options)
}

/** Goes on preparing a job by its id, for one call. */
export function prepareOn(lab: Lab, job_id: string) {
  return prepareOnce(lab, dataset, job_id)
}

/** Does one batch, the next or the one named. */
export function step(lab: Lab, job_id: string, more: Partial<Parameters<typeof processBatch>[0]> = {}) {
  return processBatch({ dataset, job_id, driver, ...more }, lab.effects)
}

/** Does batches until none is runnable; answers the last answer. */
export async function driveToEnd(lab: Lab, job_id: string, id = "one"): Promise<ProcessBatchAnswer> {
  for (;;) {
    const answer = await step(lab, job_id, { driver: { id, label: "CLI" } })
    if (answer.next_batch === null) return answer
  }
}

export function finalize(lab: Lab, job_id: string, accept_failed = false) {
  return finish(lab, dataset, job_id, accept_failed)
}

/** Prepares, applies and finalizes an extract; answers the job's id. Throws when a batch fails. */
export async function importExtract(
  lab: Lab,
  extract: Sent,
  options: ImportOptionsInput = {},
): Promise<string> {
  const { answer } = await prepare(lab, extract, options)
  const last = await driveToEnd(lab, answer.job_id)
  if (last.status !== "ready_to_finalize") throw new Error(`The job came to a halt: ${JSON.stringify(last)}`)
  await finalize(lab, answer.job_id)
  return answer.job_id
}
