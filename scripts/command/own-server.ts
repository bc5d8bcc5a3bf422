import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { isoTime, systemClock } from "../../lib/clock.ts"
import { openDatabase } from "../../lib/db/connection.ts"
import { migrate } from "../../lib/db/migrate.ts"
import { ROOT } from "../root.mjs"

const START_MS = 30_000
/** What a call may still take that is under way. */
const STOP_MS = 60_000

/** Nothing outlives whoever has started it. */
const running = new Set<ChildProcess>()
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})

/** A server as a process of its own. */
export interface OwnServer {
  /** Takes messages, where what is loaded into it listens to them. */
  readonly child: ChildProcess
  /** Where it listens, once it does; null when it ended before, or did not begin to within half a minute. */
  readonly listening: Promise<string | null>
  /** Resolves once it is gone. */
  readonly closed: Promise<void>
  isOver(): boolean
  /** Lets it end by itself; false where it had to be killed after a minute. */
  stop(): Promise<boolean>
  /** Ends it as kill -9 does. */
  kill(): Promise<void>
}

/**
 * Starts the server as it is built and as `npm run serve` starts it, on a port of its own unless `env` names one. `hear` gets what it
 * prints, line by line; `flags` are more for Node.
 */
export function startOwnServer(
  env: Record<string, string>,
  hear: (line: string) => void,
  flags: readonly string[] = [],
): OwnServer {
  const child = spawn(process.execPath, [...serveFlags(), ...flags, "build/serve.js"], {
    cwd: ROOT,
    env: { ...ownEnvironment(), ...ALONE, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  })
  running.add(child)
  let over = false
  const closed = once(child, "close").then(() => {
    over = true
    running.delete(child)
  })
  return {
    child,
    listening: listeningOf(child, closed, hear),
    closed,
    isOver: () => over,
    async stop() {
      let stuck = false
      const late = setTimeout(() => {
        stuck = child.kill("SIGKILL")
      }, STOP_MS)
      child.kill("SIGTERM")
      await closed
      clearTimeout(late)
      return !stuck
    },
    async kill() {
      child.kill("SIGKILL")
      await closed
    },
  }
}

function listeningOf(child: ChildProcess, closed: Promise<void>, hear: (line: string) => void) {
  return new Promise<string | null>((done) => {
    const late = setTimeout(() => child.kill("SIGKILL"), START_MS)
    const settle = (url: string | null) => {
      clearTimeout(late)
      done(url)
    }
    void closed.then(() => settle(null))
    for (const input of [child.stdout, child.stderr]) {
      if (input === null) continue
      createInterface({ input }).on("line", (line) => {
        const url = /^Sluice is ready at (\S+)/.exec(line)?.[1]
        if (url === undefined) hear(line)
        else settle(url)
      })
    }
  })
}

/** On this machine alone, for whoever comes, and with nothing that is configured here. */
const ALONE = { HOST: "127.0.0.1", PORT: "0", SLUICE_API_KEYS: "", EMBEDDINGS_URL: "", LOG_LEVEL: "error" }

/** What `npm run serve` tells Node. */
function serveFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: { serve: string }
  }
  return scripts.serve.split(" ").filter((word) => word.startsWith("--"))
}

/** What a command's own server is told of this process's environment: not what makes a function of it, or ends it. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const { VERCEL: _platform, SLUICE_FAIL_AT: _point, ...own } = process.env
  return own
}

/** Makes a database file of this schema version. */
export async function makeDatabase(path: string): Promise<void> {
  const db = await openDatabase(path)
  await migrate(db, () => isoTime(systemClock.now()))
  db.close()
}

/** A port of this machine that nobody listens at just now. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().once("error", failed)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => done(typeof address === "object" && address ? address.port : 0))
    })
  })
}
