import { nowOf } from "../../clock.ts"
import {
  Counts,
  type Embeddings,
  type JobStatus,
  type Operation,
  type StatusAnswer,
} from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { findDataset } from "../../datasets/index.ts"
import { tableKey } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import type { Job } from "../jobs/jobs.ts"
import { documentsIn, type KeptDocuments } from "./document-results.ts"
import { embeddingsOf } from "./embeddings.ts"
import { percentageOfJob } from "./progress.ts"
import type { BatchKind } from "./standing.ts"

/** A batch as it is named in SQL. */
export interface NamedRow {
  table_name: string
  operation: Operation
  batch_number: number
}

/** Batches that are alike, with what became of their rows. */
export interface CountedKind extends Omit<BatchKind, "mine">, Counts {
  last_batch: number
}

/** What sql/status/batches.sql tells. */
export interface BatchFacts {
  kinds: CountedKind[]
  current_batch: (NamedRow & { records: number; started_at: string }) | null
  failed_batches: (NamedRow & { attempt: number; error: string | null; retryable: boolean | null })[]
  timings: { started_at: string; completed_at: string; duration_ms: number; records: number }[]
  driver: { id: string; label: string; latest: string; since: string } | null
  row_errors: number
  /** Rows that say nothing, which are left out. */
  blank_rows: number
  /** Whether there is still something to apply of a dry run. */
  staged: boolean
  /** Whether the register has what a dry run tried out, or is past it. */
  passed: boolean
  /** Of the rows the job wrote; null where they have none. */
  embeddings: Embeddings | null
  /** What is known of its documents; null where it has none. */
  documents: KeptDocuments | null
}

/** Of a job that has no batches yet. */
export const NO_BATCHES: BatchFacts = {
  kinds: [],
  current_batch: null,
  failed_batches: [],
  timings: [],
  driver: null,
  row_errors: 0,
  blank_rows: 0,
  staged: false,
  passed: false,
  embeddings: null,
  documents: null,
}

/** Loads what a status is made of, in one round trip. */
export async function loadBatchFacts(
  connection: Connection,
  job: Pick<Job, "job_id" | "dataset" | "dry_run">,
  effects: Effects,
): Promise<BatchFacts> {
  const values = { job_id: job.job_id, now: nowOf(effects) }
  const dataset = findDataset(job.dataset)
  const sql = statement("status/batches", {
    tried: expression(`pieces/${job.dry_run ? "tried" : "untried"}`),
    embeddings: embeddingsOf(dataset, job),
    documents: documentsIn(dataset),
  })
  const [found] = await connection.rows<Partial<BatchFacts>>(sql, values)
  const told = Object.entries(found ?? {}).filter(([, value]) => value !== null)
  return { ...NO_BATCHES, ...Object.fromEntries(told) }
}

const isDone = (kind: CountedKind) => kind.status === "completed"

const COUNTS = Counts.keyof().options

export function sumOf(kinds: readonly CountedKind[], count: "batches" | "records" | keyof Counts): number {
  return kinds.reduce((sum, kind) => sum + kind[count], 0)
}

/** What is of a table none of whose rows has a batch has no place among the batches; what is of no table comes last. */
export function inOrderOfTables<T>(dataset: Dataset, all: readonly T[], nameOf: (one: T) => string): T[] {
  const place = new Map(dataset.tables.map(({ name }, i) => [name, i]))
  const placeOf = (one: T) => place.get(nameOf(one)) ?? dataset.tables.length
  return all.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** Batches and rows of all tables together. */
export function overallOf(
  kinds: readonly CountedKind[],
  status: JobStatus,
): StatusAnswer["overall_progress"] {
  const total_batches = sumOf(kinds, "batches")
  const completed_batches = sumOf(kinds.filter(isDone), "batches")
  const failed = kinds.filter((kind) => kind.status === "failed")
  return {
    completed_batches,
    failed_batches: sumOf(failed, "batches"),
    total_batches,
    percentage: percentageOfJob(completed_batches, total_batches, status),
    rows_done: sumOf(kinds.filter(isDone), "records"),
    rows_total: sumOf(kinds, "records"),
  }
}

/** Per table, under its key on the wire, in the order the tables run. */
export function tablesOf(dataset: Dataset, kinds: readonly CountedKind[]): StatusAnswer["tables"] {
  const names = inOrderOfTables(dataset, [...new Set(kinds.map((kind) => kind.table_name))], (name) => name)
  return Object.fromEntries(
    names.map((name) => [tableKey(dataset, name), tableOf(kinds.filter((kind) => kind.table_name === name))]),
  )
}

/** Operations that apply rows. */
const OF_ROWS: readonly Operation[] = ["delete", "insert", "mend"]

/** Those that apply rows: what after-steps write to them is no other row. */
export const ofRows = <T extends { operation: Operation }>(kinds: readonly T[]) =>
  kinds.filter(({ operation }) => OF_ROWS.includes(operation))

/** What became of rows. Some may be mended before the batch that would count them as failed. */
export function countsOf(kinds: readonly CountedKind[]): Counts {
  const applied = ofRows(kinds)
  const sums = COUNTS.map((name) => [name, Math.max(0, sumOf(applied, name))])
  return Object.fromEntries(sums) as Counts
}

function tableOf(kinds: readonly CountedKind[]): StatusAnswer["tables"][string] {
  const done = kinds.filter(isDone)
  const running = kinds.filter((kind) => kind.status === "processing" && !kind.expired)
  const given_up = kinds.filter((kind) => kind.status === "failed")
  const total = sumOf(kinds, "batches")
  const completed = sumOf(done, "batches")
  const failed = sumOf(given_up, "batches")
  return {
    completed,
    failed,
    total,
    status: tableStatusOf({ completed, total, running: sumOf(running, "batches"), failed }),
    rows_done: sumOf(done, "records"),
    rows_total: sumOf(kinds, "records"),
    ...countsOf(kinds),
  }
}

function tableStatusOf(table: { completed: number; failed: number; running: number; total: number }) {
  if (table.completed === table.total) return "completed" as const
  if (table.running > 0) return "processing" as const
  if (table.failed > 0) return "failed" as const
  return table.completed > 0 ? ("processing" as const) : ("pending" as const)
}

/** How many batches of the same table and operation there are: the 15 of "batch 13/15". */
export function lastBatchOf(kinds: readonly CountedKind[], batch: NamedRow): number {
  const same = kinds.filter(
    (kind) => kind.table_name === batch.table_name && kind.operation === batch.operation,
  )
  return Math.max(...same.map((kind) => kind.last_batch))
}
