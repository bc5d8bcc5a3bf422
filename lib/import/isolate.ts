import { tableOf } from "../datasets/define.ts"
import { classifyError } from "../db/classify.ts"
import { rollBack } from "../db/connection.ts"
import { statement, structOf } from "../db/statement.ts"
import { messageOf } from "../errors.ts"
import { applyStatements, stagingOf } from "./apply.ts"
import { type RowRange, setRange } from "./batches.ts"
import { runInTransaction } from "./script.ts"
import { completion, planOf, type Work } from "./work-on.ts"

/** More rows than this are not a few bad ones but a wrong target; then the batch fails as a whole. */
const MOST_GUILTY_ROWS = 100

interface GuiltyRow {
  row_no: number
  message: string
}

/**
 * Finds the rows of a batch that the target refuses, by halving, makes them row errors and applies the rest,
 * in one transaction. False when that is not possible: no single row is at fault, or too many are.
 */
export async function isolateRows(work: Work): Promise<boolean> {
  const { row_from, row_to } = work.claim
  if (row_from === null || row_to === null) return false
  const guilty: GuiltyRow[] = []
  const whole = { row_from, row_to }
  const found = await search(work, whole, guilty)
  if (!found || guilty.length === 0) return false
  await applyWithout(work, whole, guilty)
  for (const row of guilty) {
    const { job_id, table_name: table } = work.claim
    work.effects.emit({
      type: "row.rejected",
      job_id,
      table,
      file: "",
      line: null,
      code: `row ${row.row_no}`,
    })
  }
  return true
}

/** Tries a range and takes it back; where it fails, tries its halves. False once too many rows are guilty. */
async function search(work: Work, range: RowRange, guilty: GuiltyRow[]): Promise<boolean> {
  const failure = await failureOf(work, range)
  if (failure === null) return true
  if (range.row_from === range.row_to) {
    guilty.push({ row_no: range.row_from, message: failure })
    return guilty.length <= MOST_GUILTY_ROWS
  }
  const middle = Math.floor((range.row_from + range.row_to) / 2)
  const first = await search(work, { row_from: range.row_from, row_to: middle }, guilty)
  return first && (await search(work, { row_from: middle + 1, row_to: range.row_to }, guilty))
}

async function failureOf(work: Work, range: RowRange): Promise<string | null> {
  await setRange(work.connection, range)
  try {
    const statements = applyStatements(planOf(work, true))
    await runInTransaction(work.connection, statements, work.effects, "rollback")
    return null
  } catch (error) {
    if (classifyError(error) !== "data") throw error
    return messageOf(error).slice(0, 500)
  }
}

async function applyWithout(work: Work, whole: RowRange, guilty: readonly GuiltyRow[]): Promise<void> {
  const { connection, claim, dataset } = work
  const table = tableOf(dataset, claim.table_name)
  const names = table.columns.map((column) => column.name)
  await setRange(connection, whole)
  const reject = statement("staging/reject_rows", { staging: stagingOf(table), record: structOf(names, "s") })
  try {
    await connection.run(`begin transaction;\n${reject}`, {
      job_id: claim.job_id,
      table_name: claim.table_name,
      operation: claim.operation,
      rows: JSON.stringify(guilty),
    })
    const rest = [...applyStatements(planOf(work, true)), ...completion(), statement("batches/fence")]
    await connection.run([...rest, "commit"].join(";\n"))
  } catch (error) {
    await rollBack(connection)
    throw error
  }
}
