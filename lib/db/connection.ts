import { mkdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, resolve } from "node:path"
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from "@duckdb/node-api"
import { messageOf } from "../errors.ts"
import { countStatement } from "../meter.ts"
import { givingBack, LARGE_LIMIT, LOCAL_SETTINGS, type OpenOptions, openInstance } from "./instance.ts"
import { plainRows, type Row } from "./rows.ts"

export type Values = Record<string, DuckDBValue>

/** One connection: a transaction, its variables and its interrupts belong to one request. */
export interface Connection {
  /** Runs one or several statements in one round trip; values go to the last. Answers rows changed. */
  run(sql: string, values?: Values): Promise<number>
  /** The same, answering the last statement's rows as plain JSON-ready objects. */
  rows<T = Row>(sql: string, values?: Values): Promise<T[]>
  /** Stops what is running; it then throws an `interrupted` error. */
  interrupt(): void
  close(): void
}

export interface Database {
  /** True for MotherDuck: no local file, no local-only settings. */
  readonly remote: boolean
  readonly location: string
  connect(): Promise<Connection>
  /** Gives `work` a connection of its own and closes it afterwards. */
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  /** From now on a database of this machine may hold what a large dataset needs; a remote one sees to that itself. */
  makeRoom(): Promise<void>
  /** Does something that goes through many rows, and keeps no more memory meanwhile than it is using. */
  sparingly<T>(work: () => Promise<T>): Promise<T>
  close(): void
}

/**
 * Opens a DuckDB file or `md:<database>`, once per process and path: a second instance on the same file in
 * one process loses committed rows silently, so every opening goes through DuckDB's own cache.
 * Throws Problem 503 `database_locked` naming the process that holds the file.
 */
export async function openDatabase(location: string, options: OpenOptions = {}): Promise<Database> {
  const remote = location.startsWith("md:")
  const path = remote ? location : location === ":memory:" ? location : resolve(location)
  if (!remote && path !== ":memory:") mkdirSync(dirname(path), { recursive: true })
  // MotherDuck's extension looks for a home directory, which a function has not.
  if (process.env.VERCEL || !process.env.HOME) process.env.HOME = tmpdir()
  const instance = await openInstance(path, options)
  const database = databaseOf(instance, { remote, location: path, latencyMs: options.latencyMs ?? 0 })
  await database.use((connection) => configure(connection, remote))
  return database
}

async function configure(connection: Connection, remote: boolean): Promise<void> {
  await connection.run("set timezone = 'UTC'")
  if (!remote) for (const setting of LOCAL_SETTINGS) await connection.run(setting)
}

function databaseOf(
  instance: DuckDBInstance,
  facts: { remote: boolean; location: string; latencyMs: number },
): Database {
  let roomy = false
  let sparing = 0
  const connect = async () => connectionOf(await instance.connect(), facts.latencyMs)
  const set = async (setting: string) => {
    const connection = await instance.connect()
    try {
      await connection.run(setting)
    } finally {
      connection.closeSync()
    }
  }
  return {
    remote: facts.remote,
    location: facts.location,
    connect,
    async use(work) {
      const connection = await connect()
      try {
        return await work(connection)
      } finally {
        connection.close()
      }
    },
    async makeRoom() {
      if (facts.remote || roomy) return
      await set(LARGE_LIMIT)
      roomy = true
    },
    async sparingly(work) {
      if (facts.remote) return work()
      if (sparing++ === 0) await set(givingBack(true))
      try {
        return await work()
      } finally {
        if (--sparing === 0) await set(givingBack(false))
      }
    },
    close: () => instance.closeSync(),
  }
}

function connectionOf(duck: DuckDBConnection, latencyMs: number): Connection {
  const roundTrip = async () => {
    countStatement()
    if (latencyMs > 0) await new Promise((done) => setTimeout(done, latencyMs))
  }
  return {
    async run(sql, values) {
      await roundTrip()
      const result = await duck.run(sql, values)
      return result.rowsChanged
    },
    async rows<T>(sql: string, values?: Values) {
      await roundTrip()
      return plainRows(await duck.runAndReadAll(sql, values)) as T[]
    },
    interrupt: () => duck.interrupt(),
    close: () => duck.closeSync(),
  }
}

/**
 * Runs `work` in one transaction. On any throw it rolls back and rethrows: a COMMIT after a failed statement
 * would report success.
 */
export async function transaction<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  const waiting: (() => void)[] = []
  afterCommits.set(connection, waiting)
  await connection.run("begin transaction")
  try {
    const value = await work()
    await connection.run("commit")
    for (const then of waiting) then()
    return value
  } catch (error) {
    await rollBack(connection)
    throw error
  } finally {
    afterCommits.delete(connection)
  }
}

const afterCommits = new WeakMap<Connection, (() => void)[]>()

/** Does something once the connection's transaction is committed, and never when it is not; at once without one. */
export function afterCommit(connection: Connection, then: () => void): void {
  const waiting = afterCommits.get(connection)
  if (waiting) waiting.push(then)
  else then()
}

/** Ends a transaction that may already be over: after a failed COMMIT there is none left. */
export async function rollBack(connection: Connection): Promise<void> {
  try {
    await connection.run("rollback")
  } catch (error) {
    if (!/no transaction is active/i.test(messageOf(error))) throw error
  }
}
