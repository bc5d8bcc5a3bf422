import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { freePort, ownEnvironment } from "../command/own-server.ts"
import { memoryOf } from "./memory.ts"

interface Reply<T> {
  body: T
  /** Seen from the caller, body read. */
  ms: number
  /** Round trips to the database, where the server tells. */
  statements: number | null
  /** Statements these carried. */
  sql_statements: number
}

/** What calls took together, and what they have sent to the database. */
export interface Sent {
  calls: number
  ms: number
  trips: number
  statements: number
}

export interface BenchServer {
  readonly url: string
  call<T>(method: "GET" | "POST", path: string, body?: object | FormData): Promise<Reply<T>>
  /** The process's memory in MB: now, and at its highest so far. */
  memory(): { now: number; peak: number }
  /** Of all calls since this was last asked. */
  takeSent(): Sent
  stop(): Promise<void>
}

const NOTHING_SENT: Sent = { calls: 0, ms: 0, trips: 0, statements: 0 }
const START_LIMIT_MS = 30_000

/** What `npm run serve` runs Node with. */
function serveArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { serve: string } }
  return scripts.serve.split(" ").slice(1)
}

/** Starts the local server as a process of its own on a new database and a folder of files. */
export async function startServer({
  database,
  files,
  more = {},
}: {
  database: string
  files: string
  /** Further environment variables. */
  more?: Record<string, string>
}): Promise<BenchServer> {
  if (!existsSync("scripts/run.mjs")) throw new Error("Run the benchmark from the project's root folder.")
  const port = await freePort()
  const env = {
    ...ownEnvironment(),
    PORT: String(port),
    HOST: "127.0.0.1",
    SLUICE_DATABASE: database,
    SLUICE_FILES: files,
    SLUICE_API_KEYS: "",
    EMBEDDINGS_URL: "",
    LOG_LEVEL: "error",
    ...more,
  }
  const run = (...flags: string[]) =>
    spawn(process.execPath, flags, { env, stdio: ["ignore", process.stderr, "inherit"] })
  await successOf(run("scripts/run.mjs", "migrate"))
  const child = run(...serveArguments())
  const url = `http://127.0.0.1:${port}`
  await untilHealthy(child, url)
  let all = NOTHING_SENT
  return {
    url,
    async call<T>(method: "GET" | "POST", path: string, body?: object | FormData) {
      const reply = await call<T>(url, method, path, body)
      all = {
        calls: all.calls + 1,
        ms: all.ms + reply.ms,
        trips: all.trips + (reply.statements ?? 0),
        statements: all.statements + reply.sql_statements,
      }
      return reply
    },
    takeSent() {
      const taken = all
      all = NOTHING_SENT
      return taken
    },
    memory: () => memoryOf(child.pid ?? 0),
    stop: () => stop(child),
  }
}

function successOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", (status) => {
      if (status === 0) resolve()
      else reject(new Error(`Migrating the database ended with status ${status}.`))
    })
  })
}

async function untilHealthy(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server ended with status ${child.exitCode}.`)
    const healthy = await fetch(`${url}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (healthy) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await stop(child)
  throw new Error(`The server did not answer within ${START_LIMIT_MS / 1000} s.`)
}

async function call<T>(
  url: string,
  method: string,
  path: string,
  body?: object | FormData,
): Promise<Reply<T>> {
  const started = performance.now()
  const response = await fetch(`${url}${path}`, { method, ...sent(body) })
  const text = await response.text()
  const ms = performance.now() - started
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
  const counted = response.headers.get("x-sluice-statements")
  const sql_statements = Number(response.headers.get("x-sluice-sql-statements") ?? 0)
  const statements = counted === null ? null : Number(counted)
  return { body: JSON.parse(text) as T, ms, statements, sql_statements }
}

function sent(body?: object | FormData): RequestInit {
  if (body === undefined || body instanceof FormData) return body === undefined ? {} : { body }
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once("exit", resolve))
  child.kill("SIGTERM")
  const patience = setTimeout(() => child.kill("SIGKILL"), 20_000)
  await ended
  clearTimeout(patience)
}
