import { rmSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { Random } from "../sample/random.ts"
import { openMoodyBucket } from "./bucket.ts"
import { type Client, clientOf } from "./client.ts"
import { type Disk, diskAt } from "./disk.ts"
import { countedBy, differences, heldIn } from "./ends.ts"
import { sumOf, type Toll, type Victims } from "./faults.ts"
import { copyOf, type Ground } from "./ground.ts"
import { HEALTHY_MS, QUIET_MS, whileHarassed } from "./loud.ts"
import { patienceOf } from "./patience.ts"
import { openWorld } from "./world.ts"

/** What one round is about; all of it follows from its seed. */
export interface Plan {
  seed: number
  store: "disk" | "bucket"
  /** Drivers of each import. */
  drivers: number
  /** Which imports a server is left to begin with. */
  background: readonly string[]
  /** Whether everything is taken back in the end, under the same faults. */
  undo: boolean
}

/** How a round went. */
export interface Round {
  plan: Plan
  toll: Toll
  disk: Disk["how"] | null
  seconds: number
}

const MOST_LINES = 5

export function planOf(seed: number, names: readonly string[]): Plan {
  const random = new Random(seed)
  return {
    seed,
    store: random.pick(["disk", "bucket"]),
    drivers: 1 + random.below(3),
    background: names.filter(() => random.chance(0.3)),
    undo: random.chance(0.5),
  }
}

/** Imports everything while faults happen, and compares what comes of it with what comes of it without one. */
export async function runRound(
  ground: Ground,
  plan: Plan,
  { root, remote }: { root: string; remote: boolean },
  found: (what: string) => void,
): Promise<Round> {
  const begun = performance.now()
  const folder = join(root, "round")
  const disk = diskAt(folder, plan.seed % 3 === 0 ? "limit" : undefined) ?? diskAt(folder)
  const bucket = plan.store === "bucket" ? await openMoodyBucket(root) : null
  try {
    copyOf(ground.first, folder)
    const random = new Random(plan.seed)
    const place = { folder, remote, ...(bucket && { env: bucket.env }) }
    const world = await openWorld(place, random)
    const victims = { world, remote, disk, bucket }
    const toll = await throughFaults(ground, plan, victims, random, found)
    return { plan, toll, disk: disk?.how ?? null, seconds: Math.round((performance.now() - begun) / 1_000) }
  } finally {
    await bucket?.close()
    disk?.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function throughFaults(
  ground: Ground,
  plan: Plan,
  victims: Victims,
  random: Random,
  found: (what: string) => void,
): Promise<Toll> {
  const { world } = victims
  await world.start()
  try {
    const jobs = new Map<string, string>()
    const toll = await whileHarassed(victims, random, found, (client) =>
      importAll(client, ground, plan, jobs),
    )
    await expectImported(ground, victims, jobs, found)
    if (!plan.undo) return toll
    await world.start()
    const more = await whileHarassed(victims, random, found, (taking) => undoAll(taking, jobs))
    await expectUndone(ground, victims, found)
    return sumOf([toll, more])
  } finally {
    await world.stop()
    const lines = world.server.failures().slice(0, MOST_LINES)
    for (const line of lines) found(`the log says ${line.slice(0, 600)}`)
  }
}

const databaseOf = ({ world }: Victims) => join(world.folder, "sluice.duckdb")

/** Expects counts and rows of imports without a fault; the server is stopped then. */
async function expectImported(
  { counted, after, datasets }: Ground,
  victims: Victims,
  jobs: ReadonlyMap<string, string>,
  found: (what: string) => void,
): Promise<void> {
  await expectHealthy(victims, found)
  const client = clientOf(victims.world.server.url, found, patienceOf(QUIET_MS))
  for (const [name, job_id] of jobs)
    report(found, name, differences("counts", { ...counted[name] }, { ...(await countedBy(client, job_id)) }))
  await victims.world.stop()
  const held = await heldIn(databaseOf(victims), datasets)
  report(found, "rows", differences("rows of", after.meaning, held.meaning))
  report(found, "staged", differences("staged in", after.staged, held.staged))
}

/** Expects, byte for byte, what there was before. */
async function expectUndone(
  { before, datasets }: Ground,
  victims: Victims,
  found: (what: string) => void,
): Promise<void> {
  await victims.world.stop()
  const { checksums, staged } = await heldIn(databaseOf(victims), datasets)
  report(found, "undone", differences("after undoing", before.checksums, checksums))
  report(found, "undone", differences("staged in", before.staged, staged))
}

async function importAll(
  client: Client,
  { sources, known }: Ground,
  { drivers, background }: Plan,
  jobs: Map<string, string>,
): Promise<void> {
  const all = sources.map(async (one) => {
    const { name } = one.dataset
    const job_id = await client.begin(one, known, background.includes(name))
    jobs.set(name, job_id)
    await Promise.all(Array.from({ length: drivers }, () => client.drive(name, job_id)))
  })
  await Promise.all(all)
}

async function undoAll(client: Client, jobs: ReadonlyMap<string, string>): Promise<void> {
  await Promise.all([...jobs].map(([name, job_id]) => client.undo(name, job_id)))
}

async function expectHealthy({ world }: Victims, found: (what: string) => void): Promise<void> {
  const late = patienceOf(HEALTHY_MS)
  for (;;) {
    const told = await fetch(`${world.server.url}/api/health`).then(
      (answer) => answer.text(),
      (error: unknown) => String(error),
    )
    if (told.includes('"status":"ok"')) return
    if (late.aborted) return found(`its health is still ${told}`)
    await pause(500)
  }
}

const report = (found: (what: string) => void, of: string, all: readonly string[]) => {
  for (const one of all) found(`${of}: ${one}`)
}
