import { resolve } from "node:path"
import { isoTime, systemClock } from "../../lib/clock.ts"
import { type Config, readConfig } from "../../lib/config.ts"
import { HealthAnswer } from "../../lib/contract/index.ts"
import { migrate, versionOf } from "../../lib/db/migrate.ts"
import { liveEffects } from "../../lib/effects.ts"
import { createApi } from "../../lib/http/router.ts"
import { readServerFile } from "../../lib/http/server-file.ts"
import { loadFunction } from "../serve/functions.ts"
import { type Api, type ApiOptions, apiOver, type Transport, unreachable } from "./api.ts"
import { openConfigured, openQuietEffects, userName } from "./database.ts"
import { UsageError } from "./run.ts"

const ROOT = resolve(import.meta.dirname, "../..")
const HEALTH_MS = 3_000

/**
 * Finds the API: the server that is named, else the one that runs on the configured database, else the same
 * handlers in this process. Throws Problem 503 `database_locked` naming who holds the database.
 */
export async function connect(server: string | undefined, options: ApiOptions): Promise<Api> {
  if (server !== undefined) return apiOver(overHttp(addressOf(server)), options)
  const config = readConfig()
  const running = await runningServer(config)
  return apiOver(running ? overHttp(running) : await inProcess(config), options)
}

function addressOf(server: string): string {
  const url = URL.canParse(server) ? new URL(server) : null
  if (url && /^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, "")
  throw new UsageError(`--server takes an address such as http://127.0.0.1:3000, not "${server}".`)
}

/** The address of the server that has the database open, when it answers. */
async function runningServer(config: Config): Promise<string | null> {
  const file = readServerFile(config.database)
  if (!file) return null
  try {
    const response = await fetch(`${file.url}/api/health`, { signal: AbortSignal.timeout(HEALTH_MS) })
    return HealthAnswer.safeParse(await response.json()).success ? file.url : null
  } catch {
    return null
  }
}

function overHttp(base: string): Transport {
  const key = process.env.SLUICE_API_KEY
  return {
    server: base,
    base,
    headers: key ? { authorization: `Bearer ${key}` } : {},
    async send(request) {
      try {
        return await fetch(request)
      } catch (error) {
        throw unreachable(base, error)
      }
    },
    close() {},
  }
}

async function inProcess(config: Config): Promise<Transport> {
  await migrateIfNew(config)
  const { db } = await liveEffects(() => openQuietEffects(config))
  const actor = { name: userName(), role: "admin" as const, projects: ["*"] }
  return {
    server: null,
    base: "http://localhost",
    headers: {},
    send: createApi(ROOT, { actor, load: loadFunction }),
    close: () => db.close(),
  }
}

/** A database nobody has used yet is made ready; one of an older release is left to `npm run migrate`. */
async function migrateIfNew(config: Config): Promise<void> {
  const db = await openConfigured(config)
  try {
    if ((await db.use(versionOf)) === 0) await migrate(db, () => isoTime(systemClock.now()))
  } finally {
    db.close()
  }
}
