import { nowOf } from "../../clock.ts"
import type {
  BatchStatus,
  Held,
  ImportOptions,
  JobError,
  JobStatus,
  Outcome,
  Reach,
  Warning,
} from "../../contract/index.ts"
import { isId } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { afterCommit, type Connection, type Values } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { type Problem, problem } from "../../errors.ts"
import type { RecordMark } from "../../formats/record-lines.ts"
import type { Reading } from "../../reading/source.ts"
import type { GrowingPlace, KeptDownload } from "../../store/growing-file.ts"
import { mayEnter } from "./reach.ts"
import { assertTransition } from "./transitions.ts"

/** Where the bytes of an import come from, and where they are now. */
export interface JobSource {
  kind: "url" | "stored" | "upload"
  /** As a person knows it: the file name. */
  name: string
  /** The stored file, while it is needed. */
  filename: string | null
  /** Ours alone, so removed once everything is staged. */
  temporary: boolean
  url?: string
  bytes: number
  /** Of records: the header each column was read from. */
  headers?: Record<string, string>
  /** Of records: what files with the same header have in common. */
  header_digest?: string
  /** Of records: how they were read. */
  reading?: Reading
  /** Of rows that came with the request: how many. */
  rows?: number
  /** Of documents: how many came. */
  documents?: number
  /** Of a source that is not known yet, when it can be told. */
  bytes_total?: number | null
  /** While a call fetches or reads it: until when that call can be alive. ISO 8601, UTC. */
  taken_until?: string
  /** Of a stored file whose content is not known yet: the SHA-256 of its first parts, see ContentHash. */
  hashed?: string[]
  /** Of an unfinished download: what there is in the store, and what has to be known to go on with it. */
  download?: KeptDownload | null
  /** Calls in a row that brought nothing of it. */
  idle_calls?: number
  /** Of what is slow to read on in: its records as lines, in the store for as long as the source is needed. */
  converted?: ConvertedFile
}

/** A file of the store that a source's records are converted to. */
export interface ConvertedFile extends GrowingPlace {
  /** Where it can be read on from; null of one that is not whole. */
  marks: RecordMark[] | null
  /** Calls that have begun to write it. */
  tries: number
}

export interface Job {
  job_id: string
  dataset: string
  project_id: string | null
  title: string
  status: JobStatus
  /** Over what it waits for a person before it begins. */
  held: Held | null
  outcome: Outcome | null
  dry_run: boolean
  options: ImportOptions
  source: JobSource
  content_hash: string | null
  extract_number: number | null
  extract_type: "full" | "update" | null
  snapshot_date: string | null
  warnings: Warning[]
  result: Record<string, unknown> | null
  /** Why it came to nothing, of a job in the background. */
  error: JobError | null
  undo_progress: Record<string, unknown> | null
  schema_version: number
  started_by: string
  started_at: string
  prepared_at: string | null
  finished_at: string | null
  rollback_completed_at: string | null
  /** When what taking it back needs was removed, see thinOut. */
  thinned_at: string | null
  updated_at: string
}

export function jobNotFound(job_id: string): Problem {
  const shown = isId(job_id) ? job_id : "of that id"
  return problem(404, "job_not_found", `There is no import ${shown}. GET /api/imports lists them.`)
}

/** The job of that id, while there is one. */
export async function jobIfAny(connection: Connection, job_id: string): Promise<Job | undefined> {
  const [job] = await connection.rows<Job>(statement("jobs/get"), { job_id })
  return job
}

/** The job of that id. Throws Problem 404 `job_not_found`, also when it is of another dataset. */
export async function findJob(connection: Connection, job_id: string, dataset?: Dataset): Promise<Job> {
  if (!isId(job_id)) throw jobNotFound(job_id)
  const job = await jobIfAny(connection, job_id)
  if (!job || (dataset && job.dataset !== dataset.name)) throw jobNotFound(job_id)
  return job
}

