import { type Config, readConfig } from "../../lib/config.ts"
import { HealthAnswer } from "../../lib/contract/index.ts"
import { isUnhurried } from "../../lib/http/calls.ts"
import { readServerFile } from "../../lib/http/server-file.ts"
import { type Api, type ApiOptions, apiOver, type Transport, unreachable } from "./api.ts"
import { patientRequest } from "./patient-request.ts"
import { UsageError } from "./run.ts"

const HEALTH_MS = 3_000

/**
 * Finds the API: the server that is named, else the one that runs on the configured database, else the same
 * handlers in this process. Throws Problem 503 `database_locked` naming who holds the database.
 */
export async function connect(server: string | undefined, options: ApiOptions): Promise<Api> {
  if (server !== undefined) return apiOver(overHttp(addressOf(server)), options)
  const config = readConfig()
  const running = await runningServer(config)
  if (running) return apiOver(overHttp(running), options)
  // The database is not loaded for a command that only talks to a server.
  const { inProcess } = await import("./in-process.ts")
  return apiOver(await inProcess(config), options)
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
        const { pathname } = new URL(request.url)
        return await (isUnhurried(request.method, pathname) ? patientRequest(request) : fetch(request))
      } catch (error) {
        throw unreachable(base, error)
      }
    },
    async tidyUp() {},
    close() {},
  }
}
