import { spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import type { WrittenExtract } from "../sample/archive.ts"
import { contentSums, targetSchema } from "./databases.ts"
import { applyBatches, type BatchTime, type ImportTimes, importFile, prepare, statusTimes } from "./drive.ts"
import { type BenchFiles, warm } from "./files.ts"
import type { RawInput, RawResult } from "./raw.ts"
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
    const raw = await runRaw({
      database: rawDatabase,
      work: join(work, "unzipped"),
      schema: await targetSchema(database),
      full: rawSource(files.full),
      update: rawSource(files.update),
    })
    const [a, b] = [await contentSums(database), await contentSums(rawDatabase)]
    return { ...ours, raw, different: Object.keys(a).filter((table) => a[table] !== b[table]) }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function measureServer(files: BenchFiles, database: string, say: (what: string) => void) {
  for (const { file } of [files.full, files.update]) await warm(file)
  const server = await startServer({ database, files: files.directory })
  try {
    const idle_mb = server.memory().now
    say("First load over HTTP")
    const full = await importFile(server, fileName(files.full))
    say("Update over HTTP")
    const update = await importFile(server, fileName(files.update))
    const peak_mb = server.memory().peak
    say("Status and batches of a job of many batches that match nothing")
    const overhead = await measureOverhead(server, fileName(files.strangers))
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
    return { full, update, overhead, memory: { idle_mb, peak_mb, after_mb: server.memory().now } }
  } finally {
    await server.stop()
  }
}

async function measureOverhead(server: BenchServer, filename: string): Promise<Overhead> {
  const { job_id, total_batches } = await prepare(server, filename, { batch_size: 1 })
  const status = await statusTimes(server, job_id, STATUS_CALLS)
  const empty_batches = await applyBatches(server, job_id, EMPTY_BATCHES_APPLIED)
  return { batches: total_batches, status, empty_batches }
}

function fileName(extract: WrittenExtract): string {
  return extract.file.slice(extract.file.lastIndexOf("/") + 1)
}

function rawSource(extract: WrittenExtract) {
  return { file: extract.file, number: extract.number, snapshot_date: extract.snapshot_date }
}

function runRaw(input: RawInput): Promise<RawResult> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/bench/raw.ts"], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  child.stdin.end(JSON.stringify(input))
  return new Promise((resolve, reject) => {
    let printed = ""
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString()
    })
    child.once("error", reject)
    child.once("close", (status) => {
      if (status === 0) resolve(JSON.parse(printed) as RawResult)
      else reject(new Error(`The raw run ended with status ${status}.`))
    })
  })
}
