import { DuckDBInstance, quotedIdentifier } from "@duckdb/node-api"
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

/** The `create table` statements of some tables of a database nobody has open. */
export function targetSchema(database: string, names: readonly string[] = NAMES): Promise<string[]> {
  return query(database, async (read) => {
    const rows = await read("select table_name, sql from duckdb_tables()")
    return rows.filter(([name]) => names.includes(String(name))).map(([, sql]) => String(sql))
  })
}

/** One line a target table that sums up its rows regardless of order, our own columns left out. */
export function contentSums(database: string): Promise<Record<string, string>> {
  return query(database, async (read) => {
    const sums: Record<string, string> = {}
    const described = await read(
      "select table_name, column_name from information_schema.columns order by column_name",
    )
    for (const name of NAMES) {
      const columns = described.filter(([table]) => table === name).map(([, column]) => String(column))
      const compared = columns.filter((column) => !column.startsWith("_") || COMPARED.includes(column))
      const [row = []] = await read(
        `select count(*), sum(hash(${compared.map(quotedIdentifier).join(", ")})::hugeint) from ${quotedIdentifier(name)}`,
      )
      sums[name] = row.map(String).join(" rows, ")
    }
    return sums
  })
}

/** How many rows a query has in a database nobody has open, and a sum of them regardless of order. */
export function contentOf(database: string, sql: string): Promise<{ rows: number; sum: string }> {
  return query(database, async (read) => {
    const [row = []] = await read(`select count(*), sum(hash(r)::hugeint) from (${sql}) as r`)
    return { rows: Number(row[0]), sum: String(row[1]) }
  })
}
