import { allOf, expression, type Fragment, identifier, type Slots } from "../../db/statement.ts"

/** The page above each of the given pages; `told` says whose own word on it counts. */
function parentsOf(pages: Fragment, told: Fragment = allOf([])): Fragment {
  return expression("pieces/parents", { pages, told })
}

/** What the statements that build a hierarchy are made of. */
export function hierarchySlots(): Slots {
  const pages = identifier("pages")
  const climbed = (wanted: Fragment, told: Fragment) =>
    expression("pieces/climbed", { wanted, parents: parentsOf(pages, told) })
  return {
    climbed: climbed(allOf([]), expression("pieces/told")),
    climbed_freely: climbed(expression("pieces/names_parents"), allOf([])),
  }
}
