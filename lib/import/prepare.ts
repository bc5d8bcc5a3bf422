import { timeOrderedId } from "../clock.ts"
import type { Caller, ImportOptions, PrepareAnswer } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { endWithin } from "../deadline.ts"
import type { Effects } from "../effects.ts"
import {
  type AcquiredSource,
  acquire,
  fetchSource,
  notBegun,
  stored,
  type UnfinishedSource,
} from "../engine/admission/acquire.ts"
import { type Admitted, admitContent, admitUnfinished } from "../engine/admission/admit.ts"
import { isContentOf } from "../engine/admission/earlier-hash.ts"
import type { Opening } from "../engine/admission/new-job.ts"
import { checkOptions } from "../engine/admission/options.ts"
import type { PrepareSource } from "../engine/admission/prepare-source.ts"
import { recordRefusal } from "../engine/admission/refusals.ts"
import { assertRoom } from "../engine/admission/room.ts"
import { discardForm, discardPassing, storedIn } from "../engine/admission/sent-files.ts"
import { assertStarts } from "../engine/admission/starts.ts"
import { findJob, type Job, jobIfAny, jobOfCall } from "../engine/jobs/jobs.ts"
import { inProject, reachesAll } from "../engine/jobs/reach.ts"
import { withRowErrorRule } from "../engine/jobs/row-error-rule.ts"
import { discardSource, leaveSource, setCopy, takeSource } from "../engine/jobs/source-file.ts"
import { prepareAnswerOf } from "../engine/staging/prepare-answer.ts"
import { refuseJob } from "../engine/staging/purge.ts"
import { answerOfOther, type PrepareCall, stageAndConclude } from "../engine/staging/stage-job.ts"
import { isProblem, mayPass, problem } from "../errors.ts"
import { type OpenSource, openSource } from "../reading/index.ts"
import { checkUrl } from "../store/address.ts"
import { endAtOnce } from "./end-at-once.ts"

export interface PrepareInput {
  dataset: Dataset
  source: PrepareSource
  options: ImportOptions
  actor: Caller
}

export interface Prepared {
  created: boolean
  answer: PrepareAnswer
}

/**
 * Stages a source and cuts it into batches, as far as the time budget goes; called again with the job's id it
 * goes on from the last committed chunk. The same content again answers with the job it belongs to. What has rows and
 * none that can be used is closed at once. With `run: "background"` it only opens the import: whoever drives stages it.
 * Throws Problem 4xx naming file and cause, after which neither job nor file is left.
 */
export async function prepareImport(input: PrepareInput, effects: Effects): Promise<Prepared> {
  const { dataset } = input
  const deadline = endWithin(effects, effects.config.prepare_budget_seconds)
  if (dataset.large) await effects.db.makeRoom(dataset.large)
  return effects.db.use(async (connection) => {
    const call = { connection, dataset, deadline, actor: input.actor.name, effects }
    const { created, answer } = await prepareAsked(call, input)
    return { created, answer: await endAtOnce(connection, input, answer, effects) }
  })
}

async function prepareAsked(call: PrepareCall, input: PrepareInput): Promise<Prepared> {
  const { connection, dataset, actor, effects } = call
  const { source } = input
  if (source.kind === "job") {
    const job = await jobOfCall(connection, { ...input, job_id: source.job_id })
    return { created: false, answer: await goOn(call, job) }
  }
  // A stored file belongs to no project and no dataset, so a key for some only gets at what it has stored itself.
  if (!reachesAll(input.actor)) {
    for (const filename of storedIn(source)) await effects.store.resolve(filename, actor)
  }
  try {
    return await begin(call, { ...input, source })
  } catch (error) {
    // Who is told to come back later comes back with the same file.
    if (isProblem(error) && error.status < 500 && error.status !== 429) await discardPassing(source, effects)
    await recordRefusal(connection, { error, dataset, actor }, effects)
    throw error
  }
}

type FreshInput = PrepareInput & { source: Exclude<PrepareSource, { kind: "job" }> }

