import { nowOf } from "../../clock.ts"
import type { Held, Warning } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { identityIn, tableOf } from "../../datasets/questions.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { columnList, expression, type Fragment, statement, textLiteral, unionOf } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"
import { documentWarningsOf, warningsOf } from "../../reading/notices.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { countedText, countText, namesText } from "../../words.ts"
import { type Job, moveJob } from "../jobs/jobs.ts"
import { heldBy, ruleOfRowErrors } from "../jobs/row-error-rule.ts"
import { markNotice } from "../notices/outbox.ts"
import type { ErrorRow } from "../progress/row-errors.ts"
import { checkTogether, foldRepeated } from "./fold.ts"
import { keepFirstErrors } from "./kept-errors.ts"
import { isHeldOver, judgeMassClose } from "./mass-close.ts"
import { planBatches } from "./plan.ts"
import { loadPlanInput } from "./plan-input.ts"
import { type FileProgress, loadFiles } from "./stage.ts"
import { findWarnings } from "./warnings.ts"

/** Rows looked at in one pass for repeated identities; keeps the memory of a pass flat. */
const ROWS_PER_PASS = 6_000_000

/** Bad rows that a refusal names. */
const MOST_NAMED = 10

/**
 * Ends prepare: finds repeated identities, counts what to warn of, cuts the work into batches and makes the job
 * ready, held where a person has to look at it first. Each step is safe to run again; leaves off once the deadline passes. Throws
 * Problem 422 `rows_invalid` when a row is bad and bad rows were to be refused, 409 `mass_close` when tables would lose many of
 * their rows.
 */
export async function concludePrepare(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  call: { deadline: number; actor: string },
  effects: Effects,
): Promise<void> {
  await checkTogether(connection, dataset, job)
  const files = await loadFiles(connection, job.job_id)
  if (ruleOfRowErrors(job.options) === "refuse") await refuseBadRows(connection, job, files)
  if (!(await markDuplicates(connection, dataset, job, files, call.deadline, effects))) return
  const notKept = await keepFirstErrors(connection, dataset, job.job_id, files)
  const warnings = [
    ...job.warnings,
    ...warningsOf(files.flatMap(({ notices }) => notices)),
    ...(dataset.source === "documents" ? documentWarningsOf(files.flatMap(({ notices }) => notices)) : []),
    ...(await judgeMassClose(connection, dataset, job, files)),
    ...notKept,
    ...(await findWarnings(connection, dataset, job)),
  ]
  effects.failAt("after_staging")
  await makeReady(connection, dataset, job, { files, warnings, actor: call.actor }, effects)
}

/** The first of them are named: once they are refused, nothing is left to list them from. */
async function refuseBadRows(
  connection: Connection,
  job: Job,
  files: readonly FileProgress[],
): Promise<void> {
  const bad = files.filter((file) => file.rows_failed > 0)
  if (bad.length === 0) return
  const counts = namesText(bad.map((file) => `${countText(file.rows_failed)} in ${file.file}`))
  const detail = `Some rows are not valid: ${counts}. Mend them, or import with on_row_errors: "skip" to leave them out.`
  const all = { job_id: job.job_id, table_name: null, code: null }
  const first = await connection.rows<Pick<ErrorRow, "file" | "line" | "message">>(
    statement("status/error_page"),
    { ...all, limit: MOST_NAMED, offset: 0 },
  )
  const errors = first.map(({ file, line, message }) => ({
    path: line === null ? file : `${file}, line ${line}`,
    message,
  }))
  throw problem(422, "rows_invalid", detail, { errors })
}

/** Marks the repeated identities of every file: small files together, a large one pass by pass. */
async function markDuplicates(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  files: readonly FileProgress[],
  deadline: number,
  effects: Effects,
): Promise<boolean> {
  const small = files.filter((file) => passesOf(dataset, file) === 1 && file.passes_done === 0)
  await markPass(connection, dataset, job, small, 0)
  for (const file of files.filter((one) => passesOf(dataset, one) > 1)) {
    for (let pass = file.passes_done; pass < passesOf(dataset, file); pass += 1) {
      if (effects.clock.now() >= deadline) return false
      await markPass(connection, dataset, job, [file], pass)
    }
  }
  return true
}

