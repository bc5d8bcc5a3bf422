import type {
  Caller,
  DocumentResult,
  IngestAnswer,
  IngestStatus,
  RowError,
  StatusAnswer,
} from "../contract/index.ts"
import { ImportOptions } from "../contract/index.ts"
import { documents } from "../datasets/documents.ts"
import type { Effects } from "../effects.ts"
import type { PrepareSource } from "../engine/admission/prepare-source.ts"
import { findJob } from "../engine/jobs/jobs.ts"
import { isProblem, problem } from "../errors.ts"
import { listRowErrors } from "../import/listings.ts"
import { prepareImport } from "../import/prepare.ts"
import { jobStatus } from "../import/status.ts"

/** More than one import may have. */
const MOST_ERRORS = 1_000

/**
 * Opens the ingestion of documents that have arrived; the server goes on by itself. Throws Problem 4xx as prepare does, but for
 * more documents than a batch may have: 400 `batch_too_large`.
 */
export async function ingestDocuments(
  { source, actor }: { source: PrepareSource; actor: Caller },
  effects: Effects,
): Promise<IngestAnswer> {
  const options = ImportOptions.parse({ run: "background", on_failed_batch: "accept" })
  const { answer } = await prepareImport({ dataset: documents, source, options, actor }, effects)
  const { job_id: batch_id } = answer
  const total_documents = await documentsOf(batch_id, effects)
  const message = `Batch of ${total_documents} documents is being processed. Ask for its status at /api/v1/documents/ingest/batch/${batch_id}/status.`
  return { batch_id, total_documents, status: "in_progress", message }
}

async function documentsOf(job_id: string, effects: Effects): Promise<number> {
  const job = await effects.db.use((connection) => findJob(connection, job_id, documents))
  return job.source.documents ?? 1
}

/** How far it has come. Throws Problem 404 `batch_not_found`. */
export async function ingestStatus(
  { batch_id, actor }: { batch_id: string; actor: Caller },
  effects: Effects,
): Promise<IngestStatus> {
  const call = { dataset: documents, job_id: batch_id, actor }
  const status = await jobStatus(call, effects).catch((error: unknown) => {
    if (!isProblem(error) || error.code !== "job_not_found") throw error
    throw problem(404, "batch_not_found", `There is no batch ${JSON.stringify(batch_id)} of documents.`)
  })
  const skipped = (status.documents ?? []).filter(({ result }) => result === "skipped")
  const { errors } = await listRowErrors({ ...call, limit: MOST_ERRORS }, effects)
  const { rows_done, rows_total } = status.overall_progress
  const failed_count = Object.values(status.tables).reduce((sum, table) => sum + table.failed_rows, 0)
  return {
    batch_id,
    total_documents: Math.max(rows_total, await documentsOf(batch_id, effects)),
    processed_count: Math.max(0, rows_done - failed_count),
    failed_count,
    status: wordOf(status, failed_count),
    failed_documents: errors
      .filter(isOfDocument)
      .map(({ file, message }) => ({ filename: file ?? "", error: message })),
    skipped_documents: skipped.map(whySkipped),
    ...timesOf(status, effects),
  }
}

/** A piece that is refused an embedding is part of a document that is in. */
const isOfDocument = ({ operation }: RowError) => operation === "insert"

function whySkipped({ filename, same_as: other, repeated }: DocumentResult) {
  const same_as = other ?? filename
  const where = repeated ? "in the same batch" : "imported before"
  return { filename, reason: `It has the same content as ${same_as}, ${where}.`, same_as }
}

function wordOf({ status, error }: StatusAnswer, failed: number): IngestStatus["status"] {
  if (status === "completed") return failed > 0 ? "partial_failure" : "completed"
  return error !== null || ["failed", "cancelled", "rolled_back"].includes(status)
    ? "partial_failure"
    : "in_progress"
}

function timesOf({ started_at, finished_at, eta_seconds }: StatusAnswer, { clock }: Effects) {
  if (finished_at !== null) {
    const seconds = Math.max(0, Date.parse(finished_at) - Date.parse(started_at)) / 1000
    return { completed_at: finished_at, processing_time_seconds: seconds }
  }
  if (eta_seconds === null) return {}
  return { estimated_completion_time: new Date(clock.now() + eta_seconds.high * 1000).toISOString() }
}
