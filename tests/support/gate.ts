import type { Connection, Database } from "../../lib/db/connection.ts"
import type { Effects } from "../../lib/effects.ts"

/** A place in the statements of one driver where it stands still until the test lets it go on. */
export interface Gate {
  /** The effects for the driver that is to be held up. */
  effects: Effects
  /** Resolves when it has come to the place. */
  reached: Promise<void>
  open(): void
  /** Ends the driver at the place, as the end of its process would: its connection is gone, and it never answers. */
  kill(): void
}

/**
 * Holds a driver up before the first statement for which `here` is true, which it sends as usual afterwards. With a
 * fail point that is never reached, a batch's statements go one by one, so that `commit` is a place of its own.
 */
export function gateBefore(effects: Effects, here: (sql: string) => boolean): Gate {
  const reached = signal()
  const opened = signal()
  let held: Connection | null = null
  const pass = async (sql: string, connection: Connection) => {
    if (held || !here(sql)) return
    held = connection
    reached.give()
    await opened.given
  }
  return {
    effects: { ...effects, db: gated(effects.db, pass) },
    reached: reached.given,
    open: opened.give,
    kill: () => held?.close(),
  }
}

/** Something to wait for, and what ends the waiting. */
export function signal(): { given: Promise<void>; give(): void } {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}

/** Does something while somebody else has written `sql` and not committed yet: whoever has to wait waits until they have. */
export function besideWriting<T>(
  { effects }: { effects: Effects },
  sql: string,
  work: (effects: Effects) => Promise<T>,
): Promise<T> {
  return effects.db.use(async (other) => {
    await other.run("begin transaction")
    await other.run(sql)
    const wait = async () => void (await other.run("commit"))
    return work({ ...effects, clock: { now: effects.clock.now, wait } })
  })
}

/** Whether it is the script that applies a batch: it alone ends with the fence. */
export const applying = (sql: string) => sql.includes("claim lost")

function gated(db: Database, pass: (sql: string, connection: Connection) => Promise<void>): Database {
  const wrap = (connection: Connection): Connection => ({
    ...connection,
    async run(sql, values) {
      await pass(sql, connection)
      return connection.run(sql, values)
    },
    async rows<T>(sql: string, values?: Parameters<Connection["rows"]>[1]) {
      await pass(sql, connection)
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
