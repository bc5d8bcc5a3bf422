import { allOf, expression, type Fragment, identifier, qualified } from "../../db/statement.ts"
import type { DataSelection } from "./data-selection.ts"

/**
 * What rows of a page fulfil beside what is wanted of them: no more than the last of as many by the first thing they are ordered by.
 * That is found by looking at one column; of all other rows nothing else is read, compared or put in order. Rows of the same place
 * are all within it. Null where it would take as long as it spares.
 */
export function boundOf(selection: DataSelection, first: Fragment, wanted: Fragment): Fragment | null {
  const { table, named, sort, target, descending } = selection
  if (!selection.light) return null
  const from = named
    ? { target: identifier(table.name), wanted: allOf([named.held, wanted]) }
    : { target, wanted }
  if (!sort) return expression(`rows/place/${descending ? "since" : "until"}`, { ...from, term: first })
  const which = `${descending ? "first" : "last"}${sort.type === "varchar" ? "_text" : ""}`
  const edge = expression(`rows/place/edge/${which}`)
  const column = qualified("t", sort.name)
  return expression(`rows/place/sorted_${descending ? "since" : "until"}`, { ...from, column, edge })
}
