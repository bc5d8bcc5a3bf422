import { makeDatabase, startOwnServer } from "../command/own-server.ts"
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
  await makeDatabase(database)
  const env = { SLUICE_DATABASE: database, SLUICE_FILES: files, ...more }
  const server = startOwnServer(env, (line) => void process.stderr.write(`${line}\n`))
  const url = await server.listening
  if (url === null) throw new Error("The server did not start; what it said is above.")
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
    memory: () => memoryOf(server.child.pid ?? 0),
    stop: async () => void (await server.stop()),
  }
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
