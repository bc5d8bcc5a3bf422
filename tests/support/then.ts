import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import type { HistoryRow } from "../reference/fold.ts"
import type { Lab } from "./lab.ts"

/** The register's tables that have a history, and every column of theirs that is imported or derived. */
export const HISTORIES = dailyUpdate.tables
  .filter(({ policy }) => policy === "temporal")
  .map((table) => ({
    ...table,
    shown: [
      ...table.columns.map(({ name }) => name),
      ...table.derived,
      ...dailyUpdate.afterSteps.filter((step) => step.table === table.name).flatMap(({ writes }) => writes),
    ],
  }))

type HistoryTable = (typeof HISTORIES)[number]

/** Rows and a checksum over what they show, names included, of each table as `suffix` has it: `_current`, `_at(140)`. */
export async function shownBy(lab: Lab, suffix: string): Promise<Record<string, string>> {
  const sums = HISTORIES.map(
    ({ name, shown }) =>
      `select '${name}' as name, count(*) || ':' || coalesce(sum(hash(${shown.join(", ")}, _extract_number)::hugeint), 0) as sum
       from ${name}${suffix}`,
  )
  const rows = await lab.read(sums.join(" union all "))
  return Object.fromEntries(rows.map(({ name, sum }) => [String(name), String(sum)]))
}

/** The rows of a history but for those that one extract opened and another of its number closed. */
export function lasting(rows: readonly HistoryRow[]): HistoryRow[] {
  return rows.filter((row) => row.deleted_at_extract !== row.extract_number)
}

type Line = (string | number | null)[]

/** What one extract changed in a table, told from its history: what was opened and closed, and each column of the rest. */
export function changesOf(table: HistoryTable, rows: readonly HistoryRow[], number: number): string[] {
  const { identity } = table
  const keyOf = ({ values }: HistoryRow) => identity.map((column) => values[column] ?? null)
  const byKey = (of: HistoryRow[]) => new Map(of.map((row) => [JSON.stringify(keyOf(row)), row]))
  const opened = byKey(rows.filter((row) => row.extract_number === number))
  const closed = byKey(rows.filter((row) => row.deleted_at_extract === number))
  const lines = [...new Set([...opened.keys(), ...closed.keys()])].flatMap((key): Line[] => {
    const [before, after] = [closed.get(key)?.values, opened.get(key)?.values]
    const own = JSON.parse(key) as string[]
    if (!before || !after) return [[...own, before ? "closed" : "opened", null, null, null]]
    return Object.keys(after)
      .filter((column) => before[column] !== after[column])
      .map((column) => [...own, "changed", column, before[column] ?? null, after[column] ?? null])
  })
  return lines.map((line) => JSON.stringify(line)).sort()
}

/** The versions of a table's rows, told from its history: those that follow one another with the same content are one. */
export function versionsOf(
  table: HistoryTable,
  rows: readonly HistoryRow[],
  days: ReadonlyMap<number, string>,
): string[] {
  const versions = new Map<string, HistoryRow[]>()
  for (const row of rows.toSorted((a, b) => a.extract_number - b.extract_number)) {
    const content = JSON.stringify(table.columns.map(({ name }) => row.values[name] ?? null))
    const same = versions.get(content) ?? []
    const last = same.at(-1)
    const goesOn = last && last.deleted_at_extract === row.extract_number
    const version = goesOn ? { ...last, deleted_at_extract: row.deleted_at_extract } : row
    versions.set(content, [...(goesOn ? same.slice(0, -1) : same), version])
  }
  const lines = [...versions].flatMap(([content, of]) =>
    of.map(({ snapshot_date, extract_number: from, deleted_at_extract: to }): Line => {
      const until = to === null ? null : (days.get(to) ?? null)
      return [...(JSON.parse(content) as string[]), snapshot_date, until, from, to]
    }),
  )
  return lines.map((line) => JSON.stringify(line)).sort()
}

/** The rows of a query as such lines. */
export async function linesOf(lab: Lab, sql: string): Promise<string[]> {
  const rows = await lab.read(sql)
  return rows.map((row) => JSON.stringify(Object.values(row))).sort()
}
