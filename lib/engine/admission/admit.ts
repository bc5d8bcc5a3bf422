import { nowOf } from "../../clock.ts"
import { afterCommit, type Connection, transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"
import { ingestionOf } from "../../events.ts"
import type { OpenSource } from "../../reading/index.ts"
import { findStored } from "../../store/stored.ts"
import { findJob, type Job, type JobSource } from "../jobs/jobs.ts"
import { outlastConflicts } from "../jobs/patience.ts"
import { setCopy } from "../jobs/source-file.ts"
import { withinTime } from "../jobs/time-limit.ts"
import { OPEN_STATUSES } from "../jobs/transitions.ts"
import { noticeWarnings } from "../notices/outbox.ts"
import { purgeJob } from "../staging/purge.ts"
import { loadFiles } from "../staging/stage.ts"
import type { AcquiredSource, UnfinishedSource } from "./acquire.ts"
import { judgeContent } from "./content-guard.ts"
import { byTodaysHash } from "./earlier-hash.ts"
import { type Arrival, type EarlierJob, judgeExtract, type Verdict } from "./extract-guards.ts"
import {
  type ContentFacts,
  createFiles,
  createJob,
  ensureLocks,
  factsOf,
  type Opening,
  setContent,
  UNKNOWN,
} from "./new-job.ts"

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
    if (own) {
      const job = await findJob(connection, opening.job_id)
      // It was given up, or another call has its source by now, or knew the content first and may be staging it already.
      const isOthers = job.content_hash !== null || job.source.taken_until !== opening.taken_until
      if (isOthers || job.status !== "preparing") return { created: false, job }
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
  const { filename } = job.source
  if (filename !== null && (await findStored(effects.store, filename))) return { created: false, job }
  await setCopy(connection, job, source, effects)
  return { created: false, job: await findJob(connection, job_id) }
}
