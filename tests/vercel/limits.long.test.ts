import { Readable } from "node:stream"
import { buffer } from "node:stream/consumers"
import { afterAll, beforeAll, expect, test } from "vitest"
import { ZipFile } from "yazl"
import { type Endpoint, endpoints } from "../../lib/contract/endpoints.ts"
import { FUNCTIONS } from "../../lib/contract/functions.ts"
import { matchPath } from "../../lib/http/path.ts"
import { encodeFile } from "../../scripts/sample/encode.ts"
import { type PlannedExtract, planExtracts } from "../../scripts/sample/extract.ts"
import type { SentFile } from "../support/imports.ts"
import type { Apart } from "./apart.ts"
import { type ApartGround, asServed, CRON_SECRET, layGround } from "./apart-ground.ts"
import type { Client } from "./client.ts"

const STATEMENT_MS = 40
const FROM_URL = 1_000_000
const FROM_STORE = 50_000_000
/** Some 80 MB when they are not compressed: more than one call can fetch. */
const ROWS = 1_700_000

const DAILY = "/api/import/daily-update"
let ground: ApartGround
let apart: Apart
let client: Client
let full: SentFile
let update: SentFile

beforeAll(async () => {
  const steps = [{ type: "full" }, { type: "update" }] as const
  const made: SentFile[] = []
  // One after the other: what the next is made of depends on the records of the one before.
  for (const plan of planExtracts({ seed: 7, rows: ROWS, changes: 20_000, steps: [...steps] })) {
    made.push({ file_name: plan.file_name, bytes: await stored(plan) })
  }
  ;[full, update] = made as [SentFile, SentFile]
  ground = await layGround(undefined, { bytes_per_second: FROM_STORE })
  const settings = { SLUICE_STATEMENT_LATENCY_MS: String(STATEMENT_MS) }
  ;({ apart, client } = ground.open(asServed, { seed: 1, kill_one_in: 0 }, settings))
}, 600_000)
afterAll(() => ground.close())

/** The ZIP of an extract whose files are not compressed. */
async function stored({ files }: PlannedExtract): Promise<Buffer> {
  const zip = new ZipFile()
  for (const file of files) {
    const lines = encodeFile({ ...file, records: file.records() }, { records: 0 })
    zip.addReadStream(Readable.from(lines, { objectMode: false }), file.name, { compress: false })
  }
  zip.end()
  return buffer(zip.outputStream)
}

/** Everything a page asks for of an import. */
async function lookAround(job_id: string): Promise<void> {
  await client.ask(`${DAILY}/status/${job_id}`)
  for (const view of ["batches", "errors", "audit", "report"])
    await client.ask(`/api/imports/${job_id}/${view}`)
  for (const path of ["/api/imports", "/api/uploads", "/api/datasets", "/api/health"]) await client.ask(path)
}

async function takeBack(job_id: string): Promise<void> {
  for (;;) {
    const { done } = await client.ask(`${DAILY}/rollback`, { body: { job_id } })
    if (done) return
  }
}

/** Two hundred uploads nobody has completed. */
const EXPIRED = `insert into import_uploads (upload_id, filename, original_name, bytes, part_bytes, token, uploader, kept, created_at)
  select uuidv7(), 'left-' || i || '.csv', 'left.csv', 1, 1, 'gone', 'ops', true, '2020-01-01' from range(200) as r(i)`

test("a large Full comes by URL, is applied and finalized, and looked at meanwhile", async () => {
  console.info(`The Full has ${(full.bytes.length / 1_000_000).toFixed(1)} MB`)
  const url = ground.slowly(full, FROM_URL)
  const { job_id } = await client.import("daily-update", { url })
  await lookAround(String(job_id))
})

test("the scheduler alone drives an update, and clears up after others", async () => {
  const filename = await client.upload(update)
  const job_id = await client.prepare("daily-update", { filename })
  await ground.run(EXPIRED)
  for (let calls = 0; calls < 50; calls += 1) {
    const { jobs } = await client.ask("/api/cron/drive", { key: CRON_SECRET })
    if ((jobs as object[]).length === 0) break
  }
  expect(await client.ask(`${DAILY}/status/${job_id}`)).toMatchObject({ status: "completed" })
  await takeBack(job_id)
})

test("the Full is taken back, and prepared again from the store", async () => {
  const [job] = await ground.read("select job_id from import_jobs order by started_at limit 1")
  await takeBack(String(job?.job_id))
  const filename = await client.upload(full)
  const job_id = await client.prepare("daily-update", { filename })
  await lookAround(job_id)
  await client.ask(`${DAILY}/control`, { body: { job_id, action: "cancel" } })
})

test("none of these calls took longer than its function may", () => {
  const slowest = new Map<string, { calls: number; seconds: number; most: number }>()
  for (const { method, path, milliseconds } of apart.calls) {
    const [pathname = ""] = path.split("?")
    const endpoint = Object.values<Endpoint>(endpoints).find(
      (one) => one.method === method && matchPath(one.path, pathname),
    )
    if (!endpoint) throw new Error(`${method} ${path} is not declared`)
    const kind = `${method} ${endpoint.path}`
    const { calls, seconds } = slowest.get(kind) ?? { calls: 0, seconds: 0 }
    slowest.set(kind, {
      calls: calls + 1,
      seconds: Math.max(seconds, milliseconds / 1_000),
      most: FUNCTIONS[endpoint.in],
    })
  }
  const lines = [...slowest].map(
    ([kind, { calls, seconds, most }]) =>
      `${kind.padEnd(48)} ${calls} calls, at most ${seconds.toFixed(1)} s of ${most}`,
  )
  console.info(lines.join("\n"))
  expect([...slowest].filter(([, { seconds, most }]) => seconds >= most).map(([kind]) => kind)).toEqual([])
})
