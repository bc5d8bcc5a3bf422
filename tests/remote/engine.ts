import { spawn } from "node:child_process"
import { once } from "node:events"
import { pathToFileURL } from "node:url"
import { builtChild } from "../support/child.ts"

/** How far away an engine is, and how often its connections drop. */
export interface Distance {
  latency_ms?: number
  drop_one_in?: number
  seed?: number
}

/** A process that holds a database file for any number of others, as one far away does. */
export interface RemoteEngine {
  pid: number
  /** What SLUICE_DATABASE is set to. */
  location: string
  /** What a process that is to reach it needs in its environment. */
  env: Record<string, string>
  /** Ends it as kill -9 does. */
  stop(): Promise<void>
}

/** Starts one that holds `file`; throws when it ends before it can be reached. This process reaches it once engine-client.ts was imported. */
export async function startEngine(file: string, distance: Distance = {}): Promise<RemoteEngine> {
  const child = spawn(process.execPath, [builtChild("engine-child"), file, JSON.stringify(distance)], {
    stdio: ["pipe", "pipe", "inherit"],
    // Each running statement takes a thread of Node's.
    env: { ...process.env, UV_THREADPOOL_SIZE: "16" },
  })
  const closed = once(child, "close")
  const [line] = await Promise.race([
    once(child.stdout, "data"),
    closed.then(() => {
      throw new Error(`no engine could be started on ${file}`)
    }),
  ])
  const location = String(line).trim()
  const client = pathToFileURL(builtChild("engine-client")).href
  return {
    pid: child.pid ?? 0,
    location,
    env: { SLUICE_DATABASE: location, NODE_OPTIONS: `--import=${client}` },
    async stop() {
      child.kill("SIGKILL")
      await closed
    },
  }
}
