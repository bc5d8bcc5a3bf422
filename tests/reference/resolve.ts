import type { HistoryRow } from "./fold.ts"
import { enterpriseNames, establishmentNames } from "./names.ts"
import type { Values } from "./read.ts"

type Tables = ReadonlyMap<string, readonly HistoryRow[]>

/** Which denominations name which table's rows, and how. */
const NAMED = [
  { table: "enterprise", type: "001", names: enterpriseNames },
  { table: "establishment", type: "003", names: (_: string, of: Values[]) => establishmentNames(of) },
]

/** Derives the names of the entities whose own row, or names of the type that counts, an extract touched. */
export function resolveNames(tables: Map<string, readonly HistoryRow[]>, before: Tables): void {
  const current = currentNames(tables.get("denomination") ?? [])
  const touchedNames = touched(tables, before, "denomination")
  for (const { table, type, names } of NAMED) {
    const ofType = touchedNames.filter((row) => row.values.type_of_denomination === type)
    const rows = [...ofType, ...touched(tables, before, table)]
    const numbers = new Set(rows.map((row) => row.values.entity_number))
    const resolved = (tables.get(table) ?? []).map((row) => {
      const number = row.values.entity_number ?? ""
      if (row.deleted_at_extract !== null || !numbers.has(number)) return row
      return { ...row, derived: names(number, current.get(number) ?? []) }
    })
    tables.set(table, resolved)
  }
}

function currentNames(denominations: readonly HistoryRow[]): Map<string, Values[]> {
  const current = new Map<string, Values[]>()
  for (const { values, deleted_at_extract } of denominations) {
    if (deleted_at_extract !== null) continue
    const number = values.entity_number ?? ""
    current.set(number, [...(current.get(number) ?? []), values])
  }
  return current
}

/** Rows that were opened or closed: objects that are not the ones that were there before. */
function touched(after: Tables, before: Tables, table: string): HistoryRow[] {
  const known = new Set(before.get(table))
  return (after.get(table) ?? []).filter((row) => !known.has(row))
}
