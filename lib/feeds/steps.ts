import type { ImportOptions } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import { statement } from "../db/statement.ts"
import { isShortOf } from "../deadline.ts"
import type { Effects } from "../effects.ts"
import { jobIfAny } from "../engine/jobs/jobs.ts"
import { isAtWorkAgain, isOpen, isUnderWay } from "../engine/jobs/transitions.ts"
import { driveToEnd } from "../import/drive.ts"
import { prepareImport } from "../import/prepare.ts"
import { countedText } from "../words.ts"
import { type FeedRow, namedOf } from "./feed.ts"
import { lookAtPortal } from "./kbo/look.ts"
import { isForGood, isGone } from "./refused.ts"
import { type Found, type Looked, type Looking, lookAtPrefix, lookAtUrl, NOTHING_NEW } from "./source.ts"

/** Left of a call's time when another file may be begun. */
const NEXT_FILE_SECONDS = 10
/** The same where it has been fetched. */
const BEGINNING_SECONDS = 5

export interface Ended {
  result: "imported" | "nothing_new" | "waiting" | "failed"
  message: string
}

/** A run in hand: what it knows, and how it says that it is still at work. */
export interface Running extends Looking {
  jobs: string[]
  note(): Promise<void>
}

/**
 * Brings a run as far as the call's time goes: each import to its end, then the next file, until there is none. Null where it has to
 * go on in another call. Throws what keeps the feed from running.
 */
export async function takeSteps(run: Running, effects: Effects): Promise<Ended | null> {
  const { feed } = run
  for (;;) {
    if (feed.job_id !== null) {
      const stands = await driveOn(run, feed.job_id, effects)
      if (stands !== "done") return stands
    }
    if (isShortOf(effects, NEXT_FILE_SECONDS)) return null
    const looked = await look(run, effects)
    if (looked.found === null) {
      feed.seen = looked.seen
      return ended(run, looked.message, effects)
    }
    const fetched = looked.found.kind === "upload" ? looked.found.files[0] : undefined
    if (fetched && isShortOf(effects, BEGINNING_SECONDS)) {
      feed.seen = { ...looked.seen, fetched }
      return null
    }
    if (!(await begin(run, looked, effects))) return ended(run, NOTHING_NEW, effects)
  }
}

async function ended({ jobs }: Running, message: string, effects: Effects): Promise<Ended> {
  if (jobs.length === 0) return { result: "nothing_new", message }
  const values = { jobs: JSON.stringify(jobs) }
  const [row] = await effects.db.use((connection) =>
    connection.rows<{ bad_rows: number }>(statement("feeds/bad_rows"), values),
  )
  const bad = row?.bad_rows ?? 0
  const unused = bad === 0 ? "" : ` ${countedText(bad, "row")} could not be used.`
  return { result: "imported", message: `${countedText(jobs.length, "import")}.${unused}` }
}

function look(run: Running, effects: Effects): Promise<Looked> {
  const { source } = run.feed
  const looking = { ...run, begun: run.jobs.length }
  if ("url" in source) return lookAtUrl(looking, source.url, effects)
  if ("prefix" in source) return lookAtPrefix(looking, source.prefix, effects)
  return lookAtPortal(looking, effects)
}

/** Begins the import of a file; false where it is the content of another one. */
async function begin(run: Running, { found: source, seen }: Found, effects: Effects): Promise<boolean> {
  const { feed } = run
  const dataset = findDataset(feed.dataset)
  const actor = { name: `feed ${feed.name}`, projects: ["*"] }
  const options = optionsOf(feed, dataset.sequential === true)
  const { created, answer } = await prepareImport({ dataset, source, options, actor }, effects).catch(
    (error: unknown) => {
      if (isForGood(error)) feed.seen = seen
      throw error
    },
  )
  feed.seen = { ...seen, before: { ...feed.seen, before: undefined } }
  const ours = created || (await isLeftOver(answer.job_id, actor.name, effects))
  if (!ours && !goesPast(feed)) return false
  if (ours) {
    feed.job_id = answer.job_id
    run.jobs.push(answer.job_id)
  }
  await run.note()
  return true
}

/** Whether an import that is there already was begun for the feed, in a call that could not say so any more. */
async function isLeftOver(job_id: string, name: string, { db }: Effects): Promise<boolean> {
  const job = await db.use((connection) => jobIfAny(connection, job_id))
  return job?.started_by === name && isOpen(job.status) && !isAtWorkAgain(job)
}

/** Whether files behind one whose content is there already are looked for. An extract has to be applied before the next one. */
const goesPast = ({ source, dataset }: FeedRow) =>
  "prefix" in source && findDataset(dataset).sequential !== true

function optionsOf(feed: FeedRow, sequential: boolean): ImportOptions {
  return {
    ...feed.options,
    ...(sequential && { on_mass_close: "hold" as const }),
    ...namedOf(feed),
  }
}

/** Drives an import of the feed as far as it goes. */
async function driveOn(run: Running, job_id: string, effects: Effects): Promise<Ended | "done" | null> {
  const driver = { id: `feed:${run.feed.feed_id}`, label: "scheduler" }
  const { signal } = new AbortController()
  let refusal: unknown = null
  try {
    for await (const _done of driveToEnd({ job_id, driver, signal }, effects)) await run.note()
  } catch (error) {
    refusal = error
  }
  const job = await effects.db.use((connection) => jobIfAny(connection, job_id))
  if (!job) return goOnWithout(run, job_id, refusal, effects)
  if (refusal !== null) throw refusal
  if (job.held || job.status === "paused" || (job.status === "failed" && !job.error)) {
    return { result: "waiting", message: `${job.title} waits for a person.` }
  }
  if (isUnderWay(job.status)) return null
  run.feed.job_id = null
  if (job.error) return { result: "failed", message: job.error.detail }
  if (job.outcome === "failed") return { result: "failed", message: `Nothing of ${job.title} could be used.` }
  return "done"
}

/** Forgets an import of which nothing is left: it was refused while it was prepared, or has the content of another one. */
async function goOnWithout(
  run: Running,
  job_id: string,
  refusal: unknown,
  effects: Effects,
): Promise<Ended | "done"> {
  const { feed, jobs } = run
  feed.job_id = null
  if (jobs.includes(job_id)) jobs.splice(jobs.indexOf(job_id), 1)
  if (refusal === null) return goesPast(feed) ? "done" : ended(run, NOTHING_NEW, effects)
  if (isForGood(refusal)) throw refusal
  // An earlier release did not keep what had been seen before.
  feed.seen = feed.seen.before ?? { ...feed.seen, etag: undefined, last_modified: undefined }
  if (isGone(refusal)) return "done"
  throw refusal
}
