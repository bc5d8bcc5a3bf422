import { existsSync } from "node:fs"
import { type Config, readConfig } from "../../lib/config.ts"
import { type Database, openDatabase } from "../../lib/db/connection.ts"
import { problem } from "../../lib/errors.ts"

/**
 * Opens the configured database, making the file when it is missing. Throws Problem 503 `database_locked`
 * naming the process that holds it.
 */
export function openConfigured(config: Config = readConfig()): Promise<Database> {
  return openDatabase(config.database, { motherduckToken: config.motherduck_token ?? undefined })
}

/** The same for a database that must be there already. Throws Problem 404 `database_missing`. */
export function openExisting(config: Config = readConfig()): Promise<Database> {
  if (!config.database.startsWith("md:") && !existsSync(config.database)) {
    const detail = `There is no database at ${config.database}. Set SLUICE_DATABASE, or make one: npm run migrate`
    throw problem(404, "database_missing", detail)
  }
  return openConfigured(config)
}
