import type { Warning } from "../../contract/index.ts"
import type { Dataset, Table } from "../../datasets/declaration.ts"
import { listDatasets } from "../../datasets/index.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, type Fragment, identifier, statement, textLiteral, unionOf } from "../../db/statement.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { countedText, namesText } from "../../words.ts"
import type { Losing } from "../progress/reconcile.ts"

/** Of an import as many are listed by name. */
const MOST_LISTED = 1_000
const CODE = "lost_current_row"

/** The imports by which things are without a current row, and those that said so before, as a query. */
export function losingOf(dataset: Dataset): Fragment {
  return expression("lost/jobs", { lost: lostIn(dataset) })
}

function lostIn({ tables }: Dataset): Fragment {
  const ofThings = tables.filter(isOfThings)
  return ofThings.length > 0 ? unionOf(ofThings.map(ofTable)) : expression("lost/nothing")
}

/**
 * Has every import of a register warn, before all else, of things that lost their current row by it, since that was closed and
 * the new one could not be used; and no longer once they have one again. Run in the transaction that completes an import or ends
 * its undoing: both change what holds. `losing` is what the query above tells, asked for when it is left out.
 */
export async function settleLost(
  connection: Connection,
  dataset: Dataset,
  losing?: readonly Losing[],
): Promise<void> {
  const values = { dataset: dataset.name }
  const jobs = losing ?? (await connection.rows<Losing>(losingOf(dataset).sql, values))
  if (jobs.length === 0) return
  const list = statement("lost/list", { lost: lostIn(dataset) })
  await connection.run(statement("lost/forget"), values)
  await connection.run(list, { ...values, most: MOST_LISTED })
  for (const { job_id, warnings, ...found } of jobs) {
    const others = (JSON.parse(warnings) as Warning[]).filter(({ code }) => code !== CODE)
    const told = JSON.stringify([...warningOf(found), ...others])
    await connection.run(statement("jobs/set_warnings"), { job_id, warnings: told })
  }
}

/**
 * Keeps what is lost by rows of batches an import is closed without: what is staged of them goes. Run in the transaction that
 * begins to close it, when nothing of it is applied any more.
 */
export async function keepAbandoned(connection: Connection, dataset: Dataset, job_id: string): Promise<void> {
  for (const table of dataset.tables.filter(isOfThings)) {
    const { header: _header, ...slots } = slotsOf(table)
    const sql = statement("lost/abandoned", { ...slots, staging: stagingOf(table) })
    await connection.run(sql, { job_id })
  }
}

/** Keeps what is lost by rows of imports whose row errors are about to be removed. `jobs` is a JSON list of ids. */
export async function keepLost(connection: Connection, jobs: string): Promise<void> {
  for (const dataset of listDatasets().filter(({ tables }) => tables.some(isOfThings))) {
    const sql = statement("lost/keep", { lost: lostIn(dataset) })
    await connection.run(sql, { dataset: dataset.name, jobs })
  }
}

/** A table with one current row for each thing, which is closed by that thing's number. */
const isOfThings = ({ policy, identity, deleteKey }: Table) =>
  policy === "temporal" && identity.length === 1 && identity[0] === deleteKey

const ofTable = (table: Table) => expression("lost/of_table", slotsOf(table))

function slotsOf(table: Table) {
  const [key = ""] = table.identity
  const header = table.columns.find(({ name }) => name === key)?.source ?? key
  return {
    name: textLiteral(table.name),
    target: identifier(table.name),
    key: identifier(key),
    header: textLiteral(header),
  }
}

function warningOf({ things, first_numbers }: Pick<Losing, "things" | "first_numbers">): Warning[] {
  if (things === 0) return []
  const named = namesText([...first_numbers, ...(things > first_numbers.length ? ["others"] : [])])
  const message = `${countedText(things, "entity has", "entities have")} no current row any more, since the old one was closed and the new one could not be used: ${named}. A later extract that brings them settles this.`
  return [{ code: CODE, message, count: things }]
}
