import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { digits } from "../command/words.ts"
import { type CountingBucket, openCountingBucket, type Requests, sendInParts } from "./bucket.ts"
import { importSource } from "./drive.ts"
import { benchFiles } from "./files.ts"
import { writePeople } from "./scale/people.ts"
import { type BenchServer, type Sent, startServer } from "./server.ts"
import { atMost, type Goal, type Line, seconds } from "./table.ts"

const CONTACTS = 10_000
/** Of an update of so many rows, and of the contacts. */
const GOALS = { latency_ms: 40, changes: 5_000, update_s: 15, contacts_s: 12 }

/** An import at some distance from the database, its file in a bucket: what it asked of both, and its longest calls. */
interface Away extends Sent {
  what: string
  requests: Requests
  longest_prepare_ms: number
  longest_other_ms: number
  goal_s: number | null
}

export interface MeasuredLatency {
  latency_ms: number
  imports: Away[]
}

export interface LatencyInput {
  root: string
  latencies: readonly number[]
  rows: number
  changes: number
}

interface ToImport {
  what: string
  dataset: string
  path: string
  goal_s: number | null
}

/** A first load, an update and contacts, all on a server whose every statement takes that many milliseconds more. */
export async function measureLatency(
  input: LatencyInput,
  say: (what: string) => void,
): Promise<MeasuredLatency[]> {
  const work = await workFolder(input.root)
  const bucket = await openCountingBucket(work)
  try {
    const all = await filesOf(input, work)
    const measured: MeasuredLatency[] = []
    for (const latency_ms of input.latencies) {
      say(`A first load, an update and contacts at ${latency_ms} ms a statement`)
      const more = { ...bucket.env, SLUICE_STATEMENT_LATENCY_MS: String(latency_ms) }
      const database = join(work, `${latency_ms}.duckdb`)
      const server = await startServer({ database, files: work, more })
      try {
        const imports: Away[] = []
        for (const one of all) imports.push(await importAway(one, server, bucket))
        measured.push({ latency_ms, imports })
      } finally {
        await server.stop()
      }
    }
    return measured
  } finally {
    await bucket.close()
    await rm(work, { recursive: true, force: true })
  }
}

async function workFolder(root: string): Promise<string> {
  await mkdir(root, { recursive: true })
  return mkdtemp(join(root, "run-"))
}

async function filesOf({ root, rows, changes }: LatencyInput, work: string): Promise<ToImport[]> {
  const { full, update } = await benchFiles(root, rows, changes)
  const people = join(work, "people.csv")
  await writePeople(people, CONTACTS, false)
  const dataset = "daily-update"
  const goal_s = changes === GOALS.changes ? GOALS.update_s : null
  return [
    { what: `A first load of ${digits(full.rows)} rows`, dataset, path: full.file, goal_s: null },
    { what: `An update of ${digits(update.rows)} rows`, dataset, path: update.file, goal_s },
    { what: `${digits(CONTACTS)} contacts`, dataset: "contacts", path: people, goal_s: GOALS.contacts_s },
  ]
}

async function importAway(
  { what, dataset, path, goal_s }: ToImport,
  server: BenchServer,
  bucket: CountingBucket,
): Promise<Away> {
  server.takeSent()
  bucket.takeRequests()
  const body = { filename: await sendInParts(server, path), options: {} }
  const { longest_prepare_ms, finalize_ms, batches } = await importSource(server, { dataset, body })
  const longest_other_ms = Math.max(finalize_ms, ...batches.map(({ ms }) => ms))
  const longest = { longest_prepare_ms, longest_other_ms }
  return { what, goal_s, ...longest, ...server.takeSent(), requests: bucket.takeRequests() }
}

/** The lines of the table, those of one import together. */
export function latencyLines(measured: readonly MeasuredLatency[]): Line[] {
  const all = measured.flatMap(({ latency_ms, imports }) => imports.map((one) => ({ latency_ms, ...one })))
  return [...new Set(all.map(({ what }) => what))].flatMap((what) => [
    { what, ours: "" },
    ...all.filter((one) => one.what === what).flatMap(linesOf),
  ])
}

function linesOf({ latency_ms, goal_s, ms, ...one }: Away & { latency_ms: number }): Line[] {
  const { calls, statements, trips, requests } = one
  const goal = goal_s !== null && latency_ms === GOALS.latency_ms ? { goal: within(ms, goal_s) } : {}
  return [
    {
      what: `  at ${latency_ms} ms a statement: ${calls} calls, ${statements} statements, ${trips} trips`,
      ours: seconds(ms),
      ...goal,
    },
    { what: "    longest call of prepare", ours: seconds(one.longest_prepare_ms) },
    { what: "    longest of the others", ours: seconds(one.longest_other_ms) },
    { what: `    of the bucket: ${requests.writes} writes, ${requests.reads} reads`, ours: "" },
  ]
}

const within = (ms: number, most_s: number): Goal => atMost(`≤ ${most_s} s`, ms, most_s * 1000)
