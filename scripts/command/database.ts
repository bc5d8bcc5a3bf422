import { existsSync } from "node:fs"
import { userInfo } from "node:os"
import { type Config, isDatabaseFile, readConfig } from "../../lib/config.ts"
import { type Database, openDatabase } from "../../lib/db/connection.ts"
import { type Effects, openEffects } from "../../lib/effects.ts"
import { isProblem, problem } from "../../lib/errors.ts"
import { readServerFile } from "../../lib/http/server-file.ts"
import { createLog } from "../../lib/log.ts"

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

/** The error of a database that another process holds, which names the server when it is one; any other as it is. */
export function namingTheServer(error: unknown, config: Config): unknown {
  if (!isProblem(error) || error.code !== "database_locked") return error
  const server = readServerFile(config.database)
  if (!server || !error.detail.includes(`process ${server.pid}.`)) return error
  const detail = `Sluice runs already, at ${server.url}, and holds the database ${config.database} (process ${server.pid}): open that page, or stop it first.`
  return problem(error.status, error.code, detail)
}

/** The same for a database that must be there already. Throws Problem 404 `database_missing`. */
export async function openExisting(config: Config = readConfig()): Promise<Database> {
  if (isMissing(config)) throw missing(config)
  return openConfigured(config)
}

/** Whether a command has a database that it does not make, or a server that has one. */
export function isDatabaseThere(server: string | undefined): boolean {
  return server !== undefined || !isMissing(readConfig())
}

/** That it has. Throws Problem 404 `database_missing`. */
export function assertDatabaseThere(server: string | undefined): void {
  if (!isDatabaseThere(server)) throw missing(readConfig())
}

const isMissing = ({ database }: Config) => isDatabaseFile(database) && !existsSync(database)

function missing({ database }: Config) {
  const detail = `There is no database at ${database}. Set SLUICE_DATABASE, or make one: npm run migrate`
  return problem(404, "database_missing", detail)
}

/**
 * Effects for a command: their log leaves stdout to the command's result, and says little unless it was asked to
 * by LOG_LEVEL. Throws Problem 503 when the schema is not current.
 */
export async function openQuietEffects(config: Config): Promise<Effects> {
  const level = process.env.LOG_LEVEL ? config.log_level : "error"
  const write = (line: string) => void process.stderr.write(line)
  return { ...(await openEffects(config)), emit: createLog({ level, write }) }
}

/** Whose name an audit line gets when this process works on the database itself. */
export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return "command line"
  }
}
