import { mkdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, resolve } from "node:path"
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api"
import { messageOf } from "../errors.ts"
import { countTrip } from "../meter.ts"
import { classifyError } from "./classify.ts"
import { countStatements } from "./count-statements.ts"
import { type Connection, type Engine, engineFor, type Values } from "./engine.ts"
import { givingBack, LOCAL_SETTINGS, type OpenOptions, openInstance, type Room, roomOf } from "./instance.ts"
import { plainRows } from "./rows.ts"
import { runScript } from "./script.ts"

export type { Connection, Values } from "./engine.ts"

export interface Database {
  /** True where the database is no file of this process: no local-only settings. */
  readonly remote: boolean
  readonly location: string
  connect(): Promise<Connection>
  /** Gives `work` a connection of its own and closes it afterwards. */
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  /** From now on a database of this machine may hold what a large dataset needs; a remote one sees to that itself. */
  makeRoom(room?: Room): Promise<void>
  /** Does something that goes through many rows, and keeps no more memory meanwhile than it is using. */
  sparingly<T>(work: () => Promise<T>): Promise<T>
  close(): void
}

/**
 * Opens a DuckDB file or `md:<database>`, once per process and path: a second instance on the same file in
 * one process loses committed rows silently, so every opening goes through DuckDB's own cache. A location of another
 * scheme is opened by whoever has said before that it knows how.
 * Throws Problem 503 `database_locked` naming the process that holds the file.
 */
export async function openDatabase(location: string, options: OpenOptions = {}): Promise<Database> {
  const elsewhere = engineFor(location)
  const remote = elsewhere !== undefined || location.startsWith("md:")
  const path = remote || location === ":memory:" ? location : resolve(location)
  if (!remote && path !== ":memory:") mkdirSync(dirname(path), { recursive: true })
  // MotherDuck's extension looks for a home directory, which a function has not.
  if (process.env.VERCEL || !process.env.HOME) process.env.HOME = tmpdir()
  const engine = elsewhere ? await elsewhere(path) : engineOf(await openInstance(path, options))
  const database = databaseOf(engine, { remote, location: path, options })
  await database.use((connection) => configure(connection, remote))
  return database
}

async function configure(connection: Connection, remote: boolean): Promise<void> {
  await connection.run("set timezone = 'UTC'")
  if (!remote) for (const setting of LOCAL_SETTINGS) await connection.run(setting)
}

function databaseOf(
  engine: Engine,
  facts: { remote: boolean; location: string; options: OpenOptions },
): Database {
  let most = 0
  let sparing = 0
  const connect = async () => counted(await engine.connect(), facts.options.latencyMs ?? 0)
  const set = async (setting: string) => {
    const connection = await engine.connect()
    try {
      await connection.run(setting)
    } finally {
      connection.close()
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
    async makeRoom(room = "large") {
      const wanted = roomOf(room, facts.options)
      if (facts.remote || most >= wanted) return
      await set(`set memory_limit = '${wanted}MB'`)
      most = wanted
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
    close: () => engine.close(),
  }
}

/** Counts what is sent, and makes it take as long as it would to a database that is far away. */
function counted(connection: Connection, latencyMs: number): Connection {
  const roundTrip = async (sql: string) => {
    const statements = countStatements(sql)
    countTrip(statements)
    if (latencyMs > 0) await new Promise((done) => setTimeout(done, latencyMs * statements))
  }
  return {
    ...connection,
    async run(sql, values) {
      await roundTrip(sql)
      return connection.run(sql, values)
    },
    async rows<T>(sql: string, values?: Values) {
      await roundTrip(sql)
      return connection.rows<T>(sql, values)
    },
  }
}

function engineOf(instance: DuckDBInstance): Engine {
  return { connect: async () => connectionOf(await instance.connect()), close: () => instance.closeSync() }
}

function connectionOf(duck: DuckDBConnection): Connection {
  return {
    async run(sql, values) {
      return (await runScript(duck, sql, values)).rowsChanged
    },
    async rows<T>(sql: string, values?: Values) {
      return plainRows(await runScript(duck, sql, values)) as T[]
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

/**
 * Ends a transaction that may already be over: after a failed COMMIT there is none left. An interrupt that was meant for the
 * statement before and hits this one does not keep it open.
 */
export async function rollBack(connection: Connection): Promise<void> {
  for (;;) {
    try {
      return void (await connection.run("rollback"))
    } catch (error) {
      if (/no transaction is active/i.test(messageOf(error))) return
      if (classifyError(error) !== "interrupted") throw error
    }
  }
}
