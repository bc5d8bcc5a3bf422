import type { ColumnMapping, Warning } from "../contract/index.ts"
import type { Column, Table } from "../datasets/define.ts"
import { problem } from "../errors.ts"
import { namesText } from "../words.ts"

/** Which declared column each header of a source is for. */
export interface Mapping {
  /** The column a header is for; null when it is left out. */
  columnOf(header: string): Column | null
}

/** A header as it is compared: case, accents and punctuation make no difference. */
function folded(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "")
}

/**
 * Guesses columns by their names, then by their aliases; what the import says goes first, whichever way round it
 * names header and column. Throws Problem 400 `invalid_request` for a column that is not declared.
 */
export function mappingOf(table: Table, headers: readonly string[], said: ColumnMapping = {}): Mapping {
  const guessed = saidBy(table, headers, said)
  const taken = new Set(guessed.values())
  const open = headers.map((header) => [header, folded(header)] as const)
  for (const names of [namesOf, aliasesOf]) {
    const known = byName(table, names)
    for (const [header, name] of open) {
      if (guessed.has(header)) continue
      const column = known.get(name)?.find((candidate) => !taken.has(candidate))
      if (!column) continue
      guessed.set(header, column)
      taken.add(column)
    }
  }
  return { columnOf: (header) => guessed.get(header) ?? null }
}

/** The columns that go by each name, in the order of their declaration. */
function byName(table: Table, names: (column: Column) => string[]): Map<string, Column[]> {
  const known = new Map<string, Column[]>()
  for (const column of table.columns) {
    for (const name of new Set(names(column))) known.set(name, [...(known.get(name) ?? []), column])
  }
  return known
}

const namesOf = (column: Column) => [folded(column.name), folded(column.source)]
const aliasesOf = (column: Column) => (column.aliases ?? []).map(folded)

function saidBy(table: Table, headers: readonly string[], said: ColumnMapping): Map<string, Column | null> {
  const found = new Map<string, Column | null>()
  for (const [one, other] of Object.entries(said)) {
    if (other === null) found.set(one, null)
    else if (headers.includes(one) && find(table, other)) found.set(one, find(table, other))
    else if (headers.includes(other) && find(table, one)) found.set(other, find(table, one))
    else throw unknownPair(table, one, other)
  }
  return found
}

const find = (table: Table, name: string) => table.columns.find((column) => column.name === name) ?? null

function unknownPair(table: Table, one: string, other: string) {
  const known = namesText(table.columns.map((column) => column.name))
  const message = find(table, other)
    ? `the file has no header ${JSON.stringify(one)}.`
    : `${JSON.stringify(other)} is no column. Columns are: ${known}.`
  return problem(400, "invalid_request", `The mapping cannot be used: ${message}`, {
    errors: [{ path: `options.mapping.${one}`, message }],
  })
}

/** Columns every row needs that no header is for; of two identities one will do. */
export function missingColumns(table: Table, headers: readonly string[], mapping: Mapping): string[] {
  const found = new Set(headers.map((header) => mapping.columnOf(header)?.name))
  const missing = table.columns.filter((column) => column.required && !found.has(column.name))
  const names = missing.map((column) => column.name)
  if (!table.otherwise) return names
  const identities = [...table.identity, ...table.otherwise]
  return identities.some((name) => found.has(name)) ? names : [...names, identities.join(" or ")]
}

/**
 * Checks what a header was read as; `beside` may be for a column that another is for too. Throws Problem 422 `column_missing` naming what is there, `column_repeated` when
 * two headers are for one column.
 */
export function assertUsable(
  table: Table,
  headers: readonly string[],
  mapping: Mapping,
  beside: readonly string[] = [],
): void {
  const missing = missingColumns(table, headers, mapping)
  if (missing.length > 0) {
    const there = namesText(headers.map((header) => JSON.stringify(header))) || "none"
    const detail = `No column of the file is for ${namesText(missing)}. Its headers are: ${there}. Say which is which with options.mapping.`
    throw problem(422, "column_missing", detail)
  }
  const own = headers.filter((header) => !beside.includes(header))
  const columns = own.flatMap((header) => mapping.columnOf(header)?.name ?? [])
  const repeated = columns.find((name, i) => columns.indexOf(name) !== i)
  if (!repeated) return
  const both = own.filter((header) => mapping.columnOf(header)?.name === repeated)
  const advice =
    new Set(both).size < both.length
      ? "Rename one of them in the file."
      : "Say with options.mapping which to leave out."
  const detail = `Two columns of the file are for ${repeated}: ${namesText(both)}. ${advice}`
  throw problem(422, "column_repeated", detail)
}

/** What of the file is not read. Columns an earlier import's list of bad rows added are no surprise. */
export function ignoredColumns(headers: readonly string[], mapping: Mapping): Warning[] {
  const ignored = headers.filter((header) => mapping.columnOf(header) === null && !header.startsWith("_"))
  if (ignored.length === 0) return []
  const message = `Columns that nothing is made from were left out: ${namesText(ignored)}.`
  return [{ code: "column_ignored", message, count: ignored.length }]
}

/** What an object says beside the list of records it is around. */
export function unreadBesides(names: readonly string[]): Warning[] {
  if (names.length === 0) return []
  const message = `Only the list in the object was read; what stands beside it was left out: ${namesText(names)}.`
  return [{ code: "column_ignored", message, count: names.length }]
}
