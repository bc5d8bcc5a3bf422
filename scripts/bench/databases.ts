import { DuckDBInstance } from "@duckdb/node-api"
import { TABLES } from "../sample/tables.ts"

const NAMES = [...TABLES.map((table) => table.name as string), "code"]
const COMPARED = ["_snapshot_date", "_extract_number", "_is_current", "_deleted_at_extract"]

async function query<T>(database: string, work: (read: (sql: string) => Promise<unknown[][]>) => Promise<T>) {
  const instance = await DuckDBInstance.create(database, { access_mode: "READ_ONLY" })
  const connection = await instance.connect()
  try {
    return await work(async (sql) => (await connection.runAndReadAll(sql)).getRows())
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** The `create table` statements of the target tables of a database nobody has open. */
export function targetSchema(database: string): Promise<string[]> {
  const list = NAMES.map((name) => `'${name}'`).join(", ")
  return query(database, async (read) => {
    const rows = await read(`select sql from duckdb_tables() where table_name in (${list})`)
    return rows.map(([sql]) => String(sql))
  })
}

/** One line a target table that sums up its rows regardless of order, our own columns left out. */
export function contentSums(database: string): Promise<Record<string, string>> {
  return query(database, async (read) => {
    const sums: Record<string, string> = {}
    for (const name of NAMES) {
      const found = await read(
        `select column_name from information_schema.columns where table_name = '${name}' order by column_name`,
      )
      const columns = found.map(([column]) => String(column))
      const compared = columns.filter((column) => !column.startsWith("_") || COMPARED.includes(column))
      const [row = []] = await read(
        `select count(*), sum(hash(${compared.join(", ")})::hugeint) from ${name}`,
      )
      sums[name] = row.map(String).join(" rows, ")
    }
    return sums
  })
}
