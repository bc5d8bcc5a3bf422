import { nowOf } from "../clock.ts"
import type { ImportOptions, JobStatus } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { checkOptions } from "../engine/admission/options.ts"
import { findJob, type Job, recordAudit } from "../engine/jobs/jobs.ts"
import { outlastConflicts } from "../engine/jobs/patience.ts"
import { nextRound } from "../engine/mending/plan-mending.ts"
import { foldAnew, ruleOf } from "../engine/staging/fold.ts"
import { planBatches } from "../engine/staging/plan.ts"
import { loadPlanInput } from "../engine/staging/plan-input.ts"
import { loadFiles } from "../engine/staging/stage.ts"
import { problem } from "../errors.ts"
import { countedText } from "../words.ts"

/** What may be chosen anew while nothing is applied. */
export type Replanned = Partial<Pick<ImportOptions, "duplicates" | "batch_size" | "on_failed_batch">> & {
  /** Null for nobody. */
  notify_email?: string | null | undefined
}

/**
 * Gives an import other options: as long as nothing of it is applied, what is staged is folded and cut into batches anew where
 * they ask for that. Options it has already change nothing. Throws Problem 400 `invalid_request`; 409 `not_prepared`, `not_replannable`, or
 * `already_started` once a batch has landed, or while it is being applied.
 */
export function replanJob(
  connection: Connection,
  dataset: Dataset,
  { job_id, wanted, actor }: { job_id: string; wanted: Replanned; actor: string },
  effects: Effects,
): Promise<void> {
  // Read and written in one transaction: whoever changes the import at once collides with this, and goes by what it left.
  const replan = () =>
    transaction(connection, async () => {
      const job = await findJob(connection, job_id, dataset)
      const options = optionsOf(job.options, wanted)
      await checkOptions(dataset, options)
      if (JSON.stringify(options) === JSON.stringify(job.options)) return
      const changed = { ...job, options }
      const rule = ruleOf(dataset, changed) !== ruleOf(dataset, job)
      const now = nowOf(effects)
      await connection.run(statement("jobs/set_options"), { job_id, options: JSON.stringify(options), now })
      if (!rule && options.batch_size === job.options.batch_size) return
      await keepUntouched(connection, job)
      if (rule)
        for (const table of keyedTables(dataset))
          await foldAnew(connection, dataset, table, { before: job, job: changed })
      const batches = await planAnew(connection, dataset, changed)
      const detail = countedText(batches, "batch", "batches")
      await recordAudit(connection, { job_id, now, actor, event: "job.replanned", detail })
    })
  return outlastConflicts(replan, effects)
}

const REPLANNABLE: readonly JobStatus[] = ["ready", "processing", "paused"]

const keyedTables = ({ tables }: Dataset) => tables.filter(({ policy }) => policy === "keyed")

function optionsOf(options: ImportOptions, { notify_email, ...wanted }: Replanned): ImportOptions {
  const { notify_email: before, ...rest } = options
  const mail = notify_email === undefined ? before : (notify_email ?? undefined)
  const named = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  return { ...rest, ...named, ...(mail !== undefined && { notify_email: mail }) }
}

/** Keeps its batches from being claimed while they are cut anew. Throws Problem 409 `not_prepared`, `already_started`. */
async function keepUntouched(connection: Connection, { job_id, status }: Job): Promise<void> {
  if (status === "preparing") {
    const detail = "The import is still being read. Call prepare until it is ready, then say how to go on."
    throw problem(409, "not_prepared", detail, { job_id })
  }
  if ((await nextRound(connection, job_id)).mended > 0) {
    const detail =
      "Rows of the import have been mended already, by the options it has. Go on with those, or undo it."
    throw problem(409, "not_replannable", detail, { job_id })
  }
  const [landed] = await connection.rows<{ batches: number }>(statement("batches/landed"), { job_id })
  if (REPLANNABLE.includes(status) && landed?.batches === 0) {
    // Deleting their rows alone collides with nobody.
    await connection.run(statement("batches/fence_all"), { job_id })
    return
  }
  const detail =
    "The import has begun with other options. Go on with those, or undo it and prepare the file again."
  throw problem(409, "already_started", detail, { job_id })
}

/**
 * Cuts what is staged into batches in place of those there are, in the caller's transaction: whoever claims one of them meanwhile
 * collides with it. Answers how many there are now.
 */
export async function planAnew(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  firstPosition = 0,
): Promise<number> {
  const { job_id, options } = job
  const files = await loadFiles(connection, job_id)
  await connection.run(statement("batches/delete"), { job_id })
  const input = await loadPlanInput(connection, dataset, job, files)
  const batches = planBatches({ ...input, firstPosition })
  if (batches.length > 0) {
    const planned = { job_id, max_attempts: options.max_retries, batches: JSON.stringify(batches) }
    await connection.run(statement("batches/insert"), planned)
  }
  return batches.length
}
