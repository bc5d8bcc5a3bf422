import { existsSync } from "node:fs"
import { mkdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { Readable } from "node:stream"
import { readConfig } from "../../lib/config.ts"
import { ImportOptions } from "../../lib/contract/index.ts"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { type Effects, openMigrated } from "../../lib/effects.ts"
import { driveToEnd } from "../../lib/import/drive.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { readData } from "../../lib/import/rows/read-data.ts"
import { readRow } from "../../lib/import/rows/read-row.ts"
import { writeExtract } from "../sample/archive.ts"
import { planExtracts } from "../sample/extract.ts"
import { below, type Line, millis, type Spread, spread } from "./table.ts"

const ACTOR = { name: "bench", projects: ["*"] }
const CALLS = 40
const WARM = 3
const PAGE = 100
const MOST_MS = 100

/** How long reading takes, by what is read. */
export interface Reading {
  what: string
  ms: Spread
  /** Of processors, which tells the same on a busy machine. */
  cpu_ms: Spread
}

interface Asked {
  rows: number
  changes: number
}

/** Imports a register and an update of it, once a size, and reads it as the page Data does. */
export async function measureReading(
  root: string,
  asked: Asked,
  say: (what: string) => void,
): Promise<Reading[]> {
  const work = join(root, `reading-${asked.rows}-${asked.changes}`)
  const database = join(work, "sluice.duckdb")
  const isMade = existsSync(database)
  await mkdir(work, { recursive: true })
  const env = { SLUICE_DATABASE: database, SLUICE_FILES: join(work, "files") }
  const effects: Effects = { ...(await openMigrated(readConfig(env))), emit: () => {} }
  try {
    if (!isMade) await importExtracts(work, asked, effects, say)
    const measured: Reading[] = []
    for (const [what, read] of await readings(effects)) {
      say(what)
      measured.push({ what, ...(await timesOf(read)) })
    }
    return measured
  } finally {
    effects.db.close()
  }
}

async function importExtracts(
  work: string,
  asked: Asked,
  effects: Effects,
  say: (what: string) => void,
): Promise<void> {
  const steps = [{ type: "full" }, { type: "update" }] as const
  for (const planned of planExtracts({ ...asked, first_number: 1, steps: [...steps] })) {
    say(planned.file_name)
    const { file } = await writeExtract(planned, work)
    const bytes = await readFile(file)
    await rm(file)
    const limits = { max_bytes: Number.MAX_SAFE_INTEGER }
    const stored = await effects.store.receive(Readable.from([bytes]), planned.file_name, limits)
    const input = { dataset: dailyUpdate, options: ImportOptions.parse({}), actor: ACTOR }
    const source = { kind: "upload" as const, files: [stored] }
    const { answer } = await prepareImport({ ...input, source }, effects)
    const driver = { id: "bench", label: "bench" }
    const signal = new AbortController().signal
    for await (const _ of driveToEnd({ job_id: answer.job_id, driver, signal }, effects));
  }
}

type Read = (call: number) => Promise<unknown>

/** What a person looks at, of another enterprise each time. */
async function readings(effects: Effects): Promise<[string, Read][]> {
  const page = (asked: Omit<Parameters<typeof readData>[0], "actor">) =>
    readData({ limit: PAGE, ...asked, actor: ACTOR }, effects)
  const seen = await effects.db.use((connection) =>
    connection.rows<{ id: string; name: string }>(
      "select entity_number as id, primary_name as name from enterprise where _is_current and _extract_number = 1 using sample reservoir(200 rows) repeatable (1)",
    ),
  )
  const [update] = await effects.db.use((connection) =>
    connection.rows<{ job_id: string }>("select job_id from import_jobs where extract_type = 'update'"),
  )
  const idOf = (call: number) => seen[call % seen.length]?.id ?? ""
  const nameOf = (call: number) => seen[call % seen.length]?.name.split(" ")[0] ?? ""
  const job_id = update?.job_id ?? ""
  const cursors = new Map<string, string>()
  const next = async (table: string) => {
    const { next_cursor } = await page({ table, cursor: cursors.get(table) })
    if (next_cursor) cursors.set(table, next_cursor)
  }
  return [
    ["activities, the first page", () => page({ table: "activities" })],
    ["activities, page after page", () => next("activities")],
    ["enterprises, page after page", () => next("enterprises")],
    [
      "activities of a number",
      (n) => page({ table: "activities", column: "entity_number", search: idOf(n) }),
    ],
    [
      "enterprises, a word of the name",
      (n) => page({ table: "enterprises", column: "primary_name", search: nameOf(n) }),
    ],
    ["names, a word", (n) => page({ table: "denominations", column: "denomination", search: nameOf(n) })],
    ["activities as of an extract", () => page({ table: "activities", at: "1" })],
    ["enterprises as of an extract", () => page({ table: "enterprises", at: "1" })],
    ["enterprises an import closed", () => page({ table: "enterprises", job_id, change: "closed" })],
    ["enterprises an import closed for good", () => page({ table: "enterprises", job_id, change: "gone" })],
    [
      "an enterprise with what belongs to it",
      (n) => readRow({ table: "enterprises", id: idOf(n), actor: ACTOR }, effects),
    ],
    [
      "the same as of an extract",
      (n) => readRow({ table: "enterprises", id: idOf(n), at: "1", actor: ACTOR }, effects),
    ],
    ["activities sorted by their code", () => page({ table: "activities", sort: "nace_code" })],
    [
      "activities, a code that few have",
      (n) => page({ table: "activities", column: "nace_code", search: `${n}7` }),
    ],
  ]
}

async function timesOf(read: Read): Promise<Omit<Reading, "what">> {
  const took: number[] = []
  const worked: number[] = []
  for (let call = 0; call < WARM + CALLS; call += 1) {
    const begun = performance.now()
    const before = process.cpuUsage()
    await read(call)
    const { user, system } = process.cpuUsage(before)
    if (call < WARM) continue
    took.push(performance.now() - begun)
    worked.push((user + system) / 1_000)
  }
  return { ms: spread(took), cpu_ms: spread(worked) }
}

/** The lines of the table: middle, p95 and longest of each, and what processors worked. */
export function readingLines(measured: readonly Reading[]): Line[] {
  return measured.map(({ what, ms, cpu_ms }) => {
    const ours = `${millis(ms)} (processor ${millis(cpu_ms)})`
    return { what, ours, goal: below(`p95 < ${MOST_MS} ms`, ms.p95, MOST_MS) }
  })
}