/** How a call names the job it is about, and who calls. */
export interface CallOfJob {
  job_id: string
  dataset?: Dataset | undefined
  actor: Reach
}

/**
 * The job a call is about: what every verb begins with. Throws Problem 404 `job_not_found`, also when the job is of
 * a project its caller may not enter: to them it does not exist.
 */
export async function jobOfCall(connection: Connection, call: CallOfJob): Promise<Job> {
  const job = await findJob(connection, call.job_id, call.dataset)
  if (!mayEnter(call.actor, job)) throw jobNotFound(call.job_id)
  return job
}

/** What may become of a job that is held. */
const GIVEN_UP: readonly JobStatus[] = ["cancelled", "rolling_back"]

/** 409 of what cannot be done before a person has let a job go. */
export function stillHeld(job_id: string, verb: string): Problem {
  const detail = `The import is held for a person to look at it, so it cannot ${verb}. Let it go with the action start, or cancel it.`
  return problem(409, "illegal_transition", detail, { job_id })
}

export interface Change {
  job: Pick<Job, "job_id" | "status"> & Partial<Pick<Job, "held">>
  to: JobStatus
  /** Over what it is to wait for a person, of one that becomes ready. */
  held?: Held | null
  actor: string
  detail?: string
  outcome?: Outcome
  finished?: boolean
  /** The time of the change, when it is told elsewhere too. */
  at?: string
  /** Statements that go before it in the same round trip, and what they take beside what it takes itself. */
  also?: readonly string[]
  values?: Values
}

/**
 * Moves a job to another state and writes the audit line, in the caller's transaction. Throws Problem 409
 * `illegal_transition`, also of a held job that is not given up; or `state_changed` when somebody else moved it since it was read.
 */
export async function moveJob(connection: Connection, change: Change, effects: Effects): Promise<void> {
  const { job, to, actor } = change
  assertTransition(job.job_id, job.status, to)
  if (job.held && !GIVEN_UP.includes(to)) throw stillHeld(job.job_id, `become ${to}`)
  const script = [...(change.also ?? []), "jobs/audit", "jobs/transition"].map((name) => statement(name))
  const moved = await connection.run(script.join(";\n"), {
    ...change.values,
    job_id: job.job_id,
    from: job.status,
    to,
    held: change.held ?? null,
    now: change.at ?? nowOf(effects),
    finished: change.finished ?? false,
    outcome: change.outcome ?? null,
    actor,
    event: `job.${to}`,
    detail: change.detail ?? null,
  })
  if (moved !== 1) {
    const detail = `The import is no longer ${job.status}: someone else changed it just now. Look at its status again.`
    throw problem(409, "state_changed", detail, { job_id: job.job_id })
  }
  afterCommit(connection, () =>
    effects.emit({ type: "job.moved", job_id: job.job_id, from: job.status, to, actor }),
  )
}

export interface AuditLine {
  /** Null when no job came of it. */
  job_id: string | null
  now: string
  actor: string
  event: string
  from?: string | null
  to?: string | null
  detail?: string | null
}

/** Adds one line to the audit log. */
export async function recordAudit(connection: Connection, line: AuditLine): Promise<void> {
  const { from = null, to = null, detail = null, ...rest } = line
  await connection.run(statement("jobs/audit"), { ...rest, from, to, detail })
}

/** Batches that change their state together, as the audit log tells of them. */
export interface BatchesLine {
  job_id: string
  now: string
  actor: string
  event: string
  to: BatchStatus
  /** The states they are in now. */
  statuses: readonly BatchStatus[]
  /** Only those whose last allowed attempt was cut off by then. */
  exhausted_at?: string
}

/** Adds a line to the audit log for each of them, in the transaction that is about to change them. */
export async function auditBatches(connection: Connection, line: BatchesLine): Promise<void> {
  const { statuses, exhausted_at = null, ...rest } = line
  const values = { ...rest, exhausted_at, statuses: JSON.stringify(statuses) }
  await connection.run(statement("batches/audit"), values)
}
