import { existsSync, statSync } from "node:fs"
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { Readable } from "node:stream"
import { type Clock, systemClock } from "../../lib/clock.ts"
import { readConfig } from "../../lib/config.ts"
import { ImportOptions } from "../../lib/contract/index.ts"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { type Effects, openMigrated } from "../../lib/effects.ts"
import { driveToEnd } from "../../lib/import/drive.ts"
import { listImports } from "../../lib/import/listings.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { tidyUp } from "../../lib/import/upkeep/tidy-up.ts"
import { writeExtract } from "../sample/archive.ts"
import { planExtracts, type Step } from "../sample/extract.ts"
import { atMost, below, type Line, spread } from "./table.ts"

const DAY_MS = 86_400_000
const ACTOR = { name: "bench", projects: ["*"] }
const LISTS = 40
/** In one process what is opened first is slower. */
const WARM = 20
/** How much more the last days may take than the first. */
const FLAT = 1.5
/** Growth of the file that is flat whatever the first days did, in bytes a day. */
const LITTLE_BYTES = 50_000
const MOST_LIST_MS = 50

/**
 * Of a register that gets an extract a day: how long the first and the last kept the processor, which does not depend on what else a
 * machine does for half an hour, and what they added to the file.
 */
export interface Years {
  days: number
  first_ms: number
  last_ms: number
  early_bytes: number
  late_bytes: number
  /** The list of imports at the end, p95. */
  list_ms: number
}

interface Asked {
  days: number
  rows: number
  changes: number
}

/** Imports a Full and then an update a day, with a clock that goes a day further after each, as the scheduler tidies up. */
export async function measureYears(root: string, asked: Asked, say: (what: string) => void): Promise<Years> {
  await mkdir(root, { recursive: true })
  const work = await mkdtemp(join(root, "years-"))
  let day = 0
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + day * DAY_MS }
  const database = join(work, "sluice.duckdb")
  const env = { SLUICE_DATABASE: database, SLUICE_FILES: join(work, "files"), SLUICE_KEEP_JOBS_DAYS: "100" }
  const effects: Effects = { ...(await openMigrated(readConfig(env), clock)), emit: () => {} }
  const took: number[] = []
  const sizes: number[] = []
  try {
    const updates = Array.from({ length: asked.days }, (): Step => ({ type: "update" }))
    for (const planned of planExtracts({
      ...asked,
      first_number: 1,
      steps: [{ type: "full" }, ...updates],
    })) {
      const { file } = await writeExtract(planned, work)
      const bytes = await readFile(file)
      await rm(file)
      const begun = process.cpuUsage()
      await importOne(bytes, planned.file_name, effects)
      const { user, system } = process.cpuUsage(begun)
      took.push((user + system) / 1_000)
      day += 1
      await tidyUp(effects)
      if (took.length % 50 === 0) {
        await effects.db.use((connection) => connection.run("checkpoint"))
        say(`${took.length} days, the last of them ${Math.round(took.at(-1) ?? 0)} ms of the processor`)
      }
      sizes.push(bytesOf(database) + bytesOf(`${database}.wal`))
    }
    return { ...yearsOf(took.slice(1), sizes), list_ms: await listTime(effects) }
  } finally {
    effects.db.close()
    await rm(work, { recursive: true, force: true })
  }
}

const bytesOf = (path: string) => (existsSync(path) ? statSync(path).size : 0)

async function importOne(bytes: Buffer, file_name: string, effects: Effects): Promise<void> {
  const limits = { max_bytes: Number.MAX_SAFE_INTEGER }
  const file = await effects.store.receive(Readable.from([bytes]), file_name, limits)
  const input = { dataset: dailyUpdate, options: ImportOptions.parse({}), actor: ACTOR }
  const { answer } = await prepareImport({ ...input, source: { kind: "upload", files: [file] } }, effects)
  const driver = { id: "bench", label: "bench" }
  const driving = driveToEnd({ job_id: answer.job_id, driver, signal: new AbortController().signal }, effects)
  for await (const _ of driving);
}

function yearsOf(daily: readonly number[], sizes: readonly number[]): Omit<Years, "list_ms"> {
  const days = daily.length
  const warm = daily.slice(Math.min(WARM, Math.floor(days / 5)))
  const some = Math.ceil(warm.length / 10)
  const growth = (from: number, to: number) => {
    const [a, b] = [Math.floor(from * days), Math.floor(to * days)]
    return ((sizes[b] ?? 0) - (sizes[a] ?? 0)) / Math.max(1, b - a)
  }
  return {
    days,
    first_ms: spread(warm.slice(0, some)).p50,
    last_ms: spread(warm.slice(-some)).p50,
    early_bytes: growth(1 / 4, 1 / 2),
    late_bytes: growth(3 / 4, 1),
  }
}

async function listTime(effects: Effects): Promise<number> {
  const took: number[] = []
  for (let calls = 0; calls < LISTS; calls += 1) {
    const begun = performance.now()
    await listImports({ limit: 50, actor: ACTOR }, effects)
    took.push(performance.now() - begun)
  }
  return spread(took).p95
}

/** The lines of the table. */
export function yearsLines({ days, first_ms, last_ms, early_bytes, late_bytes, list_ms }: Years): Line[] {
  const kb = (bytes: number) => `${Math.round(bytes / 1_000)} kB`
  const grown = atMost(`≤ ${FLAT} ×`, late_bytes, FLAT * Math.max(early_bytes, LITTLE_BYTES))
  return [
    { what: `${days} daily extracts`, ours: "" },
    { what: "  an import at first", ours: `${Math.round(first_ms)} ms CPU` },
    {
      what: "  an import in the end",
      ours: `${Math.round(last_ms)} ms CPU`,
      goal: atMost(`≤ ${FLAT} ×`, last_ms, FLAT * first_ms),
    },
    { what: "  growth of the file a day, in the second quarter", ours: kb(early_bytes) },
    { what: "  growth of the file a day, in the last quarter", ours: kb(late_bytes), goal: grown },
    {
      what: "  list of imports, p95",
      ours: `${Math.round(list_ms)} ms`,
      goal: below(`< ${MOST_LIST_MS} ms`, list_ms, MOST_LIST_MS),
    },
  ]
}
