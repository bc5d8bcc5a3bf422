import type { Connection, Database } from "../../lib/db/connection.ts"
import type { Effects } from "../../lib/effects.ts"

/** A place in the statements of one driver where it stands still until the test lets it go on. */
export interface Gate {
  /** The effects for the driver that is to be held up. */
  effects: Effects
  /** Resolves when it has come to the place. */
  reached: Promise<void>
  open(): void
}

/**
 * Holds a driver up before the first statement for which `here` is true, which it sends as usual afterwards. With a
 * fail point that is never reached, a batch's statements go one by one, so that `commit` is a place of its own.
 */
export function gateBefore(effects: Effects, here: (sql: string) => boolean): Gate {
  let arrive = () => {}
  let open = () => {}
  const reached = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  let passed = false
  const pass = async (sql: string) => {
    if (passed || !here(sql)) return
    passed = true
    arrive()
    await opened
  }
  return { effects: { ...effects, db: gated(effects.db, pass) }, reached, open }
}

/** Whether it is the script that applies a batch: it alone ends with the fence. */
export const applying = (sql: string) => sql.includes("claim lost")

function gated(db: Database, pass: (sql: string) => Promise<void>): Database {
  const wrap = (connection: Connection): Connection => ({
    ...connection,
    async run(sql, values) {
      await pass(sql)
      return connection.run(sql, values)
    },
    async rows<T>(sql: string, values?: Parameters<Connection["rows"]>[1]) {
      await pass(sql)
      return connection.rows<T>(sql, values)
    },
  })
  return {
    ...db,
    connect: async () => wrap(await db.connect()),
    use: (work) => db.use((connection) => work(wrap(connection))),
  }
}

/** The environment in which a batch's statements go one by one. */
export const STEP_BY_STEP = { SLUICE_FAIL_AT: "before_commit:1000000" }
