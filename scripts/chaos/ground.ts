import { copyFileSync, mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { makeDatabase } from "../command/own-server.ts"
import { Random } from "../sample/random.ts"
import { type Client, clientOf } from "./client.ts"
import { type Counted, countedBy, type Held, heldIn } from "./ends.ts"
import { makeSources, type Sources } from "./sources.ts"
import { openWorld } from "./world.ts"

/** What every round begins with, and should end with. */
export interface Ground {
  sources: Sources[]
  datasets: Dataset[]
  /** A folder whose database has the first sources. */
  first: string
  /** The imports that are in it. */
  known: ReadonlySet<string>
  before: Held
  after: Held
  counted: Record<string, Counted>
}

/** First sources come this long before the others, whatever clocks do. */
const EARLIER_SECONDS = -7_200

/** Imports everything once without a fault. */
export async function layGround(root: string, seed: number, found: (what: string) => void): Promise<Ground> {
  const sources = await makeSources(seed)
  const datasets = sources.map(({ dataset }) => dataset)
  const first = await emptyFolder(join(root, "first"))
  const known = new Set<string>()
  await inFolder(first, EARLIER_SECONDS, found, async (client) => {
    for (const job_id of Object.values(await importAll(client, sources.map(asFirst), known)))
      known.add(job_id)
  })
  const before = await heldIn(join(first, "sluice.duckdb"), datasets)
  const second = copyOf(first, join(root, "second"))
  const counted: Ground["counted"] = {}
  await inFolder(second, 0, found, async (client) => {
    for (const [name, job_id] of Object.entries(await importAll(client, sources, known)))
      counted[name] = await countedBy(client, job_id)
  })
  const after = await heldIn(join(second, "sluice.duckdb"), datasets)
  return { sources, datasets, first, known, before, after, counted }
}

const asFirst = (sources: Sources): Sources => ({ ...sources, second: sources.first })

/** Imports every second source, all at once; answers the imports' ids by dataset. */
async function importAll(client: Client, sources: readonly Sources[], known: ReadonlySet<string>) {
  const done = sources.map(async (one) => {
    const job_id = await client.begin(one, known, false)
    await client.drive(one.dataset.name, job_id)
    return [one.dataset.name, job_id] as const
  })
  return Object.fromEntries(await Promise.all(done))
}

async function inFolder(
  folder: string,
  seconds: number,
  found: (what: string) => void,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const world = await openWorld({ folder, remote: false }, new Random(1))
  world.setClock(seconds)
  await world.start({ SLUICE_LEASE_SECONDS: "60", SLUICE_BATCH_BUDGET_SECONDS: "25" })
  const over = new AbortController()
  try {
    await work(clientOf(world.server.url, found, over.signal))
  } finally {
    over.abort()
    await world.stop()
  }
  for (const line of world.server.failures()) found(`without a fault the log says ${line}`)
}

async function emptyFolder(folder: string): Promise<string> {
  mkdirSync(join(folder, "tmp"), { recursive: true })
  await makeDatabase(join(folder, "sluice.duckdb"))
  return folder
}

/** The database of a folder in another one, with nothing else in it. */
export function copyOf(from: string, to: string): string {
  mkdirSync(join(to, "tmp"), { recursive: true })
  for (const name of readdirSync(from).filter((name) => /^sluice\.duckdb(\.wal)?$/.test(name)))
    copyFileSync(join(from, name), join(to, name))
  return to
}
