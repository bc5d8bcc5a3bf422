import { ConfigError, readConfig } from "../lib/config.ts"
import { type Effects, liveEffects } from "../lib/effects.ts"
import { isProblem, messageOf } from "../lib/errors.ts"
import { callerAddress } from "../lib/http/client-address.ts"
import { withErrorObject } from "../lib/http/error-object.ts"
import { isLoopback, refuseOtherHost } from "../lib/http/origin.ts"
import { failureResponse } from "../lib/http/problem.ts"
import type { Handler } from "../lib/http/route.ts"
import { createApi } from "../lib/http/router.ts"
import { listen } from "../lib/http/server.ts"
import { removeServerFile, writeServerFile } from "../lib/http/server-file.ts"
import { createStatic } from "../lib/http/static.ts"
import { keepOneReady } from "../lib/pool/index.ts"
import { storeOrigin } from "../lib/store/store.ts"
import { asCalled } from "./command/called.ts"
import { namingTheServer } from "./command/database.ts"
import { EXIT } from "./command/run.ts"
import { ROOT } from "./root.mjs"
import { startDriving } from "./serve/driving.ts"
import { loadFunction, loadFunctions } from "./serve/functions.ts"

const GRACE_MS = 4_000
const SAME_KEYPRESS_MS = 1_000

const HELP = `Serves the page and the API on this machine.

  npm run serve

Where it listens, its database, files and keys come from the environment; .env.example lists everything.
Stops on SIGTERM or Ctrl-C, letting calls under way finish.`

interface Serving {
  url: string
  /** Stops listening, lets calls under way finish, closes the database. */
  stop(reason: string): Promise<void>
}

/**
 * Starts the local server on the process's own effects.
 * @throws Error with a sentence when the configuration or the database does not let it
 */
async function serve(): Promise<Serving> {
  const config = readConfig()
  if (config.api_keys.length === 0 && !isLoopback(config.host)) {
    throw new Error(
      `Without SLUICE_API_KEYS only this machine is served, so HOST cannot be ${config.host}: configure keys, or use 127.0.0.1.`,
    )
  }
  const effects = await liveEffects().catch((error: unknown) => {
    throw namingTheServer(error, config)
  })
  // One that is first loaded while descriptors are used up would stay broken.
  await loadFunctions()
  const { host, port, stop } = await listen(handlerOf(ROOT, effects), config.host, config.port, config)
  const url = `http://${localName(host)}:${port}`
  writeServerFile(config.database, { url, pid: process.pid })
  const driving = startDriving(effects)
  effects.emit({ type: "server.started", url })
  // Only the first import would wait; whatever does not load says so to the first that needs it.
  keepOneReady().catch(() => {})
  return {
    url,
    async stop(reason) {
      driving.stop()
      await stop(GRACE_MS)
      removeServerFile(config.database)
      effects.emit({ type: "server.stopped", reason })
      effects.db.close()
    },
  }
}

function handlerOf(root: string, { config, emit }: Pick<Effects, "config" | "emit">): Handler {
  const api = createApi(root, { load: loadFunction })
  const page = createStatic(root, storeOrigin(config))
  return async (request) => {
    const { pathname } = new URL(request.url)
    try {
      // Where nothing is, too: what answers there knows no names.
      refuseOtherHost(request, callerAddress(request), config)
      return await (pathname === "/api" || pathname.startsWith("/api/") ? api(request) : page(request))
    } catch (error) {
      return withErrorObject(failureResponse(error, request, emit), pathname)
    }
  }
}

/** A name this machine's own commands can connect to. */
function localName(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1"
  return host.includes(":") ? `[${host}]` : host
}

async function main(): Promise<void> {
  if (process.argv.includes("--help")) return console.log(asCalled(HELP))
  const serving = await serve()
  const { emit } = await liveEffects()
  process.on("unhandledRejection", (error) => {
    const stack = error instanceof Error ? (error.stack ?? null) : null
    emit({ type: "promise.rejected", message: messageOf(error), stack })
  })
  stopOnSignals(serving)
  console.log(`Sluice is ready at ${serving.url} – Ctrl-C stops it.`)
}

function stopOnSignals(serving: Serving): void {
  let since: number | undefined
  const onSignal = async (signal: NodeJS.Signals) => {
    // A terminal sends Ctrl-C to the whole group, and whoever started this passes it on: that is one.
    if (since !== undefined) {
      if (Date.now() - since > SAME_KEYPRESS_MS) process.exit(1)
      return
    }
    since = Date.now()
    await serving.stop(signal)
    process.exit(0)
  }
  process.on("SIGTERM", onSignal)
  process.on("SIGINT", onSignal)
}

function explain(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined
  if (code === "EADDRINUSE")
    return `Port ${readConfig().port} is taken by another program: stop it, or set PORT to another one.`
  if (code === "EACCES") return "This port needs more rights: set PORT to one above 1023."
  return isProblem(error) || error instanceof ConfigError
    ? error.message
    : `It cannot start: ${messageOf(error)}`
}

main().catch((error: unknown) => {
  console.error(asCalled(explain(error)))
  process.exit(EXIT.failed)
})
