import { nowOf } from "../../clock.ts"
import type { ImportOptions, Warning } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/define.ts"
import { afterCommit, type Connection, transaction } from "../../db/connection.ts"
import { codeVersion } from "../../db/migrate.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"
import { ingestionOf } from "../../events.ts"
import type { OpenSource } from "../../reading/index.ts"
import { findJob, type Job, type JobSource, recordAudit } from "../jobs/jobs.ts"
import { outlastConflicts } from "../jobs/patience.ts"
import { setSource } from "../jobs/source-file.ts"
import { withinTime } from "../jobs/time-limit.ts"
import { OPEN_STATUSES } from "../jobs/transitions.ts"
import { noticeWarnings } from "../notices/outbox.ts"
import { purgeJob } from "../staging/purge.ts"
import { loadFiles } from "../staging/stage.ts"
import type { AcquiredSource, UnfinishedSource } from "./acquire.ts"
import { judgeContent } from "./content-guard.ts"
import { byTodaysHash } from "./earlier-hash.ts"
import { type Arrival, type EarlierJob, judgeExtract, type Verdict } from "./extract-guards.ts"
import { assertStarts } from "./starts.ts"

/** What a job is opened with. */
export interface Opening {
  job_id: string
  dataset: Dataset
  options: ImportOptions
  actor: string
}

/** Whether a job was made, or the content belongs to one that is open. */
export interface Admitted {
  created: boolean
  job: Job
}

/**
 * Checks an extract against what was imported before and makes its job, in one transaction behind a lock: two
 * calls at once cannot both be let in. Throws the guards' Problem 409.
 */
export async function admitContent(
  connection: Connection,
  opening: Opening,
  got: AcquiredSource,
  opened: OpenSource,
  effects: Effects,
): Promise<Admitted> {
  for (;;) {
    const admitted = await admitOnce(connection, opening, got, opened, effects)
    if (!isHalfCleared(admitted)) return admitted
    // Whoever was refused with the same content has not cleared all of it away yet, or has died over it.
    await purgeJob(connection, opening.dataset, admitted.half_cleared, effects)
  }
}

/** A job that is being cleared away because its content was refused. */
interface HalfCleared {
  half_cleared: string
}

const isHalfCleared = (admitted: Admitted | HalfCleared): admitted is HalfCleared =>
  "half_cleared" in admitted

function admitOnce(
  connection: Connection,
  opening: Opening,
  got: AcquiredSource,
  opened: OpenSource,
  effects: Effects,
): Promise<Admitted | HalfCleared> {
  return behindLock(connection, effects, async () => {
    const earlier = await connection.rows<EarlierJob>(statement("jobs/of_dataset"), {
      dataset: opening.dataset.name,
    })
    const own = earlier.find((job) => job.job_id === opening.job_id)
    // Another call knew the content first, and may be staging it already.
    if (own && own.content_hash !== null) {
      return { created: false, job: await findJob(connection, opening.job_id) }
    }
    const others = await byTodaysHash(
      earlier.filter((job) => job !== own),
      got,
      effects,
    )
    const today = nowOf(effects).slice(0, 10)
    const verdict = judge(opening, { ...got, today }, opened, others)
    if (verdict.kind === "existing") {
      return takeUp(connection, verdict.job_id, got.source, effects)
    }
    const warnings = [...opened.warnings, ...verdict.warnings, ...noticeWarnings(opening.options, effects)]
    const facts = factsOf(got, opened, warnings)
    if (own) await setContent(connection, opening.job_id, facts, effects)
    else await createJob(connection, opening, facts, effects)
    await createFiles(connection, opening.job_id, opened, nowOf(effects))
    await ensureLocks(connection, opening.dataset)
    const { documents } = opened
    if (documents !== undefined) {
      const started = { type: "ingestion.started" as const, ...ingestionOf(opening.job_id), documents }
      afterCommit(connection, () => effects.emit(started))
    }
    return { created: true, job: await findJob(connection, opening.job_id) }
  })
}

function judge(
  opening: Opening,
  { content_hash, source, today }: Pick<AcquiredSource, "content_hash" | "source"> & Pick<Arrival, "today">,
  opened: OpenSource,
  others: EarlierJob[],
): Verdict {
  const { dataset, options } = opening
  if (!dataset.sequential) return judgeContent({ content_hash, options, name: source.name }, dataset, others)
  const { extract_number, extract_type, snapshot_date } = opened
  if (extract_number === null || extract_type === null)
    throw new Error(`${dataset.name} has no extract number`)
  return judgeExtract({ content_hash, extract_number, extract_type, snapshot_date, today }, others, options)
}

/**
 * Makes the job of a source that is still being fetched or read, or finds the one in the background that is at the same. Throws
 * Problem 409 while another import is open.
 */
