import type { Caller, PrepareAnswer } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import type { Connection } from "../db/connection.ts"
import type { Effects } from "../effects.ts"
import { findJob } from "../engine/jobs/jobs.ts"
import { discardSource } from "../engine/jobs/source-file.ts"
import { noneUsableIn } from "../engine/staging/plan-parts.ts"
import { prepareAnswerOf } from "../engine/staging/prepare-answer.ts"
import { loadFiles } from "../engine/staging/stage.ts"
import { isProblem } from "../errors.ts"
import { finalizeJob } from "./finalize.ts"

/**
 * Closes an import that was prepared, is not held and has rows, none of which can be used: a person waits for nothing else. Safe to
 * run again, and beside anybody who closes it or takes it back: what has become of it is the answer.
 */
export async function endAtOnce(
  connection: Connection,
  input: { dataset: Dataset; actor: Caller },
  answer: PrepareAnswer,
  effects: Effects,
): Promise<PrepareAnswer> {
  const { job_id, status, held, total_batches } = answer
  if (status !== "ready" || held !== null || total_batches > 0) return answer
  if (!noneUsableIn(await loadFiles(connection, job_id))) return answer
  try {
    await finalizeJob({ ...input, job_id, accept_failed: false }, effects)
  } catch (error) {
    if (!isProblem(error) || error.status >= 500) throw error
  }
  const job = await findJob(connection, job_id, input.dataset)
  await discardSource(job, effects)
  return prepareAnswerOf(connection, input.dataset, job)
}
