import { type ChildProcess, spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { makeDatabase, ownEnvironment } from "../command/own-server.ts"

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

const ROOT = resolve(import.meta.dirname, "../..")
/** A made-up key of every role, as long as keys have to be. */
export const KEYS: readonly string[] = ["viewer", "operator", "admin"].map((role) => role.padEnd(40, "-"))

/** Starts the server as it is built, with what watches it loaded before it. */
export async function serve(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-fuzz-"))
  const temporary = join(folder, "tmp")
  mkdirSync(temporary)
  await makeDatabase(join(folder, "sluice.duckdb"))
  const watch = join(ROOT, "scripts/fuzz/watch.mjs")
  const child = spawn(process.execPath, ["--expose-gc", "--import", watch, "scripts/run.mjs", "serve"], {
    cwd: ROOT,
    env: environment(folder, temporary),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  })
  let over = false
  const closed = new Promise<void>((done) => child.once("close", () => done()))
  void closed.then(() => {
    over = true
  })
  const { port, failures } = await listening(child, closed)
  return {
    port,
    temporary,
    failures,
    look: (collect = false) => lookOf(child, closed, collect),
    ended: () => over,
    async stop() {
      child.kill("SIGTERM")
      await closed
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function environment(folder: string, temporary: string): NodeJS.ProcessEnv {
  const roles = ["viewer", "operator", "admin"]
  const keys = KEYS.map((key, n) => {
    const sha256 = createHash("sha256").update(key).digest("hex")
    return { name: roles[n], role: roles[n], sha256 }
  })
  return {
    ...ownEnvironment(),
    TMPDIR: temporary,
    SLUICE_DATABASE: join(folder, "sluice.duckdb"),
    SLUICE_FILES: join(folder, "files"),
    SLUICE_API_KEYS: JSON.stringify(keys),
    SLUICE_TRUSTED_PROXIES: "127.0.0.1",
    SLUICE_MAX_UPLOAD_MB: "64",
    SLUICE_STARTS_PER_MINUTE: "100000",
    LOG_LEVEL: "error",
    HOST: "127.0.0.1",
    PORT: "0",
  }
}

async function listening(child: ChildProcess, closed: Promise<void>) {
  let failures: string[] = []
  let port = 0
  let text = ""
  await new Promise<void>((ready, refused) => {
    const hear = (chunk: Buffer) => {
      const lines = (text + chunk.toString("utf8")).split("\n")
      text = lines.pop() ?? ""
      for (const line of lines) {
        const found = /^Sluice is ready at http:\/\/127\.0\.0\.1:(\d+)/.exec(line)
        if (found) port = Number(found[1])
        else if (line.trim() !== "") failures.push(line.slice(0, 2_000))
      }
      if (port > 0) ready()
    }
    child.stdout?.on("data", hear)
    child.stderr?.on("data", hear)
    void closed.then(() => refused(new Error(`The server did not start: ${failures.join(" ")}${text}`)))
  })
  const taken = () => {
    const lines = failures
    failures = []
    return lines
  }
  taken()
  return { port, failures: taken }
}

function lookOf(child: ChildProcess, closed: Promise<void>, collect: boolean): Promise<Look> {
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
