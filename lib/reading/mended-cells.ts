import type { Column, Table } from "../datasets/define.ts"
import { type Mapping, mappingFrom } from "./mapping.ts"
import { mappingOfPairs } from "./record-file.ts"
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
  /** The names of a row's cells, as its file has them, and the cells themselves. */
  cellsOf(row: Cells): { names: readonly string[]; cells: unknown[] }
}

/** How rows of a file were read, with a place for columns it does not have. */
export function cellMapping(table: Table, { header, mapping: pairs }: Reading): CellMapping {
  const known = mappingOfPairs(table, pairs)
  const read = new Set(pairs.map(([, column]) => column))
  const added = table.columns.filter(({ name }) => !read.has(name) && !header.includes(name))
  const mapping = mappingFrom([
    ...pairs.flatMap(([name, column, rank]) =>
      withColumn(table, column, (one) => [name, one, rank] as const),
    ),
    ...added.map((column) => [column.name, column, 0] as const),
  ])
  const first = new Map(pairs.toReversed().map(([name, column]) => [column, name === "" ? column : name]))
  const keys = keysOf(header, known)
  const names = new Map<string, readonly string[]>()
  return {
    mapping,
    headerOf: (column) => first.get(column) ?? column,
    cellsOf(row) {
      const own = Object.keys(row).filter((key) => key !== MORE && key !== WHOLE)
      const text = JSON.stringify(own)
      const found = names.get(text) ?? own.map((key) => keys.get(key) ?? key)
      names.set(text, found)
      return { names: found, cells: own.map((key) => row[key]) }
    },
  }
}

function withColumn<T>(table: Table, name: string, of: (column: Column) => T): T[] {
  const column = table.columns.find((one) => one.name === name)
  return column ? [of(column)] : []
}

/** The header behind each name a cell goes by: of headers that are the same the second is `name (2)`. */
function keysOf(header: readonly string[], mapping: Mapping): Map<string, string> {
  const times = new Map<string, number>()
  return new Map(
    header.map((name) => {
      const time = (times.get(name) ?? 0) + 1
      times.set(name, time)
      const key = name === "" ? (mapping.columnOf(name)?.name ?? name) : name
      return [time === 1 ? key : `${key} (${time})`, name] as const
    }),
  )
}

/** A row with some of its cells changed; what is called by its column goes where that is read from. */
export function withValues(row: Cells, values: Cells, { headerOf }: Pick<CellMapping, "headerOf">): Cells {
  const named = Object.entries(values).map(([name, value]) => [
    Object.hasOwn(row, name) || Object.hasOwn(row, WHOLE) ? name : headerOf(name),
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
