import type { MendRequest } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { tableMeant } from "../../datasets/questions.ts"
import type { Act } from "../../engine/mending/accept.ts"
import type { RowTables } from "../../engine/mending/table.ts"
import type { WantedRow } from "../../engine/mending/weigh.ts"
import { problem } from "../../errors.ts"
import { draftedRows, rowsAlike, rowsLeftOut } from "./rows-alike.ts"

/** Rows that are looked at together. */
const CHUNK_ROWS = 5_000

/** What a request says that rows are to be, some at a time. Throws Problem 400 `invalid_request` naming the row. */
export async function* wantedOf(
  act: Act,
  tables: RowTables,
  request: MendRequest,
): AsyncGenerator<WantedRow[], void> {
  const { change, drafts, dismiss, rows = [] } = request
  if (change) yield* rowsAlike(act, tables, change, CHUNK_ROWS)
  else if (drafts) yield* draftedRows(act, CHUNK_ROWS)
  else if (dismiss) yield* rowsLeftOut(act, tables, dismiss, CHUNK_ROWS)
  else
    for (let from = 0; from < rows.length; from += CHUNK_ROWS)
      yield rows.slice(from, from + CHUNK_ROWS).map((row, i) => wantedRow(act.dataset, row, from + i))
}

function wantedRow(
  dataset: Dataset,
  row: NonNullable<MendRequest["rows"]>[number],
  place: number,
): WantedRow {
  const { row: row_no, table: named, operation = "insert", values, dismiss: dismissed, reason } = row
  const table = tableMeant(dataset, named)
  if (table) return { table_name: table.name, operation, row_no, values, dismiss: dismissed, reason }
  const path = `rows.${place}.table`
  const keys = dataset.tables.map(({ key }) => key).join(", ")
  const message = `Name the table of row ${row_no}, one of: ${keys}.`
  throw problem(400, "invalid_request", message, { errors: [{ path, message }] })
}
