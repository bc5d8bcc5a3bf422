import type { Table } from "../datasets/declaration.ts"
import { recordKeys } from "./faults.ts"
import { knownPairs, type Mapping, mappingFrom } from "./mapping.ts"
import type { Reading } from "./source.ts"

/** What had no column of its own, and a row that could not be taken apart. */
export const MORE = "_more"
export const WHOLE = "_record"

/** A row by its headers, as recordOf makes it. */
export type Cells = Readonly<Record<string, unknown>>

/** Where the cells of a row go. */
export interface CellMapping {
  mapping: Mapping
  /** The header a declared column is read from; its own name where the file has none. */
  headerOf(column: string): string
  /** Whether the file calls a cell so, whatever the column of that name is read from. */
  isHeader(name: string): boolean
  /** The names of a row's cells, as its file has them, and the cells themselves. */
  cellsOf(row: Cells): { names: readonly string[]; cells: unknown[] }
}

/** How rows of a file were read, with a place for columns it does not have. */
export function cellMapping(table: Table, { header, mapping: pairs }: Reading): CellMapping {
  const known = knownPairs(table, pairs)
  const read = new Set(pairs.map(([, column]) => column))
  const added = table.columns.filter(({ name }) => !read.has(name) && !header.includes(name))
  const mapping = mappingFrom([...known, ...added.map((column) => [column.name, column, 0] as const)])
  const first = new Map(pairs.toReversed().map(([name, column]) => [column, name === "" ? column : name]))
  // The header behind each name a cell goes by.
  const keys = new Map(recordKeys(header, mappingFrom(known)).map((key, i) => [key, header[i] ?? key]))
  const names = new Map<string, readonly string[]>()
  return {
    mapping,
    headerOf: (column) => first.get(column) ?? column,
    isHeader: (name) => keys.has(name),
    cellsOf(row) {
      const own = Object.keys(row).filter((key) => key !== MORE && key !== WHOLE)
      const text = JSON.stringify(own)
      const found = names.get(text) ?? own.map((key) => keys.get(key) ?? key)
      names.set(text, found)
      return { names: found, cells: own.map((key) => row[key]) }
    },
  }
}

/** A row with some of its cells changed; what is called by its column goes where that is read from. */
export function withValues(
  row: Cells,
  values: Cells,
  { headerOf, isHeader }: Pick<CellMapping, "headerOf" | "isHeader">,
): Cells {
  const named = Object.entries(values).map(([name, value]) => [
    Object.hasOwn(row, name) || isHeader(name) ? name : headerOf(name),
    value,
  ])
  return { ...row, ...Object.fromEntries(named) }
}

/** Whether two rows say the same in every cell; nothing is the same as an empty text. */
export function sameCells(one: Cells, other: Cells): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => textOf(one[name]) === textOf(other[name]))
}

/** A cell as a file has it. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ""
  return typeof value === "string" ? value : JSON.stringify(value)
}
