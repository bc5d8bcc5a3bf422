import { existsSync } from "node:fs"
import { type Config, readConfig } from "../../lib/config.ts"
import { type Database, openDatabase } from "../../lib/db/connection.ts"
import { isProblem, problem } from "../../lib/errors.ts"
import { readServerFile } from "../../lib/http/server-file.ts"

/**
 * Opens the configured database, making the file when it is missing. Throws Problem 503 `database_locked`
 * naming the process that holds it, and the server when it is one.
 */
export async function openConfigured(config: Config = readConfig()): Promise<Database> {
  try {
    return await openDatabase(config.database, { motherduckToken: config.motherduck_token ?? undefined })
  } catch (error) {
    throw namingTheServer(error, config)
  }
}

function namingTheServer(error: unknown, config: Config): unknown {
  if (!isProblem(error) || error.code !== "database_locked") return error
  const server = readServerFile(config.database)
  if (!server || !error.detail.includes(`process ${server.pid}.`)) return error
  const detail = `The database ${config.database} is held by the Sluice server at ${server.url} (process ${server.pid}). Stop it first.`
  return problem(error.status, error.code, detail)
}

/** The same for a database that must be there already. Throws Problem 404 `database_missing`. */
export async function openExisting(config: Config = readConfig()): Promise<Database> {
  if (!config.database.startsWith("md:") && !existsSync(config.database)) {
    const detail = `There is no database at ${config.database}. Set SLUICE_DATABASE, or make one: npm run migrate`
    throw problem(404, "database_missing", detail)
  }
  return openConfigured(config)
}
