import type { MendChange, MendFault, MendRow, RowToMend } from "../../lib/contract/mending.ts"
import { count } from "../words/numbers.ts"

/** A change of all rows alike. */
export type Change = Omit<MendChange, "column"> & { column: string }

export type Values = RowToMend["cells"]
type Value = Values[string] | undefined

/** What tells a row from the others of its import. */
export function keyOf({ table, operation, row }: RowToMend): string {
  return `${table} ${operation} ${row}`
}

/** A row as the API is told of it. */
export function named({ table, operation, row }: RowToMend): Pick<MendRow, "table" | "operation" | "row"> {
  return { table, operation, row }
}

/** Where a row is in what was sent: its line, or the document it is. */
export function placeOf({ line, file, row }: RowToMend): string {
  if (line !== null) return `Line ${count(line)}`
  return file || `Row ${count(row)}`
}

/** A cell as it is read and typed. */
export function textOf(value: Value): string {
  if (value === null || value === undefined) return ""
  return typeof value === "string" ? value : JSON.stringify(value)
}

/** What a cell says now: in what is being kept, in the draft, or in what was sent. */
export function cellOf(row: RowToMend, header: string, typed?: Values): string {
  const said = [typed, row.draft?.values].find((values) => values && Object.hasOwn(values, header))
  return textOf((said ?? row.cells)[header])
}

/** All that is wrong with a row as it is now. */
export function faultsOf({ draft, faults }: RowToMend): readonly MendFault[] {
  return draft ? draft.faults : faults
}

/** "“Belgie”", or "nothing" where a cell is empty. */
export function quoted(value: string | null): string {
  return value === null || value === "" ? "nothing" : `“${value}”`
}
