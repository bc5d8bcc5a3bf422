import { isoTime } from "../clock.ts"
import type { Caller, DriveAnswer, Driver, JobStatus } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import { statement } from "../db/statement.ts"
import { deadlineOf, endWithin, isShortOf } from "../deadline.ts"
import type { Effects } from "../effects.ts"
import { findJob, type Job, jobIfAny } from "../engine/jobs/jobs.ts"
import { wasOvertaken } from "../engine/jobs/patience.ts"
import { isUnderWay } from "../engine/jobs/transitions.ts"
import { deliverWaiting } from "../engine/notices/deliver.ts"
import { hindranceOf, messageOf } from "../errors.ts"
import { finalizeJob } from "./finalize.ts"
import { prepareOn } from "./prepare-on.ts"
import { processBatch } from "./process-batch.ts"
import { rollbackJob } from "./rollback.ts"
import { DRIVER_GONE_AFTER_MS } from "./status.ts"
import { tidyUp } from "./upkeep/tidy-up.ts"

/** Left of a call's time when the last stride of a job may begin. */
const LAST_STRIDE_SECONDS = 2
/** How long, from its beginning, a call may begin to tell others. */
const TELLING_SECONDS = 5
/** Before a job is looked at again that others are at, or that pauses after a failure. */
const LOOK_AGAIN_MS = 1_000

interface Undriven {
  job_id: string
  dataset: string
  status: JobStatus
  /** Its batches are for whoever began it. */
  awaited?: boolean | null
}

/** One that is held is a person's turn. */
const isToDrive = ({ status, held }: Job) => isUnderWay(status) && held === null

/** Somebody whose batch or chunk is this fresh is at work. */
const BUSY_MS = 5_000

export interface DriveInput {
  driver: Driver
  /** How long nobody must have driven a job; a minute by default. */
  silent_ms?: number
  /** Only imports that run in the background and that nobody is at. */
  background?: boolean
  /** And this one, which somebody looks at, until it is prepared. */
  looked_at?: string | undefined
}

/**
 * Goes on with every job that could run and that nobody drives, through the same calls as any other driver, until
 * the call's time is used up; where it has no end, until a call of the scheduler's would be over. A job that fails does not
 * keep the others from going on.
 */
export async function driveOpenJobs(input: DriveInput, effects: Effects): Promise<DriveAnswer> {
  const begun = effects.clock.now()
  const silence = input.silent_ms ?? DRIVER_GONE_AFTER_MS
  const undriven = await effects.db.use((connection) =>
    connection.rows<Undriven>(statement("jobs/undriven"), {
      now: isoTime(begun),
      silent_since: isoTime(begun - silence),
      busy_since: isoTime(begun - BUSY_MS),
      background: input.background ?? false,
      looked_at: input.looked_at ?? null,
    }),
  )
  const timed = untilTheEnd(effects, begun)
  // What cannot be told or tidied up now can be later, and holds no import up.
  await told(() => deliverWaiting(endWithin(timed, TELLING_SECONDS), timed), timed)
  if (!input.background) await told(() => tidyUp(timed), timed)
  const jobs: DriveAnswer["jobs"] = []
  for (const job of undriven) {
    if (input.background && job.status === "preparing" && !(await takePreparing(job, begun, effects)))
      continue
    const batches_completed = await driveJob(job, input.driver, timed)
    // A source that turned out bad has taken its job with it.
    const now = await effects.db.use((connection) => jobIfAny(connection, job.job_id))
    if (now) jobs.push({ job_id: job.job_id, status: now.status, batches_completed })
  }
  return { jobs }
}

async function told(work: () => Promise<unknown>, { emit }: Effects): Promise<void> {
  try {
    await work()
  } catch (error) {
    emit({ type: "drive.failed", message: messageOf(error) })
  }
}

/** Whether it is this call's to prepare a job that was left: everyone who looks at it has found it. */
async function takePreparing({ job_id }: Undriven, begun: number, { db }: Effects): Promise<boolean> {
  const values = { job_id, now: isoTime(begun), busy_since: isoTime(begun - BUSY_MS) }
  try {
    return (await db.use((connection) => connection.run(statement("jobs/take_preparing"), values))) === 1
  } catch (error) {
    if (wasOvertaken(error) || hindranceOf(error) !== null) return false
    throw error
  }
}

/** The effects of a call of the scheduler's, unless they are those of a call already. */
function untilTheEnd(effects: Effects, begun: number): Effects {
  if (effects.deadline !== undefined) return effects
  const deadline = deadlineOf("cron", begun)
  return { ...effects, deadline, store: effects.store.until(deadline) }
}

