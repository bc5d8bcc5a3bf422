import type { PrepareAnswer } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import { foldLog } from "../../db/fold-log.ts"
import { isOutOfTime, isShortOf } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { isProblem, problem } from "../../errors.ts"
import type { OpenSource } from "../../reading/index.ts"
import { findJob, type Job } from "../jobs/jobs.ts"
import { wasOvertaken } from "../jobs/patience.ts"
import { discardSource } from "../jobs/source-file.ts"
import { untilTheEnd } from "../jobs/time-limit.ts"
import { deliverNow } from "../notices/deliver.ts"
import { concludePrepare } from "./conclude.ts"
import { convertOnce, withConverted } from "./convert.ts"
import { prepareAnswerOf } from "./prepare-answer.ts"
import { refuseJob } from "./purge.ts"
import { stageFiles } from "./stage.ts"

/** Of a source, from which on memory counts more than a few milliseconds. */
const LARGE_BYTES = 262_144
/** Of a call, for a mail to a server that does not answer at once. */
const MAIL_SECONDS = 5

/** One call of prepare. */
export interface PrepareCall {
  connection: Connection
  dataset: Dataset
  deadline: number
  /** Whose call it is. */
  actor: string
  effects: Effects
}

/** Stages what is left and concludes; a source that turns out bad takes the whole job with it. */
export async function stageAndConclude(
  call: PrepareCall,
  job: Job,
  opened: OpenSource,
): Promise<PrepareAnswer> {
  const { connection, dataset, deadline, effects } = call
  let known = job
  const work = async () => {
    const converted = await convertOnce(call, job, opened)
    if (converted === null) return
    known = converted
    const files = await withConverted(known, opened.files, effects)
    const staged = await stageFiles(job.job_id, files, deadline, effects)
    await foldLog(connection, effects.db)
    if (staged === "done") await concludeInTime(call, job)
  }
  try {
    await (isLarge(opened) ? effects.db.sparingly(work) : work())
  } catch (error) {
    // Another call is preparing the same job: what it has done by now is the answer.
    if (wasOvertaken(error))
      return prepareAnswerOf(connection, dataset, await findJob(connection, job.job_id))
    if (!isProblem(error) || error.status >= 500) return answerOfOther(call, job, error)
    if (!(await refuseJob(connection, dataset, job.job_id, error, effects)))
      return answerOfOther(call, job, error)
    await discardSource(known, effects)
    throw error
  }
  const now = await findJob(connection, job.job_id, dataset)
  if (now.status !== "preparing") await discardSource(now, effects)
  // The scheduler sends what there is no time for.
  if (now.held && !isShortOf(effects, MAIL_SECONDS)) await deliverNow(connection, now, effects)
  return prepareAnswerOf(connection, dataset, now)
}

/** What its steps have found is kept, and the one that was broken off is for the next call. */
async function concludeInTime({ connection, dataset, deadline, actor, effects }: PrepareCall, job: Job) {
  const conclude = () => concludePrepare(connection, dataset, job, { deadline, actor }, effects)
  try {
    await untilTheEnd([connection], effects, conclude)
  } catch (error) {
    if (!isOutOfTime(error)) throw error
  }
}

const isLarge = ({ files }: OpenSource) => files.reduce((sum, { bytes }) => sum + bytes, 0) > LARGE_BYTES

/**
 * Another call may have prepared the job meanwhile and removed its file: then that is the answer. Else throws the
 * error, or Problem 409 `refused_meanwhile` when the other call found that nothing can be made of the file.
 */
export async function answerOfOther(call: PrepareCall, job: Job, error: unknown): Promise<PrepareAnswer> {
  const { connection, dataset } = call
  const now = await findJob(connection, job.job_id).catch((problem: unknown) => {
    if (isProblem(problem) && problem.status === 404) return null
    throw problem
  })
  if (now === null) throw isRefusal(error) ? error : refusedMeanwhile()
  if (now.status === "preparing") throw error
  return prepareAnswerOf(connection, dataset, now)
}

/** What a call meets when the job goes away under it, and its file. */
const GONE = ["job_not_found", "source_gone", "file_not_found"]

/** Whether a call has found out itself what is wrong. */
function isRefusal(error: unknown): boolean {
  return isProblem(error) && error.status < 500 && !GONE.includes(error.code)
}

function refusedMeanwhile() {
  const detail = "Another call was preparing the same file, and it was refused. Send it again to be told why."
  return problem(409, "refused_meanwhile", detail)
}
