import { tableOf } from "../../datasets/questions.ts"
import { classifyError } from "../../db/classify.ts"
import { rollBack } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import { messageOf } from "../../errors.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { findJob } from "../jobs/jobs.ts"
import { applyStatements } from "./apply.ts"
import { endOf, type RowRange, setRange } from "./claim.ts"
import { stagedRecord } from "./staged-record.ts"
import { planOf, type Work, withoutConflict } from "./work.ts"

/** More rows than this are not a few bad ones but a wrong target; then the batch fails as a whole. */
const MOST_GUILTY_ROWS = 100

interface GuiltyRow {
  row_no: number
  message: string
}

/**
 * What came of looking for bad rows: the rest was applied; nothing was refused this time; or the target refuses what cannot be
 * left out, and will again.
 */
export type Isolated = "applied" | "passed" | "refused"

/**
 * Finds the rows of a batch that the target refuses, by halving, makes them row errors and applies the rest,
 * in one transaction. Refused when too many rows are guilty, or none makes a difference. Throws
 * `interrupted` when the time budget is used up; halves of the batch then look for theirs.
 */
export async function isolateRows(work: Work): Promise<Isolated> {
  const { row_from, row_to } = work.claim
  if (row_from === null || row_to === null) return "refused"
  const whole = { row_from, row_to }
  const guilty: GuiltyRow[] = []
  if (!(await searchAlone(work, whole, guilty))) return "refused"
  const found = await applyOrSearchOn(work, whole, guilty)
  if (found === "applied") for (const row of guilty) emitRejected(work, row)
  return found
}

function emitRejected({ claim, effects }: Work, row: GuiltyRow): void {
  const { job_id, table_name: table } = claim
  effects.emit({ type: "row.rejected", job_id, table, row: row.row_no, code: "refused_by_target" })
}

/** Tries a range and takes it back; where it fails, tries its halves. False once too many rows are guilty. */
async function searchAlone(work: Work, range: RowRange, guilty: GuiltyRow[]): Promise<boolean> {
  const failure = await failureOf(work, range, [])
  if (failure === null) return true
  if (range.row_from === range.row_to) {
    guilty.push({ row_no: range.row_from, message: failure })
    return guilty.length <= MOST_GUILTY_ROWS
  }
  const middle = Math.floor((range.row_from + range.row_to) / 2)
  const first = await searchAlone(work, { row_from: range.row_from, row_to: middle }, guilty)
  return first && (await searchAlone(work, { row_from: middle + 1, row_to: range.row_to }, guilty))
}

/** Applies all but the guilty rows. Rows that fail only beside others turn up now, one at a time. */
async function applyOrSearchOn(work: Work, whole: RowRange, guilty: GuiltyRow[]): Promise<Isolated> {
  while (guilty.length <= MOST_GUILTY_ROWS) {
    const failure = guilty.length === 0 ? "" : await failureOf(work, whole, guilty, "commit")
    if (failure === null) return "applied"
    const next = await firstToFail(work, whole, guilty)
    if (next === null) return (await failureOf(work, whole, guilty)) === null ? "passed" : "refused"
    guilty.push(next)
  }
  return "refused"
}

/** The last row of the shortest beginning that fails; null when leaving it out would make no difference. */
async function firstToFail(
  work: Work,
  whole: RowRange,
  guilty: readonly GuiltyRow[],
): Promise<GuiltyRow | null> {
  let { row_from, row_to } = whole
  let message = ""
  while (row_from < row_to) {
    const middle = Math.floor((row_from + row_to) / 2)
    const failure = await failureOf(work, { row_from: whole.row_from, row_to: middle }, guilty)
    if (failure === null) row_from = middle + 1
    else {
      row_to = middle
      message = failure
    }
  }
  message ||= (await failureOf(work, { row_from: whole.row_from, row_to }, guilty)) ?? ""
  const known = guilty.some((row) => row.row_no === row_to)
  return known || message === "" ? null : { row_no: row_to, message }
}

/** Applies a range without the guilty rows, for good or only to see; answers what the target says against it. */
async function failureOf(
  work: Work,
  range: RowRange,
  guilty: readonly GuiltyRow[],
  end: "commit" | "rollback" = "rollback",
): Promise<string | null> {
  const { claim, effects } = work
  const deadline = endOf(claim, effects)
  return withoutConflict(work, () => {
    if (effects.clock.now() >= deadline) throw new Error("Interrupted! The time to find bad rows is used up.")
    return tryOnce(work, range, guilty, end)
  })
}

async function tryOnce(
  work: Work,
  range: RowRange,
  guilty: readonly GuiltyRow[],
  end: "commit" | "rollback",
): Promise<string | null> {
  const { connection } = work
  await setRange(connection, range)
  const statements = applyStatements(planOf(work, true))
  try {
    await reject(work, guilty)
    await connection.run([...statements, end].join(";\n"))
    return null
  } catch (error) {
    await rollBack(connection)
    if (classifyError(error) !== "data") throw error
    return messageOf(error).slice(0, 500)
  }
}

/** Begins the transaction, and writes the guilty rows down as row errors, which keeps them from being applied. */
async function reject({ connection, claim, dataset }: Work, guilty: readonly GuiltyRow[]): Promise<void> {
  if (guilty.length === 0) {
    await connection.run("begin transaction")
    return
  }
  const table = tableOf(dataset, claim.table_name)
  const record = stagedRecord(table, await findJob(connection, claim.job_id))
  const sql = statement("staging/reject_rows", { staging: stagingOf(table), record })
  await connection.run(`begin transaction;\n${sql}`, {
    job_id: claim.job_id,
    table_name: claim.table_name,
    operation: claim.operation,
    rows: JSON.stringify(guilty),
  })
}
