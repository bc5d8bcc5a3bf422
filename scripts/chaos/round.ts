import { rmSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { Random } from "../sample/random.ts"
import { openMoodyBucket } from "./bucket.ts"
import { type Client, clientOf } from "./client.ts"
import { type Disk, diskAt } from "./disk.ts"
import { countedBy, differences, heldIn } from "./ends.ts"
import { CLOCK_SECONDS, harass, type Toll, type Victims } from "./faults.ts"
import { copyOf, type Ground } from "./ground.ts"
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

/** After so long an import that nobody disturbs is not waited for any longer. */
const QUIET_MS = 180_000
/** Faults go on for so long at the most. */
const LOUD_MS = 45_000
const HEALTHY_MS = 10_000
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
  const file = join(world.folder, "sluice.duckdb")
  await world.start()
  try {
    const jobs = new Map<string, string>()
    const toll = await whileHarassed(victims, random, found, (client) =>
      importAll(client, ground, plan, jobs),
    )
    await expectHealthy(victims, found)
    const client = clientOf(world.server.url, found, patienceOf(QUIET_MS))
    for (const [name, job_id] of jobs)
      report(
        found,
        name,
        differences("counts", { ...ground.counted[name] }, { ...(await countedBy(client, job_id)) }),
      )
    await world.stop()
    const held = await heldIn(file, ground.datasets)
    report(found, "rows", differences("rows of", ground.after.meaning, held.meaning))
    report(found, "staged", differences("staged in", ground.after.staged, held.staged))
    if (!plan.undo) return toll
    await world.start()
    const more = await whileHarassed(victims, random, found, (taking) => undoAll(taking, jobs))
    await world.stop()
    const { checksums, staged } = await heldIn(file, ground.datasets)
    report(found, "undone", differences("after undoing", ground.before.checksums, checksums))
    report(found, "undone", differences("staged in", ground.before.staged, staged))
    return sumOf(toll, more)
  } finally {
    await world.stop()
    const lines = world.server.failures().slice(0, MOST_LINES)
    for (const line of lines) found(`the log says ${line.slice(0, 600)}`)
  }
}

/** Does something while faults happen, and to its end when they are over. */
async function whileHarassed(
  victims: Victims,
  random: Random,
  found: (what: string) => void,
  work: (client: Client) => Promise<unknown>,
): Promise<Toll> {
  const { world } = victims
  const late = patienceOf(LOUD_MS + QUIET_MS)
  const over = new AbortController()
  const failed = new AbortController()
  const asking = AbortSignal.any([late, failed.signal])
  const loud = setTimeout(() => over.abort(), LOUD_MS)
  const harassed = harass(victims, random, over.signal)
  const worked = work(clientOf(world.server.url, found, asking)).finally(() => over.abort())
  try {
    const [toll] = await Promise.all([harassed, worked])
    return toll
  } catch (error) {
    found(`when it was given up: ${await standingOf(world.server.url)}`)
    throw error
  } finally {
    clearTimeout(loud)
    over.abort()
    failed.abort()
    await Promise.allSettled([harassed, worked])
    world.setClock(CLOCK_SECONDS.to + 120)
  }
}

/** How far the imports are that are not completed, in a line; or why that cannot be told. */
async function standingOf(url: string): Promise<string> {
  try {
    const answer = await fetch(`${url}/api/imports?limit=20`, { signal: AbortSignal.timeout(HEALTHY_MS) })
    const { imports = [] } = (await answer.json()) as { imports?: Record<string, unknown>[] }
    const open = imports.filter(({ status }) => status !== "completed")
    return `open are ${open.map((one) => `${one.dataset} ${one.status} ${JSON.stringify(one.overall_progress)}`).join(", ")}`
  } catch (error) {
    return String(error)
  }
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

const sumOf = (one: Toll, other: Toll): Toll => ({
  kills: one.kills + other.kills,
  kills_in_start: one.kills_in_start + other.kills_in_start,
  clock_steps: one.clock_steps + other.clock_steps,
  disk_fills: one.disk_fills + other.disk_fills,
  store_moods: one.store_moods + other.store_moods,
  vain_starts: one.vain_starts + other.vain_starts,
})
