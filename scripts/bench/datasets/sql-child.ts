import { readFileSync } from "node:fs"
import { DuckDBInstance } from "@duckdb/node-api"
import { memoryOf } from "../memory.ts"

/** What is asked for, as JSON on the standard input. */
export interface SqlInput {
  /** A new database file. */
  database: string
  /** `create table` statements of the targets. */
  schema: string[]
  before: string[]
  measured: string[]
}

/** What is printed, as JSON. */
export interface SqlResult {
  ms: number
  peak_mb: number
}

async function run({ database, schema, before, measured }: SqlInput): Promise<SqlResult> {
  const instance = await DuckDBInstance.create(database)
  const connection = await instance.connect()
  for (const sql of [...schema, ...before, "checkpoint"]) await connection.run(sql)
  const started = performance.now()
  for (const sql of ["begin transaction", ...measured, "commit"]) await connection.run(sql)
  const ms = performance.now() - started
  connection.closeSync()
  instance.closeSync()
  return { ms, peak_mb: memoryOf("self").peak }
}

const result = await run(JSON.parse(readFileSync(0, "utf8")) as SqlInput)
process.stdout.write(JSON.stringify(result))
