import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api"
import { memoryOf } from "./memory.ts"
import { fullStatements, type RawConstants, updateStatements } from "./raw-sql.ts"
import { unzip } from "./unzip.ts"

/** What the raw run is asked for, as JSON on its standard input. */
export interface RawInput {
  /** A new database file. */
  database: string
  /** A folder to unzip into. */
  work: string
  /** `create table` statements of the targets. */
  schema: string[]
  full: RawSource
  update: RawSource
}

interface RawSource {
  file: string
  number: number
  snapshot_date: string
}

export interface RawTimes {
  unzip_ms: number
  load_ms: number
  total_ms: number
}

/** What the raw run prints, as JSON. Memory in MB. */
export interface RawResult {
  full: RawTimes
  update: RawTimes
  peak_mb: number
}

type Statements = (directory: string, constants: RawConstants) => string[]

/** Unzips a source and applies it in one transaction. */
async function apply(
  connection: DuckDBConnection,
  source: RawSource,
  directory: string,
  statements: Statements,
): Promise<RawTimes> {
  const started = performance.now()
  await unzip(source.file, directory)
  const unzipped = performance.now()
  const constants = {
    job_id: `00000000-0000-7000-8000-${String(source.number).padStart(12, "0")}`,
    extract_number: source.number,
    snapshot_date: source.snapshot_date,
  }
  await connection.run("begin transaction")
  for (const sql of statements(directory, constants)) await connection.run(sql)
  await connection.run("commit")
  const ended = performance.now()
  rmSync(directory, { recursive: true, force: true })
  return { unzip_ms: unzipped - started, load_ms: ended - unzipped, total_ms: ended - started }
}

async function rawRun(input: RawInput): Promise<RawResult> {
  const instance = await DuckDBInstance.create(input.database)
  const connection = await instance.connect()
  for (const sql of input.schema) await connection.run(sql)
  const full = await apply(connection, input.full, join(input.work, "full"), fullStatements)
  // Else the update would pay for writing down the first load.
  await connection.run("checkpoint")
  const update = await apply(connection, input.update, join(input.work, "update"), updateStatements)
  const peak_mb = memoryOf("self").peak
  connection.closeSync()
  instance.closeSync()
  return { full, update, peak_mb }
}

const result = await rawRun(JSON.parse(readFileSync(0, "utf8")) as RawInput)
process.stdout.write(JSON.stringify(result))
