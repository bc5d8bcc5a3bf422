import type { ProcessBatchAnswer } from "../contract/index.ts"
import { classifyError } from "../db/classify.ts"
import { callAgain } from "../deadline.ts"
import type { Effects } from "../effects.ts"
import { answerOf } from "../engine/batches/batch-answer.ts"
import { findJob, jobNotFound } from "../engine/jobs/jobs.ts"
import { loadProgress } from "../engine/progress/load-progress.ts"
import { hindranceOf, isProblem, type Problem } from "../errors.ts"
import { actorOf, applyNext, type ProcessBatchInput } from "./apply-next.ts"
import { finalizeJob } from "./finalize.ts"

/**
 * Does one stride as `applyNext` does. Of an import that is still being prepared it goes on with that instead; one that accepts failed
 * batches it closes when nothing but those is left. A full disk, or a store that is away, is nobody's failed batch: then it tells that the
 * import waits. Throws what `applyNext` and prepare throw.
 */
export async function processBatch(input: ProcessBatchInput, effects: Effects): Promise<ProcessBatchAnswer> {
  try {
    return await goOn(input, effects)
  } catch (error) {
    const hindrance = hindranceOf(error) ?? overtaken(error)
    if (hindrance === null) throw error
    return waitingFor(hindrance, input, effects)
  }
}

/** Another call was at the same rows for as long as this one tried: that is nobody's failure either. */
const overtaken = (error: unknown): Problem | null =>
  classifyError(error) === "conflict"
    ? callAgain("busy_elsewhere", "Another call was at the same rows all the time.")
    : null

/** Where the import stands, which reading alone tells. */
async function waitingFor(
  { code, detail: message }: Problem,
  { dataset, job_id }: ProcessBatchInput,
  effects: Effects,
): Promise<ProcessBatchAnswer> {
  const progress = await effects.db.use((connection) => loadProgress(connection, job_id, effects))
  if (!progress) throw jobNotFound(job_id)
  const error = { code, message, retryable: true }
  return { ...answerOf(dataset, progress, null), next_batch: null, status: "waiting", error }
}

async function goOn(input: ProcessBatchInput, effects: Effects): Promise<ProcessBatchAnswer> {
  const answer = await applyNext(input, effects)
  if (answer.status === "preparing") return prepareFirst(input, effects)
  return answer.status === "blocked_by_failed" ? endIfAccepted(input, answer, effects) : answer
}

/** Closes an import over batches that failed, where it was told to: nobody is asked then. */
async function endIfAccepted(
  input: ProcessBatchInput,
  answer: ProcessBatchAnswer,
  effects: Effects,
): Promise<ProcessBatchAnswer> {
  const { dataset, job_id } = input
  const job = await effects.db.use((connection) => findJob(connection, job_id, dataset))
  if (job.options.on_failed_batch !== "accept") return answer
  const actor = { projects: ["*"], ...actorOf(input) }
  const closing = { dataset, job_id, accept_failed: true, actor }
  try {
    const { status } = await finalizeJob(closing, effects)
    return { ...answer, status, next_batch: null }
  } catch (error) {
    // Somebody else has retried or closed it meanwhile: the next call tells.
    if (!isProblem(error) || error.status >= 500) throw error
    return answer
  }
}

/** Prepares what has no batches yet, as far as this call goes; those are for the next one. */
async function prepareFirst(input: ProcessBatchInput, effects: Effects): Promise<ProcessBatchAnswer> {
  const { dataset, job_id } = input
  // Nearly no call needs what reads sources.
  const { prepareOn } = await import("./prepare-on.ts")
  await prepareOn({ job_id, actor: { projects: ["*"], ...actorOf(input) } }, effects)
  const progress = await effects.db.use((connection) => loadProgress(connection, job_id, effects))
  if (!progress) throw jobNotFound(job_id)
  return answerOf(dataset, progress, null)
}
