import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { type RemoteEngine, startEngine } from "../../tests/remote/engine.ts"
import type { Random } from "../sample/random.ts"
import { type Server, serverOf } from "./server.ts"

/** Where a server works, and what it is told of. */
export interface Place {
  /** Has the database; files, and what is temporary. */
  folder: string
  /** Where its store is, other than in the folder. */
  env?: Record<string, string>
  /** The database is held by an engine of its own. */
  remote: boolean
}

/** A server, what it stands on, and its clock. */
export interface World {
  folder: string
  server: Server
  /** The processes that write. */
  pids(): number[]
  /** Starts what does not run; tries again where a full disk keeps it from that. Answers how often it was in vain. */
  start(more?: Record<string, string>): Promise<number>
  /** Ends it as kill -9 does, with the engine where that is said. */
  kill(withEngine?: boolean): Promise<void>
  stop(): Promise<void>
  /** Sets the server's clock off by so many seconds. */
  setClock(seconds: number): void
}

/** One call in so many loses its connection to the engine. */
const DROP_ONE_IN = 300

/** It was tried often enough: nothing can be done to a server that there is not. */
export class NoServer extends Error {}

const AGAIN_MS = 200
const MOST_STARTS = 100

export async function openWorld({ folder, env = {}, remote }: Place, random: Random): Promise<World> {
  const database = join(folder, "sluice.duckdb")
  const clock = `${folder}.clock`
  const server = await serverOf({
    SLUICE_DATABASE: database,
    SLUICE_FILES: join(folder, "files"),
    TMPDIR: join(folder, "tmp"),
    SLUICE_CHAOS_CLOCK: clock,
    SLUICE_STARTS_PER_MINUTE: "100000",
    SLUICE_LEASE_SECONDS: "3",
    SLUICE_BATCH_BUDGET_SECONDS: "2",
    ...env,
  })
  let engine: RemoteEngine | null = null
  const begun = async (more: Record<string, string>) => {
    if (remote) {
      const distance = { latency_ms: 1, drop_one_in: DROP_ONE_IN, seed: random.below(1_000_000) }
      engine ??= await startEngine(database, distance).catch(() => null)
      if (engine === null) return false
    }
    return server.start({ ...more, ...engine?.env })
  }
  const world: World = {
    folder,
    server,
    pids: () => [server.pid(), engine?.pid ?? 0].filter((pid) => pid > 0),
    async start(more = {}) {
      for (let vain = 0; ; vain += 1) {
        if (await begun(more)) return vain
        if (vain === MOST_STARTS) throw new NoServer(`The server does not start: ${server.lastWords()}`)
        await pause(AGAIN_MS)
      }
    },
    async kill(withEngine = false) {
      const one = withEngine ? engine : null
      if (withEngine) engine = null
      await Promise.all([server.kill(), one?.stop()])
    },
    async stop() {
      await server.stop()
      await engine?.stop()
      engine = null
    },
    setClock: (seconds) => writeFileSync(clock, String(seconds * 1_000)),
  }
  world.setClock(0)
  return world
}
