import { nowOf } from "../clock.ts"
import type { JobStatus, Warning } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { judgeContent } from "../engine/admission/content-guard.ts"
import { type EarlierJob, judgeExtract } from "../engine/admission/extract-guards.ts"
import { type Job, moveJob } from "../engine/jobs/jobs.ts"
import { judgeMassClose } from "../engine/staging/mass-close.ts"
import { noneUsableIn } from "../engine/staging/plan-parts.ts"
import { type FileProgress, loadFiles } from "../engine/staging/stage.ts"
import { problem } from "../errors.ts"
import { planAnew } from "./replan.ts"

/** Behind every position a dry run's batches can have: one row a batch, halved as often as that allows. */
const SECOND_PLAN = 2 ** 52

/**
 * Turns a finished dry run into a real import on the rows it has staged: what was applied meanwhile is judged
 * anew, and the batches are planned anew. Throws Problem 409 `illegal_transition`, `staging_gone` and the guards'
 * own.
 */
export async function applyDryRun(
  connection: Connection,
  job: Job,
  input: { dataset: Dataset; actor: { name: string } },
  effects: Effects,
): Promise<JobStatus> {
  if (job.status !== "completed" || !job.dry_run) {
    const detail = `Only a completed dry run can be applied; this import is ${job.status}${job.dry_run ? " (dry run)" : ""}, so it cannot become ready.`
    throw problem(409, "illegal_transition", detail, { job_id: job.job_id })
  }
  const { dataset } = input
  await transaction(connection, async () => {
    await connection.run(statement("locks/take"), { name: "admission" })
    const files = await loadFiles(connection, job.job_id)
    assertStaged(job, files)
    const warnings = await judgeAgain(connection, dataset, job, nowOf(effects).slice(0, 10))
    const { job_id } = job
    const real = { ...job, dry_run: false }
    warnings.push(...(await judgeMassClose(connection, dataset, real, files)))
    await moveJob(
      connection,
      { job, to: "ready", actor: input.actor.name, detail: "dry run applied" },
      effects,
    )
    await planAnew(connection, dataset, real, SECOND_PLAN)
    const values = { job_id, warnings: JSON.stringify(warnings), now: nowOf(effects) }
    await connection.run(statement("jobs/apply"), values)
  })
  return "ready"
}

/** Throws Problem 409 `staging_gone` when what the dry run staged has been cleaned up, `illegal_transition` when nothing was. */
function assertStaged({ job_id, outcome }: Job, files: readonly FileProgress[]): void {
  if (outcome === "failed" && noneUsableIn(files)) {
    const detail =
      "None of the rows can be used, so there is nothing to apply. Mend the file, and import it again."
    throw problem(409, "illegal_transition", detail, { job_id })
  }
  if (files.some(({ last_row, rows_staged }) => rows_staged > 0 || last_row === 0)) return
  const detail =
    "What the dry run had staged was cleaned up, or was kept for long enough. Import the file itself instead."
  throw problem(409, "staging_gone", detail, { job_id })
}

async function judgeAgain(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  today: string,
): Promise<Warning[]> {
  const earlier = await connection.rows<EarlierJob>(statement("jobs/of_dataset"), { dataset: dataset.name })
  const { content_hash, extract_number, extract_type, snapshot_date } = job
  if (!dataset.sequential) return judgeContentAgain(dataset, job, earlier)
  if (content_hash === null || extract_number === null || extract_type === null) return [...job.warnings]
  const others = earlier.filter((other) => other.job_id !== job.job_id)
  const options = { ...job.options, dry_run: false }
  const verdict = judgeExtract(
    { content_hash, extract_number, extract_type, snapshot_date, today },
    others,
    options,
  )
  if (verdict.kind === "existing") {
    const detail = `The same content is already being imported by ${verdict.job_id}.`
    throw problem(409, "extract_in_progress", detail, { job_id: verdict.job_id })
  }
  const judged = new Set(["no_baseline", "extract_gap", "drift", "mass_close", "odd_snapshot_date"])
  return [...job.warnings.filter((warning) => !judged.has(warning.code)), ...verdict.warnings]
}

function judgeContentAgain(dataset: Dataset, job: Job, earlier: readonly EarlierJob[]): Warning[] {
  const others = earlier.filter((other) => other.job_id !== job.job_id)
  const options = { ...job.options, dry_run: false }
  const arrival = { content_hash: job.content_hash ?? "", name: job.source.name, options }
  const verdict = judgeContent(arrival, dataset, others)
  if (verdict.kind === "new") return job.warnings
  const detail = `The same content was already imported by ${verdict.job_id}.`
  throw problem(409, "already_imported", detail, { job_id: verdict.job_id })
}
