import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import type { Lab } from "./lab.ts"

export const TARGETS = dailyUpdate.tables.map((table) => table.name)

/** The targets of a dataset, those of its tables' parts too. */
export function targetsOf(dataset: Dataset): string[] {
  return dataset.tables.flatMap(({ name, parts = [] }) => [name, ...parts.map((part) => part.table)])
}

/** Rows and a checksum over every column, the hidden ones too, of each target; equal only if row for row. */
export async function checksums(lab: Lab, dataset: Dataset = dailyUpdate): Promise<Record<string, string>> {
  const sums: Record<string, string> = {}
  for (const table of targetsOf(dataset)) {
    const sql = `select count(*) || ':' || coalesce(sum(hash(t)::hugeint), 0) as sum from "${table}" as t`
    sums[table] = String((await lab.read(sql))[0]?.sum)
  }
  return sums
}

/** How many rows each table of a job's own holds that must be empty once it is over; only those that are not. */
export async function leftovers(lab: Lab, dataset: Dataset = dailyUpdate): Promise<Record<string, number>> {
  const staging = dataset.tables.map((table) => `import_staging_${table.name}`)
  return filled(lab, [...staging, "import_staging_duplicates"])
}

/** The tables of the list that are not empty, with how many rows they have. */
async function filled(lab: Lab, names: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of names) {
    const [row] = await lab.read(`select count(*) as n from "${name}"`)
    if (row?.n) counts[name] = Number(row.n)
  }
  return counts
}

/** Every table of the database with its number of rows, leaving out the empty ones. */
export async function everything(lab: Lab): Promise<Record<string, number>> {
  const tables = await lab.read("select table_name from duckdb_tables() order by table_name")
  return filled(
    lab,
    tables.map((row) => String(row.table_name)),
  )
}
