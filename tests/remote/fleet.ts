import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { SluiceEvent } from "../../lib/events.ts"
import { Random } from "../../scripts/sample/random.ts"
import { builtChild } from "../support/child.ts"
import { labEnvironment } from "../support/lab.ts"
import type { RemoteEngine } from "./engine.ts"

/** Where drivers find what they share: the folder of the store, and the engine that holds the database. */
export interface Shared {
  folder: string
  engine: RemoteEngine
}

/** What a driver told: an event, or that it has stopped where it was to. */
export type Told = SluiceEvent | { type: "driver.stopped" }

/** Starts a driver as a process of its own, with an empty temporary folder; `told` hears every line of it. */
export function startDriver(
  { folder, engine }: Shared,
  args: readonly string[],
  more: Record<string, string>,
  told: (event: Told) => void,
): ChildProcess {
  const TMPDIR = mkdtempSync(join(folder, "tmp-"))
  const child = spawn(process.execPath, [builtChild("driver-child"), ...args], {
    env: { ...process.env, ...labEnvironment(folder, engine.env), TMPDIR, ...more },
    stdio: ["pipe", "pipe", "inherit"],
  })
  createInterface(child.stdout).on("line", (line) => told(JSON.parse(line) as Told))
  return child
}

export interface Campaign {
  /** How many drivers there are at a time. */
  drivers: number
  /** How many of them are killed and replaced, each after so many events at most. */
  kills: number
  within: number
  seed: number
}

/** Drivers of which one after the other is killed, in the middle of what it is at, and replaced. */
export interface Fleet {
  events: Told[]
  /** How many were killed until now, and how many ended by themselves, which none should. */
  killed(): number
  ended(): number
  stop(): Promise<void>
}

/** What a driver does next after an event takes it about this long. */
const NEXT_MS = 60

/** Every other driver does a batch a call; the rest take a few, as they come to know how fast that goes. */
const STRIDES = ["0", "0.2"]
const PATIENCE = { SLUICE_LEASE_SECONDS: "2", SLUICE_BATCH_BUDGET_SECONDS: "1.5" }

export function startFleet(shared: Shared, { drivers, kills, within, seed }: Campaign): Fleet {
  const random = new Random(seed)
  const events: Told[] = []
  const alive = new Set<ChildProcess>()
  let [started, killed, ended] = [0, 0, 0]
  let due = 1 + random.below(within)
  const start = () => {
    started += 1
    const SLUICE_STRIDE_SECONDS = STRIDES[started % 2] ?? ""
    const told = (event: Told) => heard(child, event)
    const more = { ...PATIENCE, SLUICE_STRIDE_SECONDS }
    const child = startDriver(shared, [`driver ${started}`], more, told)
    alive.add(child)
    child.once("exit", () => {
      if (alive.delete(child)) ended += 1
    })
  }
  const heard = (child: ChildProcess, event: Told) => {
    events.push(event)
    due -= 1
    if (due > 0 || killed >= kills) return
    due = 1 + random.below(within)
    setTimeout(() => kill(child), random.below(NEXT_MS))
  }
  const kill = (child: ChildProcess) => {
    if (killed >= kills || !alive.delete(child)) return
    killed += 1
    child.kill("SIGKILL")
    start()
  }
  for (let n = 0; n < drivers; n += 1) start()
  return {
    events,
    killed: () => killed,
    ended: () => ended,
    async stop() {
      const last = [...alive]
      alive.clear()
      for (const child of last) child.kill("SIGKILL")
      await Promise.all(last.map((child) => child.exitCode ?? child.signalCode ?? once(child, "close")))
    },
  }
}
