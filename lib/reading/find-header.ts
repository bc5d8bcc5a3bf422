import type { ImportOptions } from "../contract/index.ts"
import type { Table } from "../datasets/declaration.ts"
import { headerNotFound } from "../formats/csv-header.ts"
import { usualWidth } from "../formats/dialect.ts"
import type { SampleRecord, TableLayout } from "../formats/raw-record.ts"
import { knownHeader } from "./mapping.ts"

/** Notes above a header are no longer than this. */
const MOST_LINES = 50
const ADDRESS = /^\S+@\S+\.\S+$|^https?:\/\/\S+$/i
const NUMBER = /^[+(]?\d[\d\s().,/:+-]*$/

/** Where the names of a table are, and what stands above them. */
export interface FoundHeader extends TableLayout {
  above: SampleRecord[]
  /** Where no line has names: which column each place seems to be for, by what stands there. */
  guess: Record<string, string>
}

/**
 * Finds the line with the names of the columns: the one that was said, else the one with most names that are known, else the
 * first that is as wide as most. A table whose first line is already of values has none; its columns are called by their
 * places. Throws Problem 422 `header_not_found` when no row begins on the line that was said.
 */
export function findHeader(
  records: readonly SampleRecord[],
  table: Table,
  { header_row: said, mapping }: Pick<ImportOptions, "header_row" | "mapping">,
): FoundHeader {
  if (said === "none") return withoutHeader(records, table)
  if (records.length === 0 && said === undefined) return { header_line: 1, names: [], above: [], guess: {} }
  const at =
    said === undefined
      ? headerAt(records.slice(0, MOST_LINES), table, mapping ?? {})
      : records.findIndex(({ line }) => line === said)
  if (said !== undefined && at < 0 && records.length > 0 && said <= (records.at(-1)?.line ?? 0))
    throw headerNotFound(said)
  if (said !== undefined && at < 0) return { header_line: said, names: [], above: [...records], guess: {} }
  const record = records[at]
  if (record === undefined) return withoutHeader(records, table)
  return { header_line: record.line, names: [], above: records.slice(0, at), guess: {} }
}

function withoutHeader(records: readonly SampleRecord[], table: Table): FoundHeader {
  const width = Math.max(1, ...records.map(({ cells }) => filledWidth(cells)))
  const names = Array.from({ length: width }, (_, i) => `Column ${i + 1}`)
  return { header_line: 0, names, above: [], guess: guessed(records, names, table) }
}

const LOOKS: Readonly<Record<string, RegExp>> = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  url: /^https?:\/\/\S+$/i,
  phone: /^(?:tel:)?[+(]?\d[\d\s()./-]{6,}$/i,
}

/** A column that looks like an address or a number is for the first that is one; else those every row needs come first. */
function guessed(
  records: readonly SampleRecord[],
  names: readonly string[],
  { columns }: Table,
): Record<string, string> {
  const guess: Record<string, string> = {}
  const taken = new Set<string>()
  for (const [at, name] of names.entries()) {
    const cells = records.flatMap((record) => record.cells[at]?.trim() || [])
    const column = columns.find((one) => !taken.has(one.name) && isLike(cells, LOOKS[one.kind]))
    if (!column) continue
    guess[name] = column.name
    taken.add(column.name)
  }
  const left = names.filter((name) => guess[name] === undefined)
  for (const column of columns.filter((one) => one.required && !taken.has(one.name))) {
    const name = left.shift()
    if (name !== undefined) guess[name] = column.name
  }
  return guess
}

const isLike = (cells: readonly string[], look: RegExp | undefined) =>
  look !== undefined &&
  cells.length > 0 &&
  cells.filter((cell) => matches(cell, look)).length * 2 > cells.length

const filledWidth = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== "") + 1

/** -1 where the first line is of values already. */
function headerAt(
  records: readonly SampleRecord[],
  table: Table,
  said: Readonly<Record<string, unknown>>,
): number {
  const usual = usualWidth(records.map(({ cells }) => cells.length))
  const isKnown = knownHeader(table, said)
  // Behind a row with several cells one name alone may as well be a value.
  const row = records.findIndex(({ cells }) => filled(cells) > 1)
  const scores = records.map(({ cells }, at) => {
    const known = new Set(cells.filter(isKnown).map((cell) => cell.trim().toLowerCase())).size
    if (known === 0 || cells.some(isAddress) || (known === 1 && row >= 0 && at > row)) return 0
    return known + (cells.length >= usual ? 0.5 : 0)
  })
  const best = Math.max(0, ...scores)
  if (best > 0) return scores.indexOf(best)
  // What cannot be taken apart may have been the names: reading it says what is wrong.
  if (records[0]?.cells.length === 0) return 0
  const first = records.findIndex(({ cells }) => isWide(filled(cells), usual))
  const cells = records[first]?.cells ?? []
  return cells.some(isAddress) || (cells.length > 0 && cells.every(isNumber)) ? -1 : Math.max(0, first)
}

/** Names of more than half of the columns there usually are, or of a third where these are not just a note and its value. */
const isWide = (names: number, usual: number) => names * 2 > usual || (names > 2 && names * 3 >= usual)

const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== "").length
/** What is longer is neither an address nor a number, and would take long to be told from one. */
const LONGEST = 300
const matches = (cell: string, look: RegExp) => cell.length <= LONGEST && look.test(cell.trim())
const isAddress = (cell: string) => matches(cell, ADDRESS)
const isNumber = (cell: string) => matches(cell, NUMBER)
