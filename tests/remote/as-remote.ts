import type { Connection, Database, Values } from "../../lib/db/connection.ts"
import type { Lab } from "../support/lab.ts"

/** The lab on a database that calls itself remote, with the text of everything that is sent to it. */
export function asRemote(lab: Lab): Lab & { sent: Set<string> } {
  const sent = new Set<string>()
  const { db } = lab.effects
  const remote: Database = {
    ...db,
    remote: true,
    connect: async () => recording(await db.connect(), sent),
    use: (work) => db.use((connection) => work(recording(connection, sent))),
  }
  return { ...lab, effects: { ...lab.effects, db: remote }, sent }
}

function recording(connection: Connection, sent: Set<string>): Connection {
  return {
    ...connection,
    run(sql: string, values?: Values) {
      sent.add(sql)
      return connection.run(sql, values)
    },
    rows<T>(sql: string, values?: Values) {
      sent.add(sql)
      return connection.rows<T>(sql, values)
    },
  }
}
