import { randomUUID } from "node:crypto"
import { DuckDBInstance } from "@duckdb/node-api"
import { type Connection, rollBack } from "./connection.ts"
import { plainRows } from "./rows.ts"
import { identifier, statement, textLiteral } from "./statement.ts"

/** What a database holds. */
export interface Holdings {
  schema_version: number
  imports: number
  /** The register's newest extract; null without one. */
  extract_number: number | null
}

/**
 * Writes everything into a new database file at `path`, as it is at one moment, while others go on working. What is held in memory does not
 * grow with it. Throws what the database does, such as without room for it; the file is the caller's to remove then.
 */
export async function copyDatabase(connection: Connection, path: string): Promise<void> {
  // A name of its own: whoever was looking at all databases holds the last copy a moment longer.
  const copy = identifier(`backup ${randomUUID()}`)
  const [{ name } = { name: "" }] = await connection.rows<{ name: string }>(statement("schema/current"))
  await connection.run(statement("schema/copy_attach", { path: textLiteral(path), copy }))
  try {
    await connection.run("begin transaction")
    await connection.run(statement("schema/copy_whole", { database: identifier(name), copy }))
    await connection.run("commit")
    await connection.run(statement("schema/copy_fold", { copy }))
  } catch (error) {
    await rollBack(connection)
    throw error
  } finally {
    await connection.run(statement("schema/copy_detach", { copy }))
  }
}

/** Opens a database file, to read it only, and answers what it holds. Throws Error where it is none of Sluice's, or cannot be read. */
export async function holdingsOf(path: string): Promise<Holdings> {
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY", memory_limit: "64MB" })
  try {
    const duck = await instance.connect()
    const [found] = plainRows(await duck.run(statement("schema/holds"))) as unknown as Holdings[]
    duck.closeSync()
    if (!found) throw new Error("it holds nothing")
    return found
  } finally {
    instance.closeSync()
  }
}
