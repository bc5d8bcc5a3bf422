import type { AfterStep, Column, Dataset, Part, Table } from "../../datasets/declaration.ts"
import { payloadOf, sqlTypeOf } from "../../datasets/questions.ts"
import {
  anyOf,
  assigned,
  assignments,
  columnList,
  distinct,
  expression,
  type Fragment,
  identifier,
  leading,
  nullOf,
  qualified,
  type Slots,
  selectList,
  structOf,
  structWith,
  textLiteral,
  whenElse,
} from "../../db/statement.ts"
import { stagingOf } from "../../reading/staged-rows.ts"

/** How an arriving value and the one that is there become one: a file of sql/merge/. */
function ruleOf(column: Column, mode: string): string {
  return mode === "merge" ? (column.merge ?? "fill") : "overwrite"
}

/** How the rows of a stride meet a keyed table. */
interface Meeting {
  /** The rule for rows that are there already. */
  mode: string
  /** Nothing is written, so what would be is worked out where it is counted. */
  dry: boolean
  rows: Fragment
  /** Puts a row to its batch. */
  of_row: Fragment
}

/** What fills the statements that apply rows to a keyed table. */
export function keyedSlots(dataset: Dataset, table: Table, { mode, dry, rows, of_row }: Meeting): Slots {
  const combined = table.columns.map((column) => ({ name: column.name, value: combinedValue(column, mode) }))
  const arriving = table.columns.map((column) => ({ name: column.name, value: arrivingValue(column, mode) }))
  const own = ["id", "_entity_key", ...scopeOf(dataset), ...(table.kept ?? []).map(({ name }) => name)]
  const payload = combined.filter(
    ({ name }) => payloadOf(table).includes(name) || table.otherwise?.includes(name),
  )
  const changed = anyOf(
    mode === "skip" ? [] : payload.map(({ name, value }) => distinct(value, qualified("t", name))),
  )
  const target = identifier(table.name)
  const matched = matchedRows(table, rows)
  const before = structOf(journalled(dataset, table), "t")
  const whole = structWith([...combined, ...partLists(table, "s")])
  const compared = expression("apply/keyed/compared", { matched, target, changed, before, combined: whole })
  return {
    matched,
    compared,
    found: dry ? expression("apply/keyed/dry_found", { compared, of_row }) : expression("apply/keyed/found"),
    changed,
    count: textLiteral(mode === "merge" ? "merged" : "updated"),
    rest: textLiteral(mode === "skip" ? "skipped" : "unchanged"),
    combined: whole,
    assignments: leading([assigned([...payload, ...resetsOf(dataset, table, mode)])]),
    added: selectList([...own.map((name) => ({ name, value: qualified("s", name) })), ...arriving]),
  }
}

const namesOf = (table: Table) => table.columns.map((column) => column.name)
const scopeOf = (dataset: Dataset) => (dataset.scoped ? ["project_id"] : [])

function combinedValue(column: Column, mode: string): Fragment {
  const old = qualified("t", column.name)
  return expression(`merge/${ruleOf(column, mode)}`, { old, new: qualified("s", column.name) })
}

/** The items of a list as a file has them, in one cell. */
export function itemsAsText(column: Column): Fragment {
  const separator = textLiteral(";")
  return expression("pieces/items_as_text", { items: qualified("s", column.name), separator })
}

/** What a new row says: the rule with nothing there. */
function arrivingValue(column: Column, mode: string): Fragment {
  const nothing = nullOf(sqlTypeOf(column))
  return expression(`merge/${ruleOf(column, mode)}`, { old: nothing, new: qualified("s", column.name) })
}

/** The rows of a batch beside the id of the target's row each of them is. */
function matchedRows(table: Table, rows: Fragment): Fragment {
  const slots = { rows, target: identifier(table.name), identity: columnList(table.identity) }
  if (!table.otherwise) return expression("apply/keyed/matched", slots)
  return expression("apply/keyed/matched_otherwise", {
    ...slots,
    staging: stagingOf(table),
    first: columnList(table.identity, "s"),
    otherwise: columnList(table.otherwise),
  })
}

/** Steps whose results a change of a row makes void. */
function stepsOn(dataset: Dataset, table: Table): AfterStep[] {
  return dataset.afterSteps.filter((step) => step.table === table.name)
}

/** Columns of steps, emptied where a column the step reads changes. */
function resetsOf(dataset: Dataset, table: Table, mode: string) {
  return stepsOn(dataset, table).flatMap(({ writes, reads = [], cleared = {}, types = {} }) => {
    const read = table.columns.filter((column) => reads.includes(column.name))
    const changed = anyOf(
      read.map((column) => distinct(combinedValue(column, mode), qualified("t", column.name))),
    )
    return (reads.length > 0 ? writes : []).map((name) => {
      const value = cleared[name]
      const empty = value === undefined ? nullOf(types[name] ?? "varchar") : textLiteral(value)
      return { name, value: whenElse(changed, empty, qualified("t", name)) }
    })
  })
}

/** What of a row is kept before it is changed: its columns, what after-steps wrote, and who wrote it when. */
export function journalled(dataset: Dataset, table: Table): string[] {
  const written = stepsOn(dataset, table).flatMap((step) => step.writes)
  return [...namesOf(table), ...written, "updated_at", "_job_id"]
}

/** The parts of a row as one list: as they are staged, or as they are in their table now. */
export function partLists(table: Table, alias: "s" | "t") {
  return (table.parts ?? []).map((part) => ({
    name: part.list,
    value:
      alias === "s"
        ? expression("pieces/parts_staged", { list: identifier(part.list) })
        : expression("pieces/parts_there", partSlotsOf(part)),
  }))
}

const partSlotsOf = ({ table, owner }: Part): Slots => ({
  parts: identifier(table),
  owner: identifier(owner),
})

/** What fills the statements about rows that belong to another table's rows. */
export function partSlots(part: Part): Slots {
  return {
    ...partSlotsOf(part),
    list: identifier(part.list),
    pages: identifier(part.pages),
    sections: identifier(part.sections),
  }
}

/** What fills sql/staging/fold_repeated.sql: every column as all rows of one identity together make it. */
export function foldSlots(table: Table, mode: string): Slots {
  const folded = table.columns.map((column) => ({
    name: column.name,
    value: expression(`merge/fold/${ruleOf(column, mode)}`, { column: qualified("r", column.name) }),
  }))
  return {
    staging: stagingOf(table),
    assignments: assignments(namesOf(table), "f"),
    folded: selectList(folded),
  }
}
