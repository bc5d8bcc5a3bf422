import type { DataMoment, DataVersion } from "../../contract/index.ts"
import type { ReadableTable } from "../../datasets/readable.ts"
import type { Connection } from "../../db/connection.ts"
import { allOf, identifier, statement } from "../../db/statement.ts"
import type { Condition } from "./data-changes.ts"
import { columnsOf } from "./read-data.ts"

/** Versions that one answer has. */
const MOST_VERSIONS = 200

type Values = DataVersion["row"]

/**
 * What a row has held, the newest first, with the imports each came from. Of a register it is what the table has kept; elsewhere
 * what undo records tell, of which the newest version has no values: they are the row's own.
 */
export async function versionsOf(
  connection: Connection,
  table: ReadableTable,
  conditions: readonly Condition[],
  id: string,
): Promise<DataVersion[]> {
  if (table.policy === "temporal") return kept(connection, table, conditions)
  return table.policy === "keyed" ? journalled(connection, table, id) : []
}

type KeptRow = Values & {
  _extract_number: number
  _deleted_at_extract: number | null
  _snapshot_date: string
  _opened_by: string
  _opened_title: string | null
  _closed_by: string | null
  _closed_title: string | null
  _closed_on: string | null
}

async function kept(
  connection: Connection,
  table: ReadableTable,
  conditions: readonly Condition[],
): Promise<DataVersion[]> {
  const slots = {
    columns: columnsOf(table),
    target: identifier(table.name),
    wanted: allOf(conditions.map(({ sql }) => sql)),
  }
  const values = Object.assign({ limit: MOST_VERSIONS }, ...conditions.map((one) => one.values))
  const rows = await connection.rows<KeptRow>(statement("rows/versions", slots), values)
  const versions: DataVersion[] = []
  for (const row of rows) {
    const version = versionOf(table, row)
    const later = versions.at(-1)
    // Closed and opened again with the same content by one extract, it has not changed.
    if (later && isSame(later, version)) versions[versions.length - 1] = { ...version, until: later.until }
    else versions.push(version)
  }
  return versions
}

function versionOf(table: ReadableTable, row: KeptRow): DataVersion {
  const own = table.columns.filter(({ name }) => !name.startsWith("_"))
  const since = momentOf(row._opened_by, row._opened_title, row._snapshot_date, row._extract_number)
  const closed = row._deleted_at_extract
  const until = closed === null ? null : momentOf(row._closed_by, row._closed_title, row._closed_on, closed)
  return { row: Object.fromEntries(own.map(({ name }) => [name, row[name] ?? null])), since, until }
}

function momentOf(
  job_id: string | null,
  title: string | null,
  at: string | null,
  extract: number | null,
): DataMoment {
  return { job_id, title, at, extract }
}

function isSame(later: DataVersion, version: DataVersion): boolean {
  const meets = version.until !== null && later.since?.extract === version.until.extract
  return meets && JSON.stringify(later.row) === JSON.stringify(version.row)
}

interface Written {
  job_id: string
  title: string
  at: string
  before: Values | null
}

async function journalled(connection: Connection, table: ReadableTable, id: string): Promise<DataVersion[]> {
  const values = { table_name: table.name, row_key: id, limit: MOST_VERSIONS }
  const lines = await connection.rows<Written>(statement("rows/written_by"), values)
  const shown = table.columns.filter(({ long, type }) => !long && !type.endsWith("float[]"))
  const names = shown.map(({ name }) => name)
  const moments = lines.map(({ job_id, title, at }) => momentOf(job_id, title, at, null))
  const versions = lines.map((_, place): DataVersion => {
    const until = place === 0 ? null : (moments[place - 1] ?? null)
    // What an import found is what the one before it had left.
    const row = place === 0 ? {} : heldBefore(lines[place - 1], names)
    return { row, since: moments[place] ?? null, until }
  })
  const oldest = lines.at(-1)
  if (oldest?.before) {
    const until = moments.at(-1) ?? null
    versions.push({ row: heldBefore(oldest, names), since: null, until })
  }
  return versions
}

function heldBefore(line: Written | undefined, names: readonly string[]): Values {
  const before = line?.before ?? {}
  return Object.fromEntries(Object.entries(before).filter(([name]) => names.includes(name)))
}
