import { mkdtemp, rm } from "node:fs/promises"
import { basename, join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import type { WrittenExtract } from "../sample/archive.ts"
import { runApart } from "./child.ts"
import { contentSums, targetSchema } from "./databases.ts"
import {
  applyBatches,
  type BatchTime,
  type ImportTimes,
  importSource,
  prepare,
  type Source,
  statusTimes,
} from "./drive.ts"
import { type BenchFiles, warm } from "./files.ts"
import type { RawInput, RawResult } from "./raw-child.ts"
import { type BenchServer, startServer } from "./server.ts"

interface Overhead {
  /** Batches in the job while status was asked. */
  batches: number
  status: { ms: number[]; statements: number | null }
  empty_batches: BatchTime[]
}

export interface Measured {
  full: ImportTimes
  update: ImportTimes
  overhead: Overhead
  memory: { idle_mb: number; peak_mb: number; after_mb: number }
  raw: RawResult
  /** Tables whose content differs between the two databases; none when both did the same work. */
  different: string[]
}

const STATUS_CALLS = 200
const EMPTY_BATCHES_APPLIED = 1100
const IDLE_MS = 5000

/** Both sides on the same files, one after the other, each on a new database. */
export async function measure(files: BenchFiles, say: (what: string) => void): Promise<Measured> {
  const work = await mkdtemp(join(files.directory, "run-"))
  try {
    const database = join(work, "sluice.duckdb")
    const ours = await measureServer(files, database, say)
    say("Raw DuckDB, the same in one transaction each")
    const rawDatabase = join(work, "raw.duckdb")
    const raw = await runApart<RawResult>("raw-child", {
      database: rawDatabase,
      work: join(work, "unzipped"),
      schema: await targetSchema(database),
      full: rawSource(files.full),
      update: rawSource(files.update),
    } satisfies RawInput)
    const [a, b] = [await contentSums(database), await contentSums(rawDatabase)]
    return { ...ours, raw, different: Object.keys(a).filter((table) => a[table] !== b[table]) }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function measureServer(files: BenchFiles, database: string, say: (what: string) => void) {
  for (const { file } of [files.full, files.update]) await warm(file)
  const { full, update, memory } = await measureImports(files, database, say)
  say("Status and batches of a job of many batches that match nothing, one a call")
  const place = { database, files: files.directory, more: { SLUICE_STRIDE_SECONDS: "0" } }
  const server = await startServer(place)
  try {
    const overhead = await measureOverhead(server, stored(files.strangers, { batch_size: 1 }))
    return { full, update, overhead, memory }
  } finally {
    await server.stop()
  }
}

async function measureImports(files: BenchFiles, database: string, say: (what: string) => void) {
  const server = await startServer({ database, files: files.directory })
  try {
    const idle_mb = server.memory().now
    say("First load over HTTP")
    const full = await importSource(server, stored(files.full))
    say("Update over HTTP")
    const update = await importSource(server, stored(files.update))
    const peak_mb = server.memory().peak
    await pause(IDLE_MS)
    return { full, update, memory: { idle_mb, peak_mb, after_mb: server.memory().now } }
  } finally {
    await server.stop()
  }
}

async function measureOverhead(server: BenchServer, source: Source): Promise<Overhead> {
  const { job_id, total_batches } = await prepare(server, source)
  const job = { dataset: source.dataset, job_id }
  const status = await statusTimes(server, job, STATUS_CALLS)
  const empty_batches = await applyBatches(server, job, EMPTY_BATCHES_APPLIED)
  return { batches: total_batches, status, empty_batches }
}

function stored(extract: WrittenExtract, options: object = {}): Source {
  return { dataset: "daily-update", body: { filename: basename(extract.file), options } }
}

function rawSource(extract: WrittenExtract) {
  return { file: extract.file, number: extract.number, snapshot_date: extract.snapshot_date }
}
