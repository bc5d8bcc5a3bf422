import type { ProcessBatchAnswer } from "../contract/index.ts"
import type { Effects } from "../effects.ts"
import { findJob } from "../engine/jobs/jobs.ts"
import { isProblem } from "../errors.ts"
import { actorOf, applyNext, type ProcessBatchInput } from "./apply-next.ts"
import { finalizeJob } from "./finalize.ts"

/**
 * Does one stride as `applyNext` does, and closes an import that accepts failed batches when nothing but those is left. Throws
 * what `applyNext` throws.
 */
export async function processBatch(input: ProcessBatchInput, effects: Effects): Promise<ProcessBatchAnswer> {
  const answer = await applyNext(input, effects)
  return answer.status === "blocked_by_failed" ? endIfAccepted(input, answer, effects) : answer
}

/** Closes an import over batches that failed, where it was told to: nobody is asked then. */
async function endIfAccepted(
  input: ProcessBatchInput,
  answer: ProcessBatchAnswer,
  effects: Effects,
): Promise<ProcessBatchAnswer> {
  const { dataset, job_id, origin } = input
  const job = await effects.db.use((connection) => findJob(connection, job_id, dataset))
  if (job.options.on_failed_batch !== "accept") return answer
  const actor = { projects: ["*"], ...actorOf(input) }
  const closing = { dataset, job_id, accept_failed: true, actor, ...(origin !== undefined && { origin }) }
  try {
    const { status } = await finalizeJob(closing, effects)
    return { ...answer, status, next_batch: null }
  } catch (error) {
    // Somebody else has retried or closed it meanwhile: the next call tells.
    if (!isProblem(error) || error.status >= 500) throw error
    return answer
  }
}
