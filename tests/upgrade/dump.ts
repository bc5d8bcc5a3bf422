import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"
import { ROOT } from "../../scripts/root.mjs"
import type { ReadSql } from "../reference/compare.ts"

const MIGRATIONS = join(ROOT, "sql/migrations")

/** Parts the schema of a dump from its rows. */
const ROWS = "\n-- The rows.\n"

/** The migrations of today, word by word: in a dump they stay what they were when it was made. */
export function schemaOfToday(): string {
  const files = readdirSync(MIGRATIONS).sort()
  const ended = (sql: string) => sql.trimEnd().replace(/;?$/, ";\n")
  return files.map((file) => `-- ${file}\n${ended(readFileSync(join(MIGRATIONS, file), "utf8"))}`).join("\n")
}

/** A dump as text: what it is, the migrations that made its schema, and every row as a literal. */
export function dumpText(about: string, schema: string, rows: string): string {
  return `${about}\n\n${schema}${ROWS}${rows}`
}

/** The rows of a dump as they stand in it. */
export function rowsIn(dump: string): string {
  return dump.slice(dump.indexOf(ROWS) + ROWS.length)
}

/** Makes the database of a dump in a file of its own, as the version that was dumped had it. */
export async function restore(dump: string, path: string): Promise<void> {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  await connection.run("set timezone = 'UTC'")
  await connection.run(dump)
  connection.closeSync()
  instance.closeSync()
}

/**
 * Every row of every table as SQL, in the order it is kept: equal texts are equal databases. Tables that are not
 * empty are emptied first, because migrations put rows in some.
 */
export async function rowsText(read: ReadSql): Promise<string> {
  const tables = await read("select table_name as name from duckdb_tables() order by name")
  const parts: string[] = []
  for (const { name } of tables) parts.push(await tableText(read, String(name)))
  return parts.filter((part) => part !== "").join("\n")
}

async function tableText(read: ReadSql, table: string): Promise<string> {
  const columns = await read(
    `select column_name as name, data_type as type from duckdb_columns() where table_name = '${table}'
     order by column_index`,
  )
  const names = columns.map(({ name }) => `"${name}"`)
  const literals = columns.map(({ name, type }) => literalOf(`"${name}"`, String(type)))
  const rows = await read(
    `select concat_ws(', ', ${literals.join(", ")}) as line from "${table}" order by rowid`,
  )
  if (rows.length === 0) return ""
  const values = rows.map(({ line }) => `  (${line})`).join(",\n")
  return `delete from "${table}";\ninsert into "${table}" (${names.join(", ")}) values\n${values};\n`
}

const PLAIN = ["BOOLEAN", "INTEGER", "BIGINT"]

/** SQL that tells a column's value as a literal; numbers with a point go as texts, which are read exactly. */
function literalOf(column: string, type: string): string {
  const quoted = (value: string) => `'''' || replace(${value}, '''', '''''') || ''''`
  const text = `${column}::varchar`
  if (PLAIN.includes(type)) return `coalesce(${text}, 'null')`
  if (type !== "VARCHAR[]") return `coalesce(${quoted(text)}, 'null')`
  return `coalesce('[' || array_to_string(list_transform(${column}, lambda x: coalesce(${quoted("x")}, 'null')), ', ') || ']', 'null')`
}
