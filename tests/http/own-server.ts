import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { copyTemplate } from "../support/lab.ts"

const ROOT = resolve(import.meta.dirname, "../..")

/** A fresh database and file store in a folder of their own, as environment variables. */
export function ownFolder(): { folder: string; env: Record<string, string>; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "sluice-test-"))
  const env = {
    SLUICE_DATABASE: join(folder, "sluice.duckdb"),
    SLUICE_FILES: join(folder, "files"),
    SLUICE_API_KEYS: "",
    LOG_LEVEL: "error",
    HOST: "127.0.0.1",
    PORT: "0",
  }
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The same with a database that is migrated, as `npm run migrate` leaves it. */
export function ownDatabase(): ReturnType<typeof ownFolder> {
  const own = ownFolder()
  copyTemplate(own.env.SLUICE_DATABASE)
  return own
}

interface Ended {
  status: number | null
  output: string
}

/** Runs a script to its end. */
export function runScript(name: string, env: Record<string, string>, ...args: string[]): Promise<Ended> {
  const child = startScript(name, env, ...args)
  return ended(child, collected(child))
}

/** Starts the server and resolves once it says where it listens. */
export async function startServer(env: Record<string, string>): Promise<{
  url: string
  pid: number
  /** What it has printed so far. */
  output(): string
  ended: Promise<Ended>
  kill(signal: NodeJS.Signals): void
}> {
  const child = startScript("serve", env)
  const output = collected(child)
  const end = ended(child, output)
  const url = await new Promise<string>((ready, refused) => {
    child.stdout?.on("data", () => {
      const found = /http:\/\/\S+/.exec(output())?.[0]
      if (found) ready(found)
    })
    void end.then(({ output: text }) => refused(new Error(`The server did not start: ${text}`)))
  })
  return { url, pid: child.pid ?? 0, output, ended: end, kill: (signal) => void child.kill(signal) }
}

function startScript(name: string, env: Record<string, string>, ...args: string[]): ChildProcess {
  const { SLUICE_FAIL_AT: _failAt, VERCEL: _vercel, ...own } = process.env
  return spawn(process.execPath, ["scripts/run.mjs", name, ...args], {
    cwd: ROOT,
    env: { ...own, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
}

function collected(child: ChildProcess): () => string {
  let text = ""
  const add = (chunk: Buffer) => {
    text += chunk.toString("utf8")
  }
  child.stdout?.on("data", add)
  child.stderr?.on("data", add)
  return () => text
}

function ended(child: ChildProcess, output: () => string): Promise<Ended> {
  return new Promise((resolve) => {
    child.once("close", (status) => resolve({ status, output: output() }))
  })
}
