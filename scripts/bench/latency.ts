import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises"
import { basename, join } from "node:path"
import { importSource, type Source } from "./drive.ts"
import { benchFiles } from "./files.ts"
import { writePeople } from "./scale/people.ts"
import { type Sent, startServer } from "./server.ts"
import { atMost, type Line, seconds } from "./table.ts"

const ROWS = 50_000
const CHANGES = 5_000
const CONTACTS = 10_000
const GOAL_AT_MS = 40
const MOST_S = { update: 15, contacts: 12 }

/** An import at some distance from the database: what was sent there, and how long it all took. */
interface Away extends Sent {
  ms: number
}

export interface MeasuredLatency {
  latency_ms: number
  update: Away
  contacts: Away
}

/** An update and a file of contacts, each on a server whose every statement takes that many milliseconds more. */
export async function measureLatency(
  root: string,
  latencies: readonly number[],
  say: (what: string) => void,
): Promise<MeasuredLatency[]> {
  await mkdir(root, { recursive: true })
  const register = await benchFiles(root, ROWS, CHANGES)
  const work = await mkdtemp(join(root, "run-"))
  try {
    const people = join(work, "people.csv")
    await writePeople(people, CONTACTS, false)
    const loaded = join(work, "loaded.duckdb")
    const files = register.directory
    await importAway({ database: loaded, files }, 0, registerSource(register.full.file))
    const measured: MeasuredLatency[] = []
    for (const latency_ms of latencies) {
      say(`An update and contacts at ${latency_ms} ms a statement`)
      const [one, other] = [
        join(work, `update-${latency_ms}.duckdb`),
        join(work, `people-${latency_ms}.duckdb`),
      ]
      await copyFile(loaded, one)
      const update = await importAway(
        { database: one, files },
        latency_ms,
        registerSource(register.update.file),
      )
      const source = { dataset: "contacts", body: { filename: basename(people), options: {} } }
      const contacts = await importAway({ database: other, files: work }, latency_ms, source)
      measured.push({ latency_ms, update, contacts })
    }
    return measured
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

const registerSource = (file: string): Source => ({
  dataset: "daily-update",
  body: { filename: basename(file), options: {} },
})

async function importAway(
  place: { database: string; files: string },
  latency_ms: number,
  source: Source,
): Promise<Away> {
  const server = await startServer({ ...place, more: { SLUICE_STATEMENT_LATENCY_MS: String(latency_ms) } })
  try {
    const { total_ms } = await importSource(server, source)
    return { ms: total_ms, ...server.sent() }
  } finally {
    await server.stop()
  }
}

/** The lines of the table, those of one import together. */
export function latencyLines(measured: readonly MeasuredLatency[]): Line[] {
  if (measured.length === 0) return []
  return (["update", "contacts"] as const).flatMap((what) => [
    { what: what === "update" ? `An update of ${CHANGES} rows` : `${CONTACTS} contacts`, ours: "" },
    ...measured.map((one) => lineOf(one.latency_ms, one[what], MOST_S[what])),
  ])
}

function lineOf(latency_ms: number, { ms, calls, statements, trips }: Away, most_s: number): Line {
  return {
    what: `  at ${latency_ms} ms a statement: ${calls} calls, ${statements} statements, ${trips} trips`,
    ours: seconds(ms),
    ...(latency_ms === GOAL_AT_MS && { goal: atMost(`≤ ${most_s} s`, ms, most_s * 1000) }),
  }
}
