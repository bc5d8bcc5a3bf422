import { mkdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, resolve } from "node:path"
import type { DuckDBInstance } from "@duckdb/node-api"
import { systemClock } from "../clock.ts"
import { messageOf, type Problem } from "../errors.ts"
import { countTrip } from "../meter.ts"
import { classifyError } from "./classify.ts"
import { countStatements } from "./count-statements.ts"
import { type Connection, type Engine, engineFor, type Values } from "./engine.ts"
import { givingBack, LOCAL_SETTINGS, type OpenOptions, openInstance, type Room, roomOf } from "./instance.ts"
import { reopeningEngine } from "./reopening.ts"
import { watchTrouble } from "./trouble.ts"

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
  /** What keeps it from being written, as whoever writes is told: Problem 507 `database_full`; null while nothing does. */
  trouble(): Promise<Problem | null>
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
  const facts = { remote, location: path, options }
  if (elsewhere) {
    const database = databaseOf(await elsewhere(path), facts)
    await database.use((connection) => connection.run("set timezone = 'UTC'"))
    return database
  }
  let database: OpenDatabase | undefined
  const open = async () => {
    const instance = await openConfigured(path, options, remote)
    database?.opened()
    return instance
  }
  database = databaseOf(reopeningEngine(path, await open(), open), facts)
  return database
}

async function openConfigured(path: string, options: OpenOptions, remote: boolean): Promise<DuckDBInstance> {
  const instance = await openInstance(path, options)
  const duck = await instance.connect()
  try {
    for (const setting of ["set timezone = 'UTC'", ...(remote ? [] : LOCAL_SETTINGS)]) await duck.run(setting)
  } finally {
    duck.closeSync()
  }
  return instance
}

type OpenDatabase = Database & {
  /** It is another instance now, with the room of a new one. */
  opened(): void
}

function databaseOf(
  engine: Engine,
  facts: { remote: boolean; location: string; options: OpenOptions },
): OpenDatabase {
  let most = 0
  let sparing = 0
  const trouble = watchTrouble(facts.location)
  const telling = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw trouble.told(error)
    })
  const connect = async () => counted(await telling(engine.connect()), facts.options.latencyMs ?? 0, telling)
  const set = async (setting: string) => {
    const connection = await telling(engine.connect())
    try {
      await telling(connection.run(setting))
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
      try {
        if (sparing++ === 0) await set(givingBack(true))
        return await work()
      } finally {
        if (--sparing === 0) await set(givingBack(false))
      }
    },
    trouble: () => trouble.look(),
    opened() {
      most = 0
    },
    close: () => engine.close(),
  }
}

/** Counts what is sent, and makes it take as long as it would to a database that is far away. */
function counted(
  connection: Connection,
  latencyMs: number,
  telling: <T>(work: Promise<T>) => Promise<T>,
): Connection {
  const roundTrip = async (sql: string) => {
    const statements = countStatements(sql)
    countTrip(statements)
    if (latencyMs > 0) await systemClock.wait(latencyMs * statements)
  }
  return {
    ...connection,
    async run(sql, values) {
      await roundTrip(sql)
      return telling(connection.run(sql, values))
    },
    async rows<T>(sql: string, values?: Values) {
      await roundTrip(sql)
      return telling(connection.rows<T>(sql, values))
    },
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
      const kind = classifyError(error)
      // With the instance goes whatever was open in it.
      if (kind === "full" || kind === "restarting") return
      if (kind !== "interrupted") throw error
    }
  }
}