const isKeyed = (dataset: Dataset, { table_name }: FileProgress) =>
  tableOf(dataset, table_name).policy === "keyed"

/** Identities of keyed rows are folded all at once. */
function passesOf(dataset: Dataset, file: FileProgress): number {
  return isKeyed(dataset, file) ? 1 : Math.max(1, Math.ceil(file.rows_staged / ROWS_PER_PASS))
}

/** One pass over files that have equally many before them. */
async function markPass(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  files: readonly FileProgress[],
  pass: number,
): Promise<void> {
  const [file] = files
  if (!file) return
  const { job_id } = job
  const several = files.filter((one) => one.rows_staged > 1 && !isKeyed(dataset, one))
  await transaction(connection, async () => {
    for (const { table_name } of files.filter((one) => isKeyed(dataset, one))) {
      await foldRepeated(connection, dataset, tableOf(dataset, table_name), job)
    }
    if (several.length > 0) {
      const repeated = unionOf(several.map((one) => repeatedIn(dataset, one)))
      const values = { job_id, passes: passesOf(dataset, file), pass }
      await connection.run(statement("staging/find_duplicates", { repeated }), values)
    }
    await endPass(connection, job_id, files, pass)
  })
}

function repeatedIn(dataset: Dataset, { table_name, operation }: FileProgress): Fragment {
  const table = tableOf(dataset, table_name)
  return expression("staging/repeated", {
    table: textLiteral(table_name),
    operation: textLiteral(operation),
    staging: stagingOf(table),
    identity: columnList(identityIn(table, operation)),
  })
}

async function endPass(
  connection: Connection,
  job_id: string,
  files: readonly FileProgress[],
  pass: number,
): Promise<void> {
  const names = files.map(({ operation, table_name }) => `${operation} ${table_name}`)
  const mine = await connection.run(statement("files/pass"), { job_id, files: JSON.stringify(names), pass })
  if (mine !== files.length) throw new Error("Conflict on the passes of files: another call was here first")
}

const reasonOf = (held: Held, bad: number) =>
  held === "mass_close"
    ? "many current rows would be closed"
    : `${countedText(bad, "row is", "rows are")} bad`

const sumOf = (files: readonly FileProgress[], name: "last_row" | "rows_failed") =>
  files.reduce((sum, file) => sum + file[name], 0)

async function makeReady(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  { files, warnings, actor }: { files: readonly FileProgress[]; warnings: readonly Warning[]; actor: string },
  effects: Effects,
): Promise<void> {
  const batches = planBatches(await loadPlanInput(connection, dataset, job, files))
  await transaction(connection, async () => {
    const fenced = await connection.run(statement("files/hold"), { job_id: job.job_id })
    if (fenced === 0) throw new Error("Conflict on the files of a job: another call is clearing them away")
    if (batches.length > 0) {
      await connection.run(statement("batches/insert"), {
        job_id: job.job_id,
        max_attempts: job.options.max_retries,
        batches: JSON.stringify(batches),
      })
    }
    const now = nowOf(effects)
    await connection.run(statement("jobs/set_prepared"), {
      job_id: job.job_id,
      warnings: JSON.stringify(warnings),
      now,
    })
    const bad = sumOf(files, "rows_failed")
    const overRows = heldBy(job.options, { read: sumOf(files, "last_row"), bad })
    const held = isHeldOver(job, warnings) ? "mass_close" : overRows
    const planned = countedText(batches.length, "batch", "batches")
    const detail = held ? `${planned}; held, since ${reasonOf(held, bad)}` : planned
    await moveJob(connection, { job, to: "ready", held, actor, detail }, effects)
    if (held) await markNotice(connection, { job, about: "held", now }, effects)
  })
  effects.emit({
    type: "job.prepared",
    job_id: job.job_id,
    dataset: dataset.name,
    batches: batches.length,
    rows: batches.reduce((sum, batch) => sum + batch.records, 0),
    duration_ms: effects.clock.now() - Date.parse(job.started_at),
  })
}
