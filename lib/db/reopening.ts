import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api"
import { messageOf } from "../errors.ts"
import type { Connection, Engine, Values } from "./engine.ts"
import { plainRows } from "./rows.ts"
import { runScript } from "./script.ts"

const INTERRUPT_EVERY_MS = 50

/** What DuckDB itself says on connections that are still open then. */
const INVALIDATED = "FATAL Error: the database has been invalidated, and is opened anew"
/** After this DuckDB answers nothing any more, to nobody: when a change could neither be written nor taken back, for one. */
const ENDS_INSTANCE = /^FATAL Error|database has been invalidated/

/** A connection that can be taken from whoever has it. */
interface Lent {
  connection: Connection
  /** Breaks off what it is at, and closes it. */
  take(): Promise<void>
}

/** What one opening of a database has in hand. */
interface Opening {
  instance: DuckDBInstance | null
  lent: Set<Lent>
}

/** All of a process by database: an instance is only a new one when nothing of the old one is open. */
const openings = new Map<string, Set<Opening>>()
const givingUp = new Map<string, Promise<void>>()

/**
 * An engine on an instance of DuckDB. Once that has given itself up, whoever has a connection loses it, and whoever connects next gets one
 * to a new instance, which `open` opens. Connections that were lost throw an error
 * of the kind `restarting`.
 */
export function reopeningEngine(
  path: string,
  first: DuckDBInstance,
  open: () => Promise<DuckDBInstance>,
): Engine {
  const mine: Opening = { instance: first, lent: new Set() }
  const all = openings.get(path) ?? new Set()
  openings.set(path, all.add(mine))
  let reopening: Promise<DuckDBInstance> | null = null
  const reopened = async () => {
    await givingUp.get(path)
    mine.instance = await open()
    return mine.instance
  }
  const instance = () => {
    if (mine.instance !== null) return mine.instance
    reopening ??= reopened().finally(() => {
      reopening = null
    })
    return reopening
  }
  return {
    async connect() {
      const duck = await (await instance()).connect()
      const lent = lend(duck, {
        ended: () => giveUp(path),
        closed: () => mine.lent.delete(lent),
      })
      mine.lent.add(lent)
      return lent.connection
    },
    close() {
      all.delete(mine)
      mine.instance?.closeSync()
    },
  }
}

/** Closes everything that is open of a database, once. */
function giveUp(path: string): void {
  // What is in memory alone would be gone.
  if (path === ":memory:" || givingUp.has(path)) return
  const all = [...(openings.get(path) ?? [])]
  const instances = all.map((opening) => opening.instance)
  for (const opening of all) opening.instance = null
  const closed = async () => {
    await Promise.all(all.flatMap(({ lent }) => [...lent].map(({ take }) => take())))
    for (const instance of instances) instance?.closeSync()
  }
  givingUp.set(
    path,
    closed().finally(() => givingUp.delete(path)),
  )
}

function lend(duck: DuckDBConnection, on: { ended(): void; closed(): void }): Lent {
  const underWay = new Set<Promise<unknown>>()
  let open = true
  const close = () => {
    if (!open) return
    open = false
    on.closed()
    duck.closeSync()
  }
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!open) throw new Error(INVALIDATED)
    const running = work()
    underWay.add(running)
    try {
      return await running
    } catch (error) {
      if (ENDS_INSTANCE.test(messageOf(error))) on.ended()
      throw error
    } finally {
      underWay.delete(running)
    }
  }
  return {
    connection: {
      run: (sql, values) => during(async () => (await runScript(duck, sql, values)).rowsChanged),
      rows: <T>(sql: string, values?: Values) =>
        during(async () => plainRows(await runScript(duck, sql, values)) as T[]),
      interrupt: () => {
        if (open) duck.interrupt()
      },
      close,
    },
    async take() {
      if (!open) return
      open = false
      on.closed()
      // Closing one that is at work brings the process down.
      const interrupting = setInterval(() => duck.interrupt(), INTERRUPT_EVERY_MS)
      await Promise.allSettled(underWay)
      clearInterval(interrupting)
      duck.closeSync()
    },
  }
}