async function begin(call: PrepareCall, input: FreshInput): Promise<Prepared> {
  const { effects, dataset } = call
  const job_id = timeOrderedId(effects.clock.now())
  const later = input.options.run === "background"
  const { options, got } = await checkAndAcquire(call, input, later).catch(async (error: unknown) => {
    await discardForm(input.source, effects)
    throw error
  })
  const opening = { job_id, dataset, options, actor: input.actor.name }
  if (got.locator === undefined) {
    const { created, job } = await admitStarted(call, opening, got)
    return { created, answer: await prepareAnswerOf(call.connection, dataset, job) }
  }
  return admitAndStage(call, opening, got, later)
}

async function checkAndAcquire(call: PrepareCall, input: FreshInput, later: boolean) {
  const { effects, dataset, deadline } = call
  const { source } = input
  const options = await checkedOptions(call, input)
  if (later && source.kind === "url") return { options, got: notBegun(source.url, effects) }
  return { options, got: await acquire({ dataset, options }, source, deadline, effects) }
}

/** Refuses what can be refused before the source is looked at; answers the options with the project and the rule for bad rows filled in. */
async function checkedOptions(call: PrepareCall, { options, actor }: FreshInput) {
  const { connection, dataset, effects } = call
  await checkOptions(dataset, options)
  for (const url of [options.webhook_url, options.ping_url])
    if (url !== undefined) checkUrl(url, effects.config.url_allow)
  const scoped = withRowErrorRule(inProject(dataset, options, actor))
  assertRoom(effects)
  await assertStarts(connection, dataset, actor.name, effects)
  return scoped
}

/** Makes the job of an unfinished source; what is refused leaves nothing of a download. */
async function admitStarted(call: PrepareCall, opening: Opening, got: UnfinishedSource): Promise<Admitted> {
  const { connection, effects } = call
  try {
    return await admitUnfinished(connection, opening, got, effects)
  } catch (error) {
    if (got.source.kind === "url") await discardSource({ source: got.source }, effects)
    throw error
  }
}

/** Staging is left to others when its caller does not wait for it. */
async function admitAndStage(
  call: PrepareCall,
  opening: Opening,
  got: AcquiredSource,
  later: boolean,
): Promise<Prepared> {
  const { connection, dataset, effects } = call
  try {
    const opened = await openSource(dataset, {
      locator: got.locator,
      name: got.source.name,
      options: opening.options,
    })
    const counted = withDocuments(got, opened)
    const admitted = await admitContent(connection, opening, counted, opened, effects)
    await removeLeft(got, effects)
    const { created } = admitted
    if (created && later) return { created, answer: await prepareAnswerOf(connection, dataset, admitted.job) }
    if (created) {
      const { job } = admitted
      // The same content may have come twice at once, and the other call been faster.
      const answer = stageAndConclude(call, job, opened).catch((error) => answerOfOther(call, job, error))
      return { created: true, answer: await answer }
    }
    const kept = admitted.job.source.filename === got.source.filename
    const { job } = admitted
    if (job.job_id !== opening.job_id)
      await refuseJob(connection, dataset, opening.job_id, sameAs(job), effects)
    if (!kept) await discardSource({ source: got.source }, effects)
    const answer = later ? prepareAnswerOf(connection, dataset, job) : goOn(call, job)
    return { created, answer: await answer }
  } catch (error) {
    if (!isProblem(error) || error.status >= 500) throw error
    const overtaken = await overtakenIn(call, opening, got)
    if (!overtaken) await refuseJob(connection, dataset, opening.job_id, error, effects)
    await discardSource({ source: got.source }, effects)
    if (!overtaken) throw error
    return { created: false, answer: await prepareAnswerOf(connection, dataset, overtaken) }
  }
}

/** The job, when another call has its source by now or has brought it: then it is not about what this one met. */
async function overtakenIn({ connection }: PrepareCall, opening: Opening, { source }: AcquiredSource) {
  const job = await jobIfAny(connection, opening.job_id)
  const isOthers = job?.source.taken_until !== opening.taken_until && job?.source.filename !== source.filename
  return isOthers ? job : undefined
}

/** Documents are counted when they come: they are read one by one, and somebody asks before. */
function withDocuments(got: AcquiredSource, { documents }: OpenSource): AcquiredSource {
  return documents === undefined ? got : { ...got, source: { ...got.source, documents } }
}

