import type { Table } from "../../datasets/declaration.ts"
import { listDatasets } from "../../datasets/index.ts"

const KINDS = ["email", "phone"]

/** The columns by which a row is somebody. */
export const addressesOf = ({ columns }: Table) => columns.filter(({ kind }) => KINDS.includes(kind))

/** Tables whose rows are people. */
export function tablesOfPeople(): Table[] {
  const tables = listDatasets().flatMap((dataset) => dataset.tables)
  return tables.filter((table) => table.policy === "keyed" && addressesOf(table).length > 0)
}
