import { Readable } from "node:stream"
import {
  ImportOptions,
  type ImportOptionsInput,
  type PrepareAnswer,
  type ProcessBatchAnswer,
} from "../../lib/contract/index.ts"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { finalizeJob } from "../../lib/import/finalize.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { processBatch } from "../../lib/import/process-batch.ts"
import { rollbackJob } from "../../lib/import/rollback.ts"
import type { Lab } from "./lab.ts"

export const dataset = dailyUpdate
export const actor = { name: "tester", projects: ["*"] }
const driver = { id: "one", label: "CLI" }

/** An extract's ZIP under the name its sender gives it. */
export interface Sent {
  bytes: Buffer
  file_name: string
}

/** A handmade ZIP under a name that promises nothing. */
export function sent(bytes: Buffer): Sent {
  return { bytes, file_name: "extract.zip" }
}

/** Uploads an extract and prepares it as far as one call goes. */
export async function prepare(lab: Lab, extract: Sent, options: ImportOptionsInput = {}) {
  const { effects } = lab
  const limits = { max_bytes: effects.config.max_upload_mb * 1_048_576 }
  const file = await effects.store.receive(Readable.from([extract.bytes]), extract.file_name, limits)
  const source = { kind: "upload" as const, files: [file] }
  return prepareImport({ dataset, source, options: ImportOptions.parse(options), actor }, effects)
}

/** Goes on preparing a job by its id. */
export async function prepareOn(lab: Lab, job_id: string): Promise<PrepareAnswer> {
  const source = { kind: "job" as const, job_id }
  const input = { dataset, source, options: ImportOptions.parse({}), actor }
  return (await prepareImport(input, lab.effects)).answer
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
  return finalizeJob({ dataset, job_id, accept_failed, actor }, lab.effects)
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

/** Rolls a job back, however many calls that takes; answers the last answer. */
export async function rollBack(lab: Lab, job_id: string) {
  for (;;) {
    const answer = await rollbackJob({ job_id, dry_run: false, actor }, lab.effects)
    if (answer.done) return answer
  }
}
