import { Readable } from "node:stream"
import {
  ImportOptions,
  type ImportOptionsInput,
  type PrepareAnswer,
  type ProcessBatchAnswer,
} from "../../lib/contract/index.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { finalizeJob } from "../../lib/import/finalize.ts"
import { type ErrorLine, rowErrorFile } from "../../lib/import/mending/error-file.ts"
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

/** Sends files and begins an import of them, as far as one call goes. */
export async function begin(
  lab: Lab,
  dataset: Dataset,
  sent: SentFile | readonly SentFile[],
  options: ImportOptionsInput = {},
) {
  const { effects } = lab
  const limits = { max_bytes: effects.config.max_upload_mb * 1_048_576 }
  const files = []
  for (const { bytes, file_name } of [sent].flat() as SentFile[]) {
    files.push(await effects.store.receive(Readable.from([bytes]), file_name, limits))
  }
  const input = { dataset, options: ImportOptions.parse(options), actor }
  return prepareImport({ ...input, source: { kind: "upload", files } }, effects)
}

/** The same, prepared in as many calls as that takes. */
export async function prepareFiles(
  lab: Lab,
  dataset: Dataset,
  sent: SentFile | readonly SentFile[],
  options: ImportOptionsInput = {},
) {
  const { answer, created } = await begin(lab, dataset, sent, options)
  return {
    answer: answer.status === "preparing" ? await prepareOn(lab, dataset, answer.job_id) : answer,
    created,
  }
}

/** Does the next batch. */
export function doBatch(lab: Lab, dataset: Dataset, job_id: string, id = "one"): Promise<ProcessBatchAnswer> {
  return processBatch({ dataset, job_id, driver: { id, label: "CLI" }, actor }, lab.effects)
}

/** Does batches until none is runnable now; answers the last answer. */
export async function drive(
  lab: Lab,
  dataset: Dataset,
  job_id: string,
  id = "one",
): Promise<ProcessBatchAnswer> {
  for (;;) {
    const answer = await doBatch(lab, dataset, job_id, id)
    if (answer.next_batch === null) return answer
  }
}

export function finish(lab: Lab, dataset: Dataset, job_id: string, accept_failed = false) {
  return finalizeJob({ dataset, job_id, accept_failed, actor }, lab.effects)
}

/** Goes on preparing an import by its id for one call. */
export async function prepareOnce(lab: Lab, dataset: Dataset, job_id: string): Promise<PrepareAnswer> {
  const source = { kind: "job" as const, job_id }
  const input = { dataset, source, options: ImportOptions.parse({}), actor }
  return (await prepareImport(input, lab.effects)).answer
}

/** The same for as many calls as that takes. */
export async function prepareOn(lab: Lab, dataset: Dataset, job_id: string): Promise<PrepareAnswer> {
  for (;;) {
    const answer = await prepareOnce(lab, dataset, job_id)
    if (answer.status !== "preparing") return answer
  }
}

/** Takes an import to its end from wherever it was left, past leases and back-offs. */
export async function carryOn(lab: Lab, dataset: Dataset, job_id: string) {
  const { status } = await prepareOn(lab, dataset, job_id)
  if (status !== "completed") {
    while ((await drive(lab, dataset, job_id)).status === "waiting") lab.clock.advance(61)
  }
  return finish(lab, dataset, job_id)
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

/** The rows that could not be used, as the file to mend has them. */
export async function badRows(lab: Lab, job_id: string, code?: string) {
  const { columns, pages } = await rowErrorFile({ job_id, actor, ...(code && { code }) }, lab.effects)
  const lines: ErrorLine[] = []
  for await (const page of pages) lines.push(...page)
  return { columns, lines }
}