async function removeLeft({ left = [] }: AcquiredSource, { store }: Effects): Promise<void> {
  for (const filename of left) await store.remove(filename)
}

/** Of a download that turned out to be what another import has. */
function sameAs({ job_id, title }: Job) {
  const detail = `The download has the same content as ${title} (import ${job_id}), which goes on instead.`
  return problem(409, "same_content", detail, { job_id })
}

/** Continues a job that is still preparing; any other is answered as it stands. */
async function goOn(call: PrepareCall, job: Job): Promise<PrepareAnswer> {
  const { connection, dataset } = call
  if (job.status !== "preparing") return prepareAnswerOf(connection, dataset, job)
  try {
    return await prepareFurther(call, job)
  } catch (error) {
    return answerOfOther(call, job, error)
  }
}

async function prepareFurther(call: PrepareCall, job: Job): Promise<PrepareAnswer> {
  const { connection, dataset } = call
  const known = job.content_hash !== null
  const locator = known ? await findSource(job, call.effects) : null
  if (locator !== null) return stageAndConclude(call, job, await reopen(dataset, locator, job))
  // Its budget may be over while it still opens what it has brought.
  const end = call.effects.deadline ?? call.deadline
  const taken_until = await takeSource(connection, job, end, call.effects)
  if (taken_until === null) return prepareAnswerOf(connection, dataset, job)
  const got = await acquireFurther(call, job, taken_until)
  if (got.locator === undefined) {
    await leaveSource(connection, job.job_id, { taken_until, source: got.source }, call.effects)
    return prepareAnswerOf(connection, dataset, { ...job, source: got.source })
  }
  if (known) return resumeWith(call, job, got)
  const opening = { job_id: job.job_id, dataset, options: job.options, actor: call.actor, taken_until }
  return (await admitAndStage(call, opening, got, false)).answer
}

/** Where a job's file is; null when it is gone but can be downloaded again. */
async function findSource(job: Job, effects: Effects): Promise<string | null> {
  try {
    return (await effects.store.resolve(job.source.filename ?? "")).locator
  } catch (error) {
    // A store that is away has it still.
    if (!isProblem(error) || error.status >= 500) throw error
    if (job.source.url) return null
    const detail = `The file ${job.source.name} is no longer here. Send it again: staging goes on where it stopped.`
    throw problem(409, "source_gone", detail, { job_id: job.job_id })
  }
}

async function acquireFurther(call: PrepareCall, job: Job, taken_until: string) {
  const { connection, dataset, deadline, effects } = call
  try {
    const { kind, url = "", download: kept = null, filename, hashed, idle_calls } = job.source
    if (kind === "stored" && filename !== null) return await stored({ filename, hashed }, deadline, effects)
    return await fetchSource({ url, kept, idle_calls }, deadline, effects)
  } catch (error) {
    const left = { taken_until, source: job.source }
    const mine = await leaveSource(connection, job.job_id, left, effects)
    // Before anything is staged a bad URL leaves nothing; later the job keeps what it has, and can be cancelled.
    if (mine && isProblem(error) && !mayPass(error) && job.content_hash === null)
      await refuseJob(connection, dataset, job.job_id, error, effects)
    throw error
  }
}

/** Goes on with a copy downloaded anew, on a machine that did not have the first one. */
async function resumeWith(call: PrepareCall, job: Job, got: AcquiredSource): Promise<PrepareAnswer> {
  const { connection, dataset, effects } = call
  if (!(await isContentOf(job, got, effects))) {
    await discardSource({ source: got.source }, effects)
    const detail =
      "The URL gives another content than when the import began. Cancel the import and start anew."
    throw problem(409, "source_changed", detail, { job_id: job.job_id })
  }
  await setCopy(connection, job, got.source, effects)
  const resumed = await findJob(connection, job.job_id)
  return stageAndConclude(call, resumed, await reopen(dataset, got.locator, job))
}

function reopen(dataset: Dataset, locator: string, job: Job): Promise<OpenSource> {
  return openSource(dataset, { locator, name: job.source.name, options: job.options })
}
