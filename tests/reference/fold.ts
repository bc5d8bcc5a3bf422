import type { ReadExtract, ReadFile, Values } from "./read.ts"
import { resolveNames } from "./resolve.ts"
import { CODE_TABLE, HISTORY_TABLES, keyOf, type ReferenceTable } from "./tables.ts"

/** A row of a table with history; current while `deleted_at_extract` is null. Never changed in place. */
export interface HistoryRow {
  values: Values
  derived: Values
  snapshot_date: string
  extract_number: number
  deleted_at_extract: number | null
}

/** Everything the targets hold. */
export interface Register {
  tables: ReadonlyMap<string, readonly HistoryRow[]>
  codes: ReadonlyMap<string, Values>
}

/** What one import of a table counts; everything is 0 where it does not apply. */
export interface TableCounts {
  insert: {
    read: number
    inserted: number
    updated: number
    unchanged: number
    duplicates: number
    failed: number
  }
  delete: { read: number; matched: number; unmatched: number; duplicates: number; failed: number }
  /** Rows that became history. */
  closed: number
  /** Of those, the ones closed because their identity was inserted again without a delete key. */
  drift: number
}

export interface Folded {
  register: Register
  counts: Map<string, TableCounts>
}

export function emptyRegister(): Register {
  return { tables: new Map(HISTORY_TABLES.map((table) => [table.name, []])), codes: new Map() }
}

const NOTHING: ReadFile = { rows: [], read: 0, failed: 0 }

/** What the register becomes when `extract` is applied to it, and what that counts. */
export function foldExtract(register: Register, extract: ReadExtract): Folded {
  const tables = new Map<string, readonly HistoryRow[]>()
  const counts = new Map<string, TableCounts>()
  for (const table of HISTORY_TABLES) {
    const fold = extract.type === "full" ? foldFull : foldUpdate
    const folded = fold(table, register.tables.get(table.name) ?? [], extract)
    tables.set(table.name, folded.rows)
    counts.set(table.name, folded.counts)
  }
  resolveNames(tables, register.tables)
  const codes = foldCodes(register.codes, extract.inserts.get(CODE_TABLE.name) ?? NOTHING)
  counts.set(CODE_TABLE.name, codes.counts)
  return { register: { tables, codes: codes.codes }, counts }
}

function identityOf(table: ReferenceTable, values: Values): string {
  return JSON.stringify(table.identity.map((name) => values[name]))
}

/** The last row of each identity. */
function lastOfEach(table: ReferenceTable, rows: readonly Values[]): Map<string, Values> {
  return new Map(rows.map((values) => [identityOf(table, values), values]))
}

function noCounts(insert: ReadFile, distinct: number): TableCounts {
  const { read, failed, rows } = insert
  return {
    insert: { read, inserted: 0, updated: 0, unchanged: 0, duplicates: rows.length - distinct, failed },
    delete: { read: 0, matched: 0, unmatched: 0, duplicates: 0, failed: 0 },
    closed: 0,
    drift: 0,
  }
}

function opened(values: Values, table: ReferenceTable, extract: ReadExtract): HistoryRow {
  const derived: Values = table.derived.includes("entity_type") ? { entity_type: entityType(values) } : {}
  const { snapshot_date, number } = extract
  return { values, derived, snapshot_date, extract_number: number, deleted_at_extract: null }
}

function entityType(values: Values): string {
  const first = values.entity_number?.charAt(0)
  return first === "2" ? "establishment" : first === "9" ? "branch" : "enterprise"
}

interface FoldedTable {
  rows: readonly HistoryRow[]
  counts: TableCounts
}

function foldUpdate(table: ReferenceTable, before: readonly HistoryRow[], extract: ReadExtract): FoldedTable {
  const insert = extract.inserts.get(table.name) ?? NOTHING
  const removal = extract.deletes.get(table.name) ?? NOTHING
  const key = keyOf(table).name
  const keys = new Set(removal.rows.map((values) => values[key]))
  const arriving = lastOfEach(table, insert.rows)
  const counts = noCounts(insert, arriving.size)
  const matched = new Set<string | null | undefined>()
  const rows = before.map((row) => {
    if (row.deleted_at_extract !== null) return row
    const deleted = keys.has(row.values[key])
    if (!deleted && !arriving.has(identityOf(table, row.values))) return row
    if (deleted) matched.add(row.values[key])
    else counts.drift++
    counts.closed++
    return { ...row, deleted_at_extract: extract.number }
  })
  for (const values of arriving.values()) rows.push(opened(values, table, extract))
  counts.insert.inserted = arriving.size
  counts.delete = {
    read: removal.read,
    matched: matched.size,
    unmatched: keys.size - matched.size,
    duplicates: removal.rows.length - keys.size,
    failed: removal.failed,
  }
  return { rows, counts }
}

function foldFull(table: ReferenceTable, before: readonly HistoryRow[], extract: ReadExtract): FoldedTable {
  const insert = extract.inserts.get(table.name) ?? NOTHING
  const arriving = lastOfEach(table, insert.rows)
  const counts = noCounts(insert, arriving.size)
  const rows = before.map((row) => {
    if (row.deleted_at_extract !== null) return row
    const identity = identityOf(table, row.values)
    const now = arriving.get(identity)
    if (now && samePayload(table, now, row.values)) {
      arriving.delete(identity)
      counts.insert.unchanged++
      return row
    }
    counts.closed++
    return { ...row, deleted_at_extract: extract.number }
  })
  for (const values of arriving.values()) rows.push(opened(values, table, extract))
  counts.insert.inserted = arriving.size
  return { rows, counts }
}

function samePayload(table: ReferenceTable, a: Values, b: Values): boolean {
  return table.columns.every(({ name }) => a[name] === b[name])
}

function foldCodes(before: ReadonlyMap<string, Values>, file: ReadFile) {
  const arriving = lastOfEach(CODE_TABLE, file.rows)
  const counts = noCounts(file, arriving.size)
  const codes = new Map(before)
  for (const [identity, values] of arriving) {
    const known = codes.get(identity)
    if (!known) counts.insert.inserted++
    // Without a description it says nothing about a code that is known.
    else if (values.description === null || samePayload(CODE_TABLE, known, values)) counts.insert.unchanged++
    else counts.insert.updated++
    if (!known || values.description !== null) codes.set(identity, values)
  }
  return { codes, counts }
}
