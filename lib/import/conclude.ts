import { nowOf } from "../clock.ts"
import type { Warning } from "../contract/index.ts"
import { type Dataset, type Table, tableOf } from "../datasets/define.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { columnList, expression, identifier, statement, textLiteral } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { problem } from "../errors.ts"
import { stagingOf } from "./apply.ts"
import { keyColumn } from "./columns.ts"
import { type Job, moveJob } from "./jobs.ts"
import { planBatches } from "./plan.ts"
import { loadPlanInput } from "./plan-input.ts"
import { type FileProgress, loadFiles } from "./stage.ts"

/** Rows looked at in one pass for repeated identities; keeps the memory of a pass flat. */
const ROWS_PER_PASS = 6_000_000

export type ConcludeEnd = "done" | "out_of_time"

/**
 * Ends prepare: finds repeated identities, counts what to warn of, cuts the work into batches and makes the job
 * ready. Each step is safe to run again; false once the deadline passes. Throws Problem 422 `rows_invalid` when
 * a row is bad and bad rows were not to be skipped.
 */
export async function concludePrepare(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  deadline: number,
  effects: Effects,
): Promise<ConcludeEnd> {
  const files = await loadFiles(connection, job.job_id)
  if (!job.options.skip_errors) refuseBadRows(files)
  for (const file of files) {
    if (!(await markDuplicates(connection, dataset, job, file, deadline, effects))) return "out_of_time"
  }
  const warnings = [...job.warnings, ...(await findWarnings(connection, dataset, job))]
  effects.reach("after_staging")
  await makeReady(connection, dataset, job, warnings, effects)
  return "done"
}

function refuseBadRows(files: readonly FileProgress[]): void {
  const bad = files.filter((file) => file.rows_failed > 0)
  if (bad.length === 0) return
  const counts = bad.map((file) => `${file.rows_failed} in ${file.file}`).join(", ")
  const detail = `Some rows are not valid: ${counts}. Mend them, or import with skip_errors: true to leave them out.`
  throw problem(422, "rows_invalid", detail)
}

async function markDuplicates(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  file: FileProgress,
  deadline: number,
  effects: Effects,
): Promise<boolean> {
  const table = tableOf(dataset, file.table_name)
  const passes = file.rows_staged > 1 ? Math.ceil(file.rows_staged / ROWS_PER_PASS) : 0
  const names = file.operation === "delete" ? [table.deleteKey ?? ""] : table.identity
  const sql = statement("staging/find_duplicates", {
    staging: stagingOf(table),
    identity: columnList(names),
  })
  const key = { job_id: job.job_id, table_name: table.name, operation: file.operation }
  for (let pass = file.passes_done; pass < passes; pass += 1) {
    await transaction(connection, async () => {
      await connection.run(sql, { ...key, passes, pass })
      const mine = await connection.run(statement("files/pass"), { ...key, pass })
      if (mine !== 1) throw new Error("Conflict on the passes of a file: another call was here first")
    })
    if (effects.clock.now() >= deadline) return false
  }
  return true
}

async function findWarnings(connection: Connection, dataset: Dataset, job: Job): Promise<Warning[]> {
  const warnings: Warning[] = []
  for (const table of dataset.tables) {
    warnings.push(...(await wrongCheckDigits(connection, table, job.job_id)))
    warnings.push(...(await unknownCodes(connection, table, job.job_id)))
  }
  return merged(warnings)
}

async function wrongCheckDigits(connection: Connection, table: Table, job_id: string): Promise<Warning[]> {
  if (!keyColumn(table)) return []
  const sql = statement("staging/count_wrong_check_digits", { staging: stagingOf(table) })
  const [found] = await connection.rows<{ wrong: number }>(sql, { job_id })
  if (!found?.wrong) return []
  const message = `Numbers whose check digits are wrong were imported as they are: ${table.key}.`
  return [{ code: "wrong_check_digits", message, count: found.wrong }]
}

async function unknownCodes(connection: Connection, table: Table, job_id: string): Promise<Warning[]> {
  const warnings: Warning[] = []
  for (const column of table.columns) {
    if (!column.codes) continue
    const { category, by, documented = [] } = column.codes
    const sql = statement("staging/count_unknown_codes", {
      staging: stagingOf(table),
      column: identifier(column.name),
      category: by
        ? expression("staging/category_by", { prefix: textLiteral(category), column: identifier(by) })
        : textLiteral(category),
    })
    const values = { job_id, category, documented: JSON.stringify(documented) }
    const [found] = await connection.rows<{ uses: number; codes: string | null }>(sql, values)
    if (!found?.uses) continue
    const message = `${column.source} has values the code list does not know: ${(found.codes ?? "").slice(0, 200)} (${table.key}).`
    warnings.push({ code: "unknown_code_value", message, count: found.uses })
  }
  return warnings
}

/** One warning a code, its counts added up and its sentences together. */
function merged(warnings: readonly Warning[]): Warning[] {
  const codes = [...new Set(warnings.map((warning) => warning.code))]
  return codes.map((code) => {
    const same = warnings.filter((warning) => warning.code === code)
    return {
      code,
      message: same.map((warning) => warning.message).join(" "),
      count: same.reduce((sum, warning) => sum + warning.count, 0),
    }
  })
}

async function makeReady(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  warnings: readonly Warning[],
  effects: Effects,
): Promise<void> {
  const batches = planBatches(await loadPlanInput(connection, dataset, job))
  await transaction(connection, async () => {
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
    await moveJob(
      connection,
      { job, to: "ready", actor: job.started_by, detail: `${batches.length} batches` },
      effects,
    )
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