export async function admitUnfinished(
  connection: Connection,
  opening: Opening,
  got: UnfinishedSource,
  effects: Effects,
): Promise<Admitted> {
  return behindLock(connection, effects, async () => {
    const same = await sameDownload(connection, opening, got)
    if (same) return { created: false, job: await findJob(connection, same.job_id) }
    const [open] = await connection.rows<{ job_id: string; title: string }>(statement("jobs/open_others"), {
      dataset: opening.dataset.name,
      job_id: opening.job_id,
      open: JSON.stringify(OPEN_STATUSES),
    })
    if (open && opening.dataset.sequential) {
      const detail = `${open.title} (import ${open.job_id}) is open. Finish, cancel or roll it back first.`
      throw problem(409, "extract_in_progress", detail, { job_id: open.job_id })
    }
    const facts: ContentFacts = {
      title: `${opening.dataset.label} – ${got.source.name}`,
      source: got.source,
      ...UNKNOWN,
    }
    await createJob(connection, opening, facts, effects)
    return { created: true, job: await findJob(connection, opening.job_id) }
  })
}

async function sameDownload(connection: Connection, opening: Opening, { source }: UnfinishedSource) {
  const { dataset, options } = opening
  if (options.run !== "background") return undefined
  const values = { dataset: dataset.name, url: source.url ?? "", options: JSON.stringify(options) }
  const [same] = await connection.rows<{ job_id: string }>(statement("jobs/same_download"), values)
  return same
}

/** Runs `work` as the only admission at a time; others wait for it to end. Throws Problem 503 `busy_elsewhere`. */
function behindLock<T>(connection: Connection, effects: Effects, work: () => Promise<T>): Promise<T> {
  const locked = () =>
    transaction(connection, async () => {
      await connection.run(statement("locks/take"), { name: "admission" })
      return work()
    })
  return withinTime(connection, effects, () => outlastConflicts(locked, effects))
}

interface ContentFacts {
  title: string
  source: JobSource
  content_hash: string | null
  extract_number: number | null
  extract_type: string | null
  snapshot_date: string | null
  warnings: Warning[]
}

const UNKNOWN = {
  content_hash: null,
  extract_number: null,
  extract_type: null,
  snapshot_date: null,
  warnings: [],
}

function factsOf(got: AcquiredSource, opened: OpenSource, warnings: Warning[]): ContentFacts {
  const { title, extract_number, extract_type, snapshot_date } = opened
  const { source, content_hash } = got
  const { headers, header_digest, reading } = opened
  const read = {
    ...(headers && { headers }),
    ...(header_digest && { header_digest }),
    ...(reading && { reading }),
  }
  const kept = { ...source, ...read }
  return { title, extract_number, extract_type, snapshot_date, source: kept, content_hash, warnings }
}

async function createJob(connection: Connection, opening: Opening, facts: ContentFacts, effects: Effects) {
  const now = nowOf(effects)
  const { job_id, dataset, options, actor } = opening
  await assertStarts(connection, dataset, actor, effects)
  await connection.run(statement("jobs/create"), {
    job_id,
    dataset: dataset.name,
    project_id: options.project_id ?? null,
    dry_run: options.dry_run,
    options: JSON.stringify(options),
    schema_version: codeVersion(),
    started_by: actor,
    now,
    ...bound(facts),
  })
  await recordAudit(connection, {
    job_id,
    now,
    actor,
    event: "job.created",
    to: "preparing",
    detail: facts.source.name,
  })
  const created = {
    type: "job.created" as const,
    job_id,
    dataset: dataset.name,
    source: facts.source.name,
    actor,
  }
  afterCommit(connection, () => effects.emit(created))
}

async function setContent(connection: Connection, job_id: string, facts: ContentFacts, effects: Effects) {
  await connection.run(statement("jobs/set_content"), { job_id, now: nowOf(effects), ...bound(facts) })
}

function bound(facts: ContentFacts) {
  return { ...facts, source: JSON.stringify(facts.source), warnings: JSON.stringify(facts.warnings) }
}

/** Rows that the batches of keyed tables collide on; made here, where only one call at a time can. */
async function ensureLocks(connection: Connection, dataset: Dataset): Promise<void> {
  for (const table of dataset.tables.filter((one) => one.policy === "keyed")) {
    await connection.run(statement("locks/ensure"), { name: table.name })
  }
}

async function createFiles(
  connection: Connection,
  job_id: string,
  opened: OpenSource,
  now: string,
): Promise<void> {
  const files = opened.files.map((file) => ({
    table_name: file.table.name,
    operation: file.operation,
    file: file.name,
    bytes_total: file.bytes,
  }))
  await connection.run(statement("files/create"), { job_id, files: JSON.stringify(files), now })
}

/** An open job whose own copy of the content is gone goes on with the one that just came. */
async function takeUp(
  connection: Connection,
  job_id: string,
  source: JobSource,
  effects: Effects,
): Promise<Admitted | HalfCleared> {
  const job = await findJob(connection, job_id)
  if (job.status !== "preparing") return { created: false, job }
  if ((await loadFiles(connection, job_id)).length === 0) return { half_cleared: job_id }
  if (await stillThere(job, effects)) return { created: false, job }
  const { converted } = job.source
  await setSource(connection, job_id, { ...source, ...(converted && { converted }) }, effects)
  return { created: false, job: await findJob(connection, job_id) }
}

async function stillThere(job: Job, effects: Effects): Promise<boolean> {
  const files = await effects.store.list()
  return files.some((file) => file.filename === job.source.filename)
}
