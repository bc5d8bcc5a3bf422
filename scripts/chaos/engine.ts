import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"

const ROOT = resolve(import.meta.dirname, "../..")
const CHILDREN = resolve(ROOT, "build/tests")
const BUILD = `import build from ${JSON.stringify(pathToFileURL(resolve(ROOT, "tests/support/build.mjs")).href)}; await build()`

/** One call in so many loses its connection. */
const DROP_ONE_IN = 300

/** A process that holds the database for servers that reach it over a socket, as one far away. */
export interface Engine {
  pid: number
  /** What a server needs to reach it. */
  env: Record<string, string>
  kill(): Promise<void>
}

/** Builds what engines run from: it is only in a checkout, beside the tests. */
export function buildEngine(): void {
  const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", BUILD], { stdio: "inherit" })
  if (status !== 0) throw new Error("The engine of the tests cannot be built.")
}

/** Starts one on a file; null when it ended before it could be reached. */
export async function startEngine(file: string, seed: number): Promise<Engine | null> {
  const distance = JSON.stringify({ latency_ms: 1, drop_one_in: DROP_ONE_IN, seed })
  const child = spawn(process.execPath, [resolve(CHILDREN, "engine-child.js"), file, distance], {
    stdio: ["pipe", "pipe", "ignore"],
    // Each running statement takes a thread of Node's.
    env: { ...process.env, UV_THREADPOOL_SIZE: "16" },
  })
  const closed = once(child, "close")
  const line = await Promise.race([
    once(child.stdout, "data").then(([chunk]) => String(chunk).trim()),
    closed.then(() => null),
  ])
  if (line === null) return null
  const client = pathToFileURL(resolve(CHILDREN, "engine-client.js")).href
  return {
    pid: child.pid ?? 0,
    env: { SLUICE_DATABASE: line, NODE_OPTIONS: `--import=${client}` },
    kill: () => killed(child, closed),
  }
}

async function killed(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  child.kill("SIGKILL")
  await closed
}
