import type { MendAnswer, MendFault } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { tableKey } from "../../datasets/questions.ts"
import { faultsOf, type RefusedRow } from "../../engine/mending/refused-rows.ts"
import { SUPERSEDED } from "../../engine/mending/superseded.ts"
import type { RowTables } from "../../engine/mending/table.ts"
import type { BadRow, StrangeRow, Weighed } from "../../engine/mending/weigh.ts"
import { problem } from "../../errors.ts"
import { type Fault, faultsIn } from "../../reading/source.ts"

/** Refused rows that an answer names. */
const MOST_REFUSED = 1_000

/** What has become of rows so far. */
export type Answered = Omit<MendAnswer, "status" | "held">

export const NOTHING: Answered = {
  accepted: 0,
  unchanged: 0,
  dismissed: 0,
  drafted: 0,
  changed: 0,
  refused: [],
  refused_total: 0,
}

/** Nothing came of it, for one reason only; what became of the rows is kept. */
export function allTooLate({ refused, refused_total, ...answered }: Answered): boolean {
  const { accepted, dismissed, unchanged, drafted, changed } = answered
  const nothing = accepted + dismissed + unchanged + drafted + changed === 0
  return nothing && refused_total > 0 && refused.every(({ code }) => code === SUPERSEDED)
}

export function tooLate({ refused, refused_total }: Answered) {
  const rows = refused_total === 1 ? "The row comes" : `All ${refused_total} rows come`
  const detail = `${rows} too late: later extracts have changed what they are about. Leave them out.`
  const errors = refused.map(({ table, operation, row, message }) => ({
    path: `${table}.${operation}.${row}`,
    message,
  }))
  return problem(409, SUPERSEDED, detail, { errors })
}

/** Adds rows to an answer that are not taken; it names the first of them. */
export function tellRefused(
  answered: Answered,
  dataset: Dataset,
  strange: readonly StrangeRow[],
  bad: readonly BadRow[],
): void {
  const told = [
    ...strange.map((one) => ({ ...one, column: null })),
    ...bad.map(({ row, fault: { column_name: column, code, message } }) => ({
      ...row,
      column,
      code,
      message,
    })),
  ]
  answered.refused_total += told.length
  for (const { table_name, operation, row_no: row, column, code, message } of told) {
    if (answered.refused.length === MOST_REFUSED) return
    answered.refused.push({ table: tableKey(dataset, table_name), operation, row, column, code, message })
  }
}

/** All that is wrong with rows as they are now: a row that is what it was is as wrong as it was. */
export function faultsNow(tables: RowTables, { bad, unchanged }: Weighed): MendFault[] {
  const told = (row: RefusedRow, faults: readonly Fault[]) =>
    faults.map((one) => ({
      ...one,
      header: one.column === null ? null : tables.headerOf(row, one.column),
    }))
  return [
    ...bad.flatMap(({ row, fault }) => told(row, faultsIn(fault))),
    ...unchanged.flatMap((row) => told(row, faultsOf(row))),
  ]
}
