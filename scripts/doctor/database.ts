import type { Config } from "../../lib/config.ts"
import { type Database, rollBack } from "../../lib/db/connection.ts"
import { assertSchemaCurrent, codeVersion } from "../../lib/db/migrate.ts"
import { statement } from "../../lib/db/statement.ts"
import { messageOf } from "../../lib/errors.ts"
import { openExisting } from "../command/database.ts"
import { type Check, found, looked, missed } from "./check.ts"

const TRIPS = 9
/** Of a trip, in milliseconds: beyond it the calls of an import are slower than what they were made for. */
const SLOW_MS = 100

/** Whether the database can be reached, has the schema of this code, can be written to, and how far away it is. */
export async function checkDatabase(config: Config): Promise<Check[]> {
  let db: Database
  try {
    db = await openExisting(config)
  } catch (error) {
    const advice = "Set SLUICE_DATABASE (and MOTHERDUCK_TOKEN for md:), and stop whoever holds the file."
    return [missed("database", messageOf(error), advice)]
  }
  try {
    return [
      found("database", `${db.location} can be reached`),
      await looked("schema", "Bring it to this code's version: npm run migrate", () => schemaOf(db)),
      await looked("database writes", "Give whoever runs Sluice the right to write to it.", () => write(db)),
      await tripCheck(db),
    ]
  } finally {
    db.close()
  }
}

async function schemaOf(db: Database): Promise<string> {
  await assertSchemaCurrent(db)
  return `version ${codeVersion()}, as this code needs it`
}

/** Makes a table and takes it back, so that nothing is left whatever happens. */
function write(db: Database): Promise<string> {
  return db.use(async (connection) => {
    await connection.run("begin transaction")
    try {
      await connection.run(statement("schema/probe_write"))
    } finally {
      await rollBack(connection)
    }
    return "a table was made and taken back"
  })
}

async function tripCheck(db: Database): Promise<Check> {
  const times = await db.use(async (connection) => {
    const each: number[] = []
    for (let trip = 0; trip < TRIPS; trip += 1) {
      const begun = performance.now()
      await connection.rows(statement("schema/probe_trip"))
      each.push(performance.now() - begun)
    }
    return each.sort((one, other) => one - other)
  })
  const ms = times[Math.floor(TRIPS / 2)] ?? 0
  const detail = `${ms.toFixed(1)} ms there and back`
  const advice = "Run the functions in the region of the database."
  return ms > SLOW_MS ? missed("database trip", detail, advice) : found("database trip", detail)
}
