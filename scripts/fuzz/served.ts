import { createHash } from "node:crypto"
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { makeDatabase, type OwnServer, startOwnServer } from "../command/own-server.ts"

/** What a process says of itself: since the last look, and in bytes after what is not needed was let go. */
export interface Look {
  held_ms: number
  heap: number
  descriptors: number
}

/** A server in a folder of its own, which can be asked how it is. */
export interface Served {
  port: number
  /** Its temporary folder, empty when nothing is at work. */
  temporary: string
  /** Lines of its log that tell of a failure, since they were last asked for. */
  failures(): string[]
  /** How it is; `collect` lets go first of what is not needed. */
  look(collect?: boolean): Promise<Look>
  ended(): boolean
  stop(): Promise<void>
}

const MOST_OF_A_LINE = 2_000
const WATCH = resolve(import.meta.dirname, "watch.mjs")
const ROLES = ["viewer", "operator", "admin"]
/** A made-up key of every role, as long as keys have to be. */
export const KEYS: readonly string[] = ROLES.map((role) => role.padEnd(40, "-"))

/** Starts the server as it is built, with what watches it loaded before it. */
export async function serve(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-fuzz-"))
  const temporary = join(folder, "tmp")
  mkdirSync(temporary)
  await makeDatabase(join(folder, "sluice.duckdb"))
  const lines: string[] = []
  const hear = (line: string) => {
    if (line.trim() !== "") lines.push(line.slice(0, MOST_OF_A_LINE))
  }
  const server = startOwnServer(environment(folder, temporary), hear, ["--expose-gc", "--import", WATCH])
  const url = await server.listening
  if (url === null) throw new Error(`The server did not start: ${lines.join(" ")}`)
  lines.length = 0
  return {
    port: Number(new URL(url).port),
    temporary,
    failures: () => lines.splice(0),
    look: (collect = false) => lookOf(server, collect),
    ended: server.isOver,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function environment(folder: string, temporary: string): Record<string, string> {
  const keys = KEYS.map((key, n) => {
    const sha256 = createHash("sha256").update(key).digest("hex")
    return { name: ROLES[n], role: ROLES[n], sha256 }
  })
  return {
    TMPDIR: temporary,
    SLUICE_DATABASE: join(folder, "sluice.duckdb"),
    SLUICE_FILES: join(folder, "files"),
    SLUICE_API_KEYS: JSON.stringify(keys),
    SLUICE_TRUSTED_PROXIES: "127.0.0.1",
    SLUICE_MAX_UPLOAD_MB: "64",
    SLUICE_STARTS_PER_MINUTE: "100000",
  }
}

function lookOf({ child, closed }: OwnServer, collect: boolean): Promise<Look> {
  return new Promise((done, failed) => {
    const gone = () => failed(new Error("The server has ended."))
    if (!child.connected) return gone()
    void closed.then(gone)
    child.once("message", (look) => done(look as Look))
    child.send({ collect }, (error) => error && gone())
  })
}

/** What is in a folder and below it. */
export const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true }).map(String)
