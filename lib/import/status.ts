import type { JobStatus, OverallProgress, StatusAnswer } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { findDataset } from "../datasets/index.ts"
import { tableKey } from "../datasets/questions.ts"
import type { Connection } from "../db/connection.ts"
import type { Effects } from "../effects.ts"
import { type CallOfJob, type Job, jobOfCall } from "../engine/jobs/jobs.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { DRIVEN_STATUSES, isAtWorkAgain, legalActions } from "../engine/jobs/transitions.ts"
import {
  type BatchFacts,
  countsOf,
  lastBatchOf,
  loadBatchFacts,
  type NamedRow,
  NO_BATCHES,
  overallOf,
  tablesOf,
} from "../engine/progress/batch-facts.ts"
import { describeBatch } from "../engine/progress/describe.ts"
import { documentsOf, loadDocuments } from "../engine/progress/document-results.ts"
import { paceOf } from "../engine/progress/progress.ts"
import { standingOf } from "../engine/progress/standing.ts"
import { progressOf } from "../engine/staging/prepare-answer.ts"
import { type FileProgress, loadFiles } from "../engine/staging/stage.ts"
import { waitsFor } from "./hindrances.ts"

/** A driver that has not asked for a batch for this long drives no more. */
export const DRIVER_GONE_AFTER_MS = 60_000

/** Everything a person wants to know of a job now. Few round trips. Throws Problem 404 `job_not_found`, 503 `out_of_time`. */
export async function jobStatus(input: CallOfJob, effects: Effects): Promise<StatusAnswer> {
  return connectWithinTime(effects, async (connection) => {
    const job = await jobOfCall(connection, input)
    const dataset = findDataset(job.dataset)
    const { files, facts } = await loadFacts(connection, job, effects)
    const overall = withRowsSent(overallOf(facts.kinds, job.status), job)
    const { tolerated, abandoned } = standingOf(job, ofNobody(facts.kinds))
    const failedSteps = tolerated - abandoned
    const unusable =
      (job.outcome === "failed" && overall.total_batches === 0) ||
      !facts.staged ||
      facts.passed ||
      wouldCloseMany(job)
    const done = overall.completed_batches + tolerated === overall.total_batches
    return {
      ...headOf(job),
      overall_progress: overall,
      tables: tablesOf(dataset, facts.kinds),
      counts: countsOf(facts.kinds),
      embeddings: facts.embeddings,
      ...batchesOf(dataset, job, facts),
      staging: files && progressOf(dataset, job, files),
      ...paceOfJob(facts, job.status, overall),
      driver: driverOf(facts, effects.clock.now()),
      waits_for: await waitsFor(job, effects),
      warnings: job.warnings,
      ...(dataset.source === "documents" && { documents: documentsOf(facts.documents) }),
      row_errors: facts.row_errors,
      blank_rows: facts.blank_rows,
      reconciles: (job.result?.reconciles as boolean | undefined) ?? null,
      actions: job.error
        ? []
        : legalActions(job.status, {
            held: job.held !== null,
            dryRun: job.dry_run,
            done,
            failedSteps: failedSteps + (facts.embeddings?.embedding_failed ?? 0),
            unusable,
            thinned: job.thinned_at !== null,
            applied: isAtWorkAgain(job),
          }),
      updated_at: latestOf(job, facts),
    }
  })
}

/** Whether a dry run found what applying it would be refused for. */
const wouldCloseMany = ({ warnings, options }: Job) =>
  !options.allow_mass_close && warnings.some(({ code }) => code === "mass_close")

/** How many rows came with the request is known before any of them is staged. */
function withRowsSent(overall: OverallProgress, { status, source }: Job): OverallProgress {
  return status === "preparing" ? { ...overall, rows_total: source.rows ?? overall.rows_total } : overall
}

/** While a job is being prepared it has no batches; its row errors are those of its files. */
async function loadFacts(
  connection: Connection,
  job: Job,
  effects: Effects,
): Promise<{ files: FileProgress[] | null; facts: BatchFacts }> {
  if (job.status !== "preparing") {
    return { files: null, facts: await loadBatchFacts(connection, job, effects) }
  }
  const files = await loadFiles(connection, job.job_id)
  const row_errors = files.reduce((sum, file) => sum + file.rows_failed, 0)
  const blank_rows = files
    .flatMap(({ notices }) => notices)
    .reduce((sum, { code, count }) => sum + (code === "blank_rows" ? Number(count) : 0), 0)
  const documents =
    findDataset(job.dataset).source === "documents" ? await loadDocuments(connection, job.job_id) : null
  return { files, facts: { ...NO_BATCHES, row_errors, blank_rows, documents } }
}

function headOf(job: Job) {
  return {
    job_id: job.job_id,
    dataset: job.dataset,
    status: job.status,
    held: job.held,
    outcome: job.outcome,
    error: job.error,
    dry_run: job.dry_run,
    title: job.title,
    extract_number: job.extract_number,
    snapshot_date: job.snapshot_date,
    started_at: job.started_at,
    started_by: job.started_by,
    finished_at: job.finished_at,
  }
}

/** Kinds of batches as nobody in particular sees them. */
const ofNobody = (kinds: BatchFacts["kinds"]) => kinds.map((kind) => ({ ...kind, mine: false, latest: null }))

function batchesOf(dataset: Dataset, job: Job, facts: BatchFacts) {
  const { current_batch: current } = facts
  const kinds = ofNobody(facts.kinds)
  const next = DRIVEN_STATUSES.includes(job.status) ? standingOf(job, kinds).next_batch : null
  return {
    current_batch: current && {
      ...wireName(dataset, current),
      records: current.records,
      started_at: current.started_at,
      description: describeBatch(tableKey(dataset, current.table_name), {
        ...current,
        of: lastBatchOf(facts.kinds, current),
      }),
    },
    next_batch: next && {
      table: tableKey(dataset, next.table),
      batch: next.batch,
      operation: next.operation,
    },
    failed_batches: facts.failed_batches.map((batch) => ({
      ...wireName(dataset, batch),
      attempts: batch.attempt,
      error: batch.error ?? "The batch failed.",
      retryable: batch.retryable ?? true,
    })),
  }
}

function wireName(dataset: Dataset, row: NamedRow) {
  return { table: tableKey(dataset, row.table_name), batch: row.batch_number, operation: row.operation }
}

function paceOfJob(facts: BatchFacts, status: JobStatus, overall: StatusAnswer["overall_progress"]) {
  if (status !== "processing") return { rows_per_second: null, eta_seconds: null }
  const timings = facts.timings.map((timing) => ({
    ...timing,
    started_at: Date.parse(timing.started_at),
    completed_at: Date.parse(timing.completed_at),
  }))
  return paceOf(timings, {
    rows: overall.rows_total - overall.rows_done,
    batches: overall.total_batches - overall.completed_batches,
  })
}

function driverOf({ driver }: BatchFacts, now: number): StatusAnswer["driver"] {
  if (!driver || now - Date.parse(driver.latest) > DRIVER_GONE_AFTER_MS) return null
  return { id: driver.id, label: driver.label, since: driver.since }
}

function latestOf(job: Job, facts: BatchFacts): string {
  const times = [job.updated_at, facts.driver?.latest, ...facts.timings.map((timing) => timing.completed_at)]
  return times.filter((time): time is string => !!time).reduce((a, b) => (a > b ? a : b))
}
