import type { ColumnMapping, Constants, Warning } from "../contract/index.ts"
import type { Column, Table } from "../datasets/declaration.ts"
import { problem } from "../errors.ts"
import { namesText } from "../words.ts"
import type { Reading } from "./source.ts"

/** Which declared column each header of a source is for. */
export interface Mapping {
  /** The column a header is for; null when it is left out. */
  columnOf(header: string): Column | null
  /** Of several headers for one column the one of the lowest rank counts first. */
  rankOf(header: string): number
}

/** A header as it is compared: case, accents and punctuation make no difference. */
function folded(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]+/gu, "")
}

/**
 * Guesses columns by their names, then by their aliases, then by headers of which there may be several; what the import says goes first,
 * whichever way round it names header and column. Throws Problem 400 `invalid_request` for a column that is not declared.
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
  const ranks = ranksOf(table)
  const rankOf = (header: string, column: Column) => ranks.get(column)?.get(folded(header)) ?? 0
  const filled = new Set(
    [...guessed].map(([header, column]) => column && `${column.name} ${rankOf(header, column)}`),
  )
  for (const [header, name] of open) {
    if (guessed.has(header)) continue
    const column = table.columns.find(
      (one) => ranks.get(one)?.has(name) && !filled.has(`${one.name} ${rankOf(header, one)}`),
    )
    if (!column) continue
    guessed.set(header, column)
    filled.add(`${column.name} ${rankOf(header, column)}`)
  }
  return mappingFrom(
    [...guessed].flatMap(([header, column]) =>
      column ? [[header, column, rankOf(header, column)] as const] : [],
    ),
  )
}

/** A mapping of what is known: each header with its column and its rank. */
export function mappingFrom(
  pairs: Iterable<readonly [header: string, column: Column, rank: number]>,
): Mapping {
  const known = new Map([...pairs].map(([header, column, rank]) => [header, { column, rank }]))
  return {
    columnOf: (header) => known.get(header)?.column ?? null,
    rankOf: (header) => known.get(header)?.rank ?? 0,
  }
}

/** What a mapping is made of, as it was kept; a column that is not declared any more is left out. */
export function knownPairs(
  table: Table,
  kept: Reading["mapping"],
): (readonly [header: string, column: Column, rank: number])[] {
  return kept.flatMap(([header, name, rank]) => {
    const column = find(table, name)
    return column ? [[header, column, rank] as const] : []
  })
}

/** The rank of each header of which a column may have several; the column's own names have rank 0. */
function ranksOf({ columns }: Table): Map<Column, Map<string, number>> {
  const ranked = ({ several = [] }: Column) =>
    several.flatMap((names, i) => names.map((name) => [folded(name), i + 1] as const))
  return new Map(columns.map((column) => [column, new Map(ranked(column))]))
}

/** Tells whether a text is a header that is known, by itself or because the import says what it is for. */
export function knownHeader(
  { columns }: Table,
  said: Readonly<Record<string, unknown>>,
): (text: string) => boolean {
  const names = columns.flatMap((column) => [
    ...namesOf(column),
    ...aliasesOf(column),
    ...(column.several ?? []).flat().map(folded),
  ])
  const known = new Set([
    ...names,
    ...Object.entries(said)
      .flat()
      .filter((one) => typeof one === "string")
      .map(folded),
  ])
  known.delete("")
  return (text) => text.length <= LONGEST_HEADER && known.has(folded(text))
}

const LONGEST_HEADER = 200

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
    const [first, second] = [
      headerNamed(headers, one),
      other === null ? undefined : headerNamed(headers, other),
    ]
    if (other === null) found.set(first ?? one, null)
    else if (first !== undefined && find(table, other)) found.set(first, find(table, other))
    else if (second !== undefined && find(table, one)) found.set(second, find(table, one))
    else throw unknownPair(table, one, other)
  }
  return found
}

/** A header as it is written; a column without one goes by its place as well. */
function headerNamed(headers: readonly string[], name: string): string | undefined {
  if (headers.includes(name)) return name
  const place = /^(?:column[ _]?)?(\d{1,4})$/i.exec(name.trim())?.[1]
  return place === undefined ? undefined : headers.find((header) => header === `Column ${Number(place)}`)
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
export function missingColumns(
  table: Table,
  headers: readonly string[],
  mapping: Mapping,
  constants: Constants = {},
): string[] {
  const found = new Set([
    ...headers.map((header) => mapping.columnOf(header)?.name),
    ...Object.keys(constants),
  ])
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
  {
    beside = [],
    constants = {},
    mapping: said = {},
  }: {
    beside?: readonly string[]
    constants?: Constants | undefined
    mapping?: ColumnMapping | undefined
  } = {},
): void {
  assertConstants(table, constants)
  const missing = missingColumns(table, headers, mapping, constants)
  if (missing.length > 0) {
    const there = namesText(headers.map((header) => JSON.stringify(header))) || "none"
    const detail = `No column of the file is for ${namesText(missing)}. Its headers are: ${there}. Say which is which with options.mapping.`
    throw problem(422, "column_missing", detail)
  }
  const own = headers.filter((header) => !beside.includes(header))
  const placeOf = (header: string) => `${mapping.rankOf(header)} ${mapping.columnOf(header)?.name ?? ""}`
  const read = own.filter((header) => mapping.columnOf(header) !== null)
  const again = own.find((header) => isAgain(header, own, mapping, said))
  if (again !== undefined) throw repeated(mapping.columnOf(baseOf(again))?.name ?? "", [baseOf(again), again])
  const twice = read.find((header, i) => read.findIndex((other) => placeOf(other) === placeOf(header)) !== i)
  if (twice === undefined) return
  const both = read.filter((header) => placeOf(header) === placeOf(twice))
  throw repeated(mapping.columnOf(twice)?.name ?? "", both)
}

const baseOf = (header: string) => header.replace(/ \(\d+\)$/, "")

/** Whether a column is called like another that is read, and nobody has said what is in it. */
function isAgain(header: string, headers: readonly string[], mapping: Mapping, said: ColumnMapping): boolean {
  const base = baseOf(header)
  if (base === header || header in said || base in said || !headers.includes(base)) return false
  return mapping.columnOf(base) !== null && mapping.columnOf(header) === null
}

function repeated(column: string, headers: readonly string[]) {
  const detail = `Two columns of the file are for ${column}: ${namesText(headers)}. Say with options.mapping which to leave out.`
  return problem(422, "column_repeated", detail)
}

/** Throws Problem 400 `invalid_request` for a constant of a column that is not declared. */
function assertConstants(table: Table, constants: Constants): void {
  const unknown = Object.keys(constants).find((name) => !find(table, name))
  if (unknown === undefined) return
  const known = namesText(table.columns.map((column) => column.name))
  const message = `${JSON.stringify(unknown)} is no column. Columns are: ${known}.`
  throw problem(400, "invalid_request", `The constants cannot be used: ${message}`, {
    errors: [{ path: `options.constants.${unknown}`, message }],
  })
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