/** Goes on with one job until its call's time is up, whoever else may be at it. Throws Problem 404 `job_not_found`. */
export async function driveJobNow(
  input: { job_id: string; driver: Driver },
  effects: Effects,
): Promise<void> {
  const job = await effects.db.use((connection) => findJob(connection, input.job_id))
  const timed = untilTheEnd(effects, effects.clock.now())
  await driveJob(job, input.driver, timed)
}

/**
 * Goes on with one job until nothing is left to drive, it is held or has given way to another one of the same content, its call's time is
 * up, or `signal` is aborted, which lets the stride at work land. Yields after each stride that completed batches, and after each second
 * in which others were at it or nothing could be done; whoever reads must read to the end. Throws what keeps the job from going on.
 */
export async function* driveToEnd(
  input: { job_id: string; driver: Driver; signal: AbortSignal },
  effects: Effects,
): AsyncGenerator<"stride" | "waited", void> {
  const { job_id, driver, signal } = input
  while (!signal.aborted) {
    const job = await effects.db.use((connection) => findJob(connection, job_id))
    if (!isToDrive(job)) return
    for await (const { batch_completed } of strides(job, driver, effects)) {
      if (batch_completed) yield "stride"
      if (signal.aborted) return
    }
    if (isShortOf(effects, LAST_STRIDE_SECONDS)) return
    const now = await effects.db.use((connection) => jobIfAny(connection, job_id))
    if (!now || !isToDrive(now)) return
    await effects.clock.wait(LOOK_AGAIN_MS, signal)
    yield "waited"
  }
}

/** Drives one job and tells how many batches it completed. Never throws: the next one may do better. */
async function driveJob(job: Undriven, driver: Driver, effects: Effects): Promise<number> {
  let batches_completed = 0
  try {
    for await (const done of strides(job, driver, effects)) if (done.batch_completed) batches_completed += 1
  } catch (error) {
    effects.emit({ type: "drive.failed", message: `${job.job_id}: ${messageOf(error)}` })
  }
  return batches_completed
}

/** Does what a job needs, one thing after the other, as long as there is something and the call has time. */
async function* strides(job: Undriven, driver: Driver, effects: Effects): AsyncGenerator<Drive, void> {
  while (!isShortOf(effects, LAST_STRIDE_SECONDS)) {
    const done = await orWait(driveOnce(job, driver, effects), job, effects)
    yield done
    if (done.over) return
  }
}

interface Drive {
  batch_completed: boolean
  /** Nothing more can be done in this call. */
  over: boolean
}

const IDLE: Drive = { batch_completed: false, over: true }
const MOVED: Drive = { batch_completed: false, over: false }

/** A full disk, or a store that is away, is only waited for: whoever comes next finds it as it was. */
async function orWait(work: Promise<Drive>, { job_id }: Undriven, { emit }: Effects): Promise<Drive> {
  try {
    return await work
  } catch (error) {
    const hindrance = hindranceOf(error)
    if (hindrance === null) throw error
    emit({ type: "drive.waiting", job_id, code: hindrance.code })
    return IDLE
  }
}

/** The next thing a job needs, whatever state it is in. */
async function driveOnce(job: Undriven, driver: Driver, effects: Effects): Promise<Drive> {
  const { job_id } = job
  const actor: Caller = { name: driver.label, projects: ["*"] }
  const dataset = findDataset(job.dataset)
  const { status } = await effects.db.use((connection) => findJob(connection, job_id))
  if (status === "preparing") return (await prepareOn({ job_id, actor }, effects)) ? MOVED : IDLE
  if (job.awaited) return IDLE
  if (status === "finalizing") {
    await finalizeJob({ dataset, job_id, accept_failed: true, actor }, effects)
    return IDLE
  }
  if (status === "rolling_back") {
    const { done } = await rollbackJob({ job_id, dry_run: false, actor }, effects)
    return done ? IDLE : MOVED
  }
  if (status !== "ready" && status !== "processing") return IDLE
  const answer = await processBatch({ dataset, job_id, driver }, effects)
  if (answer.status === "ready_to_finalize") {
    await finalizeJob({ dataset, job_id, accept_failed: false, actor }, effects)
    return { batch_completed: answer.batch_completed, over: true }
  }
  return { batch_completed: answer.batch_completed, over: answer.next_batch === null }
}
