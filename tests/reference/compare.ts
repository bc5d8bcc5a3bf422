import type { HistoryRow, Register } from "./fold.ts"
import type { Values } from "./read.ts"
import { CODE_TABLE, HISTORY_TABLES, type ReferenceTable } from "./tables.ts"

/** Runs one query on the database under test. */
export type ReadSql = (sql: string) => Promise<Record<string, unknown>[]>

const HISTORY_COLUMNS = ["_snapshot_date", "_extract_number", "_is_current", "_deleted_at_extract"]
const SHOWN_DIFFERENCES = 5

/**
 * Compares every target table with the reference, row for row and regardless of order. Returns one sentence
 * a difference, at most a few a table; an empty list when all is equal.
 */
export async function compareDatabase(read: ReadSql, register: Register): Promise<string[]> {
  const differences: string[] = []
  for (const table of HISTORY_TABLES) {
    const columns = [...columnsOf(table), ...HISTORY_COLUMNS]
    const expected = (register.tables.get(table.name) ?? []).map((row) => lineOf(columns, historyValues(row)))
    differences.push(...(await compareTable(read, table, columns, expected)))
  }
  const columns = columnsOf(CODE_TABLE)
  const codes = [...register.codes.values()].map((values) => lineOf(columns, values))
  return [...differences, ...(await compareTable(read, CODE_TABLE, columns, codes))]
}

function columnsOf(table: ReferenceTable): string[] {
  return [...table.columns.map((column) => column.name), ...table.derived]
}

function historyValues(row: HistoryRow): Values {
  return {
    ...row.values,
    ...row.derived,
    _snapshot_date: row.snapshot_date,
    _extract_number: String(row.extract_number),
    _is_current: String(row.deleted_at_extract === null),
    _deleted_at_extract: row.deleted_at_extract === null ? null : String(row.deleted_at_extract),
  }
}

/** A row as one line of text: the values in the order of `columns`. */
function lineOf(columns: readonly string[], values: Record<string, unknown>): string {
  return JSON.stringify(columns.map((column) => values[column] ?? null))
}

async function compareTable(
  read: ReadSql,
  table: ReferenceTable,
  columns: readonly string[],
  expected: readonly string[],
): Promise<string[]> {
  const strange = await strangeColumns(read, table, columns)
  if (strange.length > 0) return strange
  const list = columns.map((column) => `"${column}"::varchar as "${column}"`).join(", ")
  const actual = (await read(`select ${list} from "${table.name}"`)).map((row) => lineOf(columns, row))
  return differencesOf(table.name, columns, expected, actual)
}

/** Columns the table lacks, and ones it has although nothing names them. */
async function strangeColumns(
  read: ReadSql,
  table: ReferenceTable,
  columns: readonly string[],
): Promise<string[]> {
  const found = await read(
    `select column_name from information_schema.columns where table_name = '${table.name}'`,
  )
  const names = found.map((row) => String(row.column_name))
  const missing = columns.filter((column) => !names.includes(column))
  const extra = names.filter((name) => !name.startsWith("_") && !columns.includes(name))
  return [
    ...missing.map((column) => `${table.name} has no column ${column}`),
    ...extra.map((column) => `${table.name} has the column ${column}, which nothing asks for`),
  ]
}

function differencesOf(
  table: string,
  columns: readonly string[],
  expected: readonly string[],
  actual: readonly string[],
): string[] {
  const balance = new Map<string, number>()
  for (const line of expected) balance.set(line, (balance.get(line) ?? 0) + 1)
  for (const line of actual) balance.set(line, (balance.get(line) ?? 0) - 1)
  const wrong = [...balance].filter(([, times]) => times !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
  if (wrong.length === 0) return []
  const summary = `${table}: ${expected.length} rows expected, ${actual.length} found, ${wrong.length} differ`
  const shown = wrong.slice(0, SHOWN_DIFFERENCES).map(([line, times]) => {
    const what = times > 0 ? `missing ${times} ×` : `unexpected ${-times} ×`
    return `${table}: ${what} ${readable(columns, line)}`
  })
  return [summary, ...shown]
}

function readable(columns: readonly string[], line: string): string {
  const values = JSON.parse(line) as unknown[]
  const cells = columns.flatMap((column, i) =>
    values[i] === null ? [] : [`${column}=${JSON.stringify(values[i])}`],
  )
  return cells.join(" ")
}
