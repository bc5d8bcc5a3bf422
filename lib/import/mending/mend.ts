import { nowOf } from "../../clock.ts"
import type { Caller, MendAnswer, MendRequest } from "../../contract/index.ts"
import { findDataset } from "../../datasets/index.ts"
import { transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import { timeLeft } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { findJob, jobOfCall } from "../../engine/jobs/jobs.ts"
import { outlastConflicts } from "../../engine/jobs/patience.ts"
import { connectWithinTime } from "../../engine/jobs/time-limit.ts"
import {
  type Act,
  dismiss,
  dropDrafts,
  keepDrafts,
  Numbering,
  stageRound,
  takeGood,
} from "../../engine/mending/accept.ts"
import { notMendable, whyNotMended } from "../../engine/mending/may-mend.ts"
import { nextRound } from "../../engine/mending/plan-mending.ts"
import { whileCurrent } from "../../engine/mending/superseded.ts"
import { digestOf, type RowTables, rowTables } from "../../engine/mending/table.ts"
import { type Scales, type WantedRow, type Weighed, weigh } from "../../engine/mending/weigh.ts"
import { inOwnFolder } from "../../engine/staging/own-folder.ts"
import { problem } from "../../errors.ts"
import { mendedDocuments, type SentDocuments } from "../../reading/mended-documents.ts"
import { mendedExtract } from "../../reading/mended-extract.ts"
import { mendedRecords } from "../../reading/mended-records.ts"
import type { StagedMended } from "../../reading/mended-rows.ts"
import { type Answered, allTooLate, faultsNow, NOTHING, tellRefused, tooLate } from "./mend-answer.ts"
import { dismissRest, recordMended } from "./record-mended.ts"
import { wantedOf } from "./wanted-rows.ts"

export interface MendInput {
  job_id: string
  actor: Caller
  request: MendRequest
}

/**
 * Puts rows right that could not be used, leaves them out, or keeps what is said of them for later. What can be used now is staged and planned as
 * batches of the same import, in one transaction with what becomes of the rows. Throws Problem 404 `job_not_found`, 409 `illegal_transition`
 * naming why the import cannot be mended, 409 `superseded` where every row comes too late, 400 `invalid_request` naming the row.
 */
export async function mendRows(input: MendInput, effects: Effects): Promise<MendAnswer> {
  const { request } = input
  return mendBy(input, { request, wanted: (act, tables) => wantedOf(act, tables, request) }, effects)
}

/** What rows are mended by: what is said of each, and what is done with that. */
export interface MendingBy {
  request?: MendRequest
  wanted(act: Act, tables: RowTables): AsyncGenerator<WantedRow[], void>
  /** Of documents: those that are sent again. */
  documents?: SentDocuments
}

/** The same by whatever says what rows are to be. It is asked again where another call was faster. */
export async function mendBy(
  input: Omit<MendInput, "request">,
  by: MendingBy,
  effects: Effects,
): Promise<MendAnswer> {
  const request = by.request ?? WHOLLY
  return connectWithinTime(effects, (connection) =>
    outlastConflicts(async () => {
      const job = await jobOfCall(connection, input)
      const dataset = findDataset(job.dataset)
      const { planned } = await nextRound(connection, job.job_id)
      const why = whyNotMended(job, dataset, planned > 0)
      if (why !== null) throw notMendable(job, why)
      const act = { connection, dataset, job, actor: input.actor.name, now: nowOf(effects) }
      const work = () =>
        inOwnFolder("chunks", (directory) => mendIn({ act, directory, by }, request, effects))
      const answered = keepsNothing(request) ? await work() : await transaction(connection, work)
      effects.failAt("after_mend")
      if (allTooLate(answered)) throw tooLate(answered)
      const { status, held } = await findJob(connection, job.job_id)
      return { ...answered, status, held }
    }, effects),
  )
}

const keepsNothing = ({ check, dry_run }: MendRequest) => check || dry_run

/** A file is what it says: rows of it are mended at once. */
const WHOLLY: MendRequest = { draft: false, check: false, dry_run: false }

interface Round {
  act: Act
  directory: string
  by: MendingBy
}

async function mendIn(round: Round, request: MendRequest, effects: Effects): Promise<Answered> {
  const { act } = round
  const { job } = act
  const lasting = !keepsNothing(request) && !request.draft
  if (lasting) await holdJob(act)
  if (request.dismiss_rest) return { ...NOTHING, dismissed: await dismissRest(act, request.reason ?? null) }
  // Known only now that nobody else can mend the import.
  const next = await nextRound(act.connection, job.job_id)
  const tables = rowTables(act.dataset, job)
  const staged = await stagedOf(round, tables, effects)
  const scales = scalesOf(act, tables, staged)
  const numbering = new Numbering(next)
  const answered = { ...NOTHING, refused: [] as MendAnswer["refused"] }
  try {
    for await (const wanted of round.by.wanted(act, tables)) {
      if (request.change) answered.changed += wanted.length
      if (request.dry_run) continue
      const weighed = await weigh(scales, wanted)
      answered.unchanged += weighed.unchanged.length
      tellRefused(answered, act.dataset, weighed.strange, weighed.bad)
      if (request.check) return { ...answered, faults: faultsNow(tables, weighed) }
      if (!request.draft) await take(act, weighed, { request, answered, staged, numbering })
      else {
        if (request.rows?.length === 1) answered.faults = faultsNow(tables, weighed)
        await keepForLater(act, weighed, answered)
      }
    }
    if (!lasting) return answered
    effects.failAt("mid_mend")
    if (answered.accepted > 0) await stageRound(act, staged, { next, numbering })
    await recordMended(act, answered, request.reason, effects)
    return answered
  } finally {
    staged.discard()
  }
}

async function keepForLater(act: Act, weighed: Weighed, answered: Answered): Promise<void> {
  const { good, bad, unchanged } = weighed
  await keepDrafts(act, [...good, ...bad], false)
  const undone = unchanged.filter(({ draft }) => draft !== null)
  await dropDrafts(act, undone)
  answered.drafted += good.length + bad.length
}

interface Taking {
  request: MendRequest
  answered: Answered
  staged: StagedMended
  numbering: Numbering
}

async function take(act: Act, weighed: Weighed, taking: Taking): Promise<void> {
  const { good, bad, dismissed } = weighed
  const { request, answered, staged, numbering } = taking
  await dismiss(act, dismissed, request.reason)
  await keepDrafts(act, bad, true)
  await takeGood(act, good, staged, numbering)
  answered.accepted += good.length
  answered.dismissed += dismissed.length
}

/** Others who mend the import, or begin with it, collide from here on. */
async function holdJob({ connection, job: { job_id, status }, now }: Act): Promise<void> {
  const held = await connection.run(statement("jobs/hold"), { job_id, status, now })
  if (held === 1) return
  throw problem(409, "state_changed", "Someone else changed the import just now. Look at its status again.", {
    job_id,
  })
}

function stagedOf(
  { act, directory, by }: Round,
  { cells }: RowTables,
  effects: Effects,
): Promise<StagedMended> | StagedMended {
  const { connection, dataset, job } = act
  const { job_id, options, project_id } = job
  const file = { directory, now: effects.clock.now(), job_id }
  if (dataset.source === "extract_zip")
    return whileCurrent(
      mendedExtract(dataset, file, ({ sql, values }) => connection.rows(sql, values)),
      { connection, dataset, job_id, extract_number: job.extract_number },
    )
  if (dataset.source === "documents")
    return mendedDocuments(dataset, by.documents ?? new Map(), file, timeLeft(effects))
  return mendedRecords({ dataset, cells, options, project_id }, file)
}

function scalesOf({ connection, job: { job_id } }: Act, tables: RowTables, staged: StagedMended): Scales {
  const { isKnown, cells } = tables
  return { connection, job_id, cells, staged, isKnown, digestOf: (row) => digestOf(job_id, row) }
}
