import { Readable } from "node:stream"
import { ImportOptions, type ImportOptionsInput, type ProcessBatchAnswer } from "../../lib/contract/index.ts"
import type { Dataset } from "../../lib/datasets/define.ts"
import { finalizeJob } from "../../lib/import/finalize.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { processBatch } from "../../lib/import/process-batch.ts"
import { rollbackJob } from "../../lib/import/rollback.ts"
import { jobStatus } from "../../lib/import/status.ts"
import type { Lab } from "./lab.ts"

export const actor = { name: "tester", projects: ["*"] }

/** A file as somebody sends it. */
export interface SentFile {
  bytes: Buffer
  file_name: string
}

export function textFile(file_name: string, text: string): SentFile {
  return { file_name, bytes: Buffer.from(text, "utf8") }
}

/** Sends files and prepares an import of them, as often as that takes. */
export async function prepareFiles(
  lab: Lab,
  dataset: Dataset,
  sent: SentFile | readonly SentFile[],
  options: ImportOptionsInput = {},
) {
  const { effects } = lab
  const limits = { max_bytes: 1_073_741_824 }
  const files = []
  for (const { bytes, file_name } of [sent].flat() as SentFile[]) {
    files.push(await effects.store.receive(Readable.from([bytes]), file_name, limits))
  }
  const input = { dataset, options: ImportOptions.parse(options), actor }
  let prepared = await prepareImport({ ...input, source: { kind: "upload", files } }, effects)
  const { created } = prepared
  while (prepared.answer.status === "preparing") {
    const source = { kind: "job" as const, job_id: prepared.answer.job_id }
    prepared = await prepareImport({ ...input, source }, effects)
  }
  return { ...prepared, created }
}

/** Does batches until none is runnable now; answers the last answer. */
export async function drive(
  lab: Lab,
  dataset: Dataset,
  job_id: string,
  id = "one",
): Promise<ProcessBatchAnswer> {
  const driver = { id, label: "CLI" }
  for (;;) {
    const answer = await processBatch({ dataset, job_id, driver, actor }, lab.effects)
    if (answer.next_batch === null) return answer
  }
}

export function finish(lab: Lab, dataset: Dataset, job_id: string, accept_failed = false) {
  return finalizeJob({ dataset, job_id, accept_failed, actor }, lab.effects)
}

/** Imports files from beginning to end; answers the job's status. */
export async function importFiles(
  lab: Lab,
  dataset: Dataset,
  sent: SentFile | readonly SentFile[],
  options: ImportOptionsInput = {},
) {
  const { answer } = await prepareFiles(lab, dataset, sent, options)
  await drive(lab, dataset, answer.job_id)
  await finish(lab, dataset, answer.job_id)
  return jobStatus({ dataset, job_id: answer.job_id, actor }, lab.effects)
}

/** Takes an import back, however many calls that takes. */
export async function undo(lab: Lab, job_id: string) {
  for (;;) {
    const answer = await rollbackJob({ job_id, dry_run: false, actor }, lab.effects)
    if (answer.done) return answer
  }
}
