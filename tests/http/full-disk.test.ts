import { copyFileSync, readdirSync, readlinkSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Disk, diskAt, limitsCanBeSet } from "../../scripts/chaos/disk.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { newFolder } from "../support/lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { startServer } from "./own-server.ts"

type Server = Awaited<ReturnType<typeof startServer>>
interface Told {
  [name: string]: unknown
  job_id: string
}

const NONE = 4_096
const ADMIN = "a key for this test, long enough for one"

let folder: string
let disk: Disk | null
let server: Server
let database: string

beforeAll(async () => {
  folder = newFolder()
  disk = diskAt(join(folder, "disk"), "limit")
  if (disk === null) console.info("No file sizes can be limited here (prlimit): a full disk is not tried.")
  database = join(folder, "disk/sluice.duckdb")
  copyFileSync(process.env.SLUICE_TEST_TEMPLATE ?? "", database)
  server = await startServer({
    SLUICE_DATABASE: database,
    SLUICE_FILES: join(folder, "disk/files"),
    SLUICE_API_KEYS: JSON.stringify([{ name: "ops", role: "admin", key: ADMIN }]),
    SLUICE_STRIDE_SECONDS: "0",
    LOG_LEVEL: "error",
    HOST: "127.0.0.1",
    PORT: "0",
  })
})
afterAll(async () => {
  server.kill("SIGKILL")
  await server.ended
  disk?.close()
  rmSync(folder, { recursive: true, force: true })
})

const fill = (room = NONE) => disk?.fill([server.pid], room)
const free = () => disk?.free([server.pid])

async function call(method: string, path: string, body?: object): Promise<{ status: number; told: Told }> {
  const headers = { "x-api-key": ADMIN, ...(body && { "content-type": "application/json" }) }
  const answer = await fetch(`${server.url}/api/${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, told: (await answer.json()) as Told }
}

const CONTACTS = "import/contacts"
const DOCUMENTS = "import/documents"
const people = (name: string, rows = 400) =>
  Array.from({ length: rows }, (_, n) => ({ email: `${name}${n}@example.org`, first_name: `First ${n}` }))

function prepare(name: string) {
  return call("POST", `${CONTACTS}/prepare`, { rows: people(name), options: { batch_size: 50 } })
}

const processBatch = (job_id: string, at = CONTACTS) => call("POST", `${at}/process-batch`, { job_id })
const WAITING = {
  batch_completed: false,
  status: "waiting",
  next_batch: null,
  error: { code: "database_full" },
}

async function toTheEnd(job_id: string, at = CONTACTS): Promise<void> {
  for (;;) {
    const { told } = await processBatch(job_id, at)
    if (String(told.status) === "ready_to_finalize") return
    expect(told.error).toBeUndefined()
  }
}

async function attemptsOf(job_id: string): Promise<number[]> {
  const { told } = await call("GET", `imports/${job_id}/batches?limit=100`)
  return (told.batches as { attempts: number }[]).map(({ attempts }) => attempts)
}

describe.skipIf(!limitsCanBeSet())("while the disk of database and store is full", () => {
  test("an import waits without a failure or an attempt, says so, and goes on by itself", async () => {
    const { told: prepared } = await prepare("ann")
    const { job_id } = prepared
    expect((await processBatch(job_id)).told).toMatchObject({ batch_completed: true })
    fill()
    for (let times = 0; times < 4; times += 1) {
      const { status, told } = await processBatch(job_id)
      expect({ status, told }).toMatchObject({
        status: 200,
        told: { ...WAITING, progress: { completed: 1, total: 8 } },
      })
      expect((told.error as { message: string }).message).toContain("Make room")
    }
    const { told: status } = await call("GET", `${CONTACTS}/status/${job_id}`)
    expect(status).toMatchObject({
      status: "processing",
      waits_for: { code: "database_full" },
      failed_batches: [],
    })
    expect(await call("GET", "health")).toMatchObject({
      status: 200,
      told: { status: "degraded", database: "reachable", reasons: [{ code: "database_full" }] },
    })
    free()
    await toTheEnd(job_id)
    expect(await attemptsOf(job_id)).toEqual(Array(8).fill(1))
    await expect
      .poll(async () => (await call("GET", "health")).told, { timeout: 5_000 })
      .toMatchObject({ status: "ok" })
    expect((await call("GET", `${CONTACTS}/status/${job_id}`)).told).toMatchObject({ waits_for: null })
  })

  inLongRuns(
    "a batch for which there was room to be taken, but not to be applied, has not been tried",
    async () => {
      const { job_id } = (await prepare("bob")).told
      for (const more of [1_000, 2_000, 4_000, 8_000, 12_000]) {
        fill(statSync(`${database}.wal`).size + more)
        for (let times = 0; times < 3; times += 1) {
          const { status, told } = await processBatch(job_id)
          expect(status).toBe(200)
          if (!told.batch_completed) expect(told).toMatchObject(WAITING)
        }
      }
      free()
      await toTheEnd(job_id)
      expect(await attemptsOf(job_id)).toEqual(Array(8).fill(1))
      expect((await call("POST", `${CONTACTS}/finalize`, { job_id })).told).toMatchObject({
        outcome: "complete",
      })
    },
  )

  test("whatever would write is refused with what to do, and whatever reads is answered", async () => {
    const { job_id } = (await prepare("cor")).told
    await toTheEnd(job_id)
    const other = (await prepare("dan")).told.job_id
    fill()
    const refused = async (method: string, path: string, body?: object) => {
      const { status, told } = await call(method, path, body)
      return `${path.replace(/[\w-]{36}/, ":id")} ${status} ${told.code}`
    }
    const writes = [
      await refused("POST", `${CONTACTS}/finalize`, { job_id }),
      await refused("POST", `${CONTACTS}/rollback`, { job_id }),
      await refused("POST", `${CONTACTS}/control`, { job_id: other, action: "cancel" }),
      await refused("POST", "session", { key: ADMIN }),
    ]
    expect(writes).toEqual([
      "import/contacts/finalize 507 database_full",
      "import/contacts/rollback 507 database_full",
      "import/contacts/control 507 database_full",
      "session 507 database_full",
    ])
    const { status, told } = await prepare("eve")
    expect([status, told.code]).toEqual([507, expect.stringMatching(/^(database|store)_full$/)])
    expect(told.detail).toContain("Make room")
    expect((await call("POST", "uploads", { name: "a.csv", bytes: 5_000 })).status).toBe(507)
    const reads = [
      "imports",
      `${CONTACTS}/status/${job_id}`,
      "data/contact_persons",
      `imports/${job_id}/report`,
      "uploads",
      "feeds",
    ]
    for (const path of reads) expect((await call("GET", path)).status, path).toBe(200)
    free()
    expect(await call("POST", `${CONTACTS}/finalize`, { job_id })).toMatchObject({ status: 200 })
    expect(await call("POST", `${CONTACTS}/rollback`, { job_id })).toMatchObject({ status: 200 })
    expect(await prepare("eve")).toMatchObject({ status: 201 })
  })

  inLongRuns("a document for whose text there is no room waits, and none has failed", async () => {
    // What packs well has room in the store, and not where its text is written for the database.
    const text = "The text of a document that is far larger than it was sent. ".repeat(15_000)
    const form = new FormData()
    form.set("file", new Blob([new Uint8Array(await zipOf({ "long.txt": Buffer.from(text) }))]), "set.zip")
    fill((statSync(`${database}.wal`, { throwIfNoEntry: false })?.size ?? 0) + 200_000)
    const answer = await fetch(`${server.url}/api/${DOCUMENTS}/prepare`, {
      method: "POST",
      headers: { "x-api-key": ADMIN },
      body: form,
    })
    expect({ status: answer.status, told: await answer.json() }).toMatchObject({
      status: 507,
      told: { code: "disk_full", detail: expect.stringContaining("Make room") },
    })
    expect(openChunks()).toEqual([])
    const { told } = await call("GET", "imports?dataset=documents")
    const [{ job_id, status }] = told.imports as [{ job_id: string; status: string }]
    expect(status).toBe("preparing")
    expect(await processBatch(job_id, DOCUMENTS)).toMatchObject({
      status: 200,
      told: { status: "waiting", error: { code: "disk_full" } },
    })
    free()
    await toTheEnd(job_id, DOCUMENTS)
    expect((await call("POST", `${DOCUMENTS}/finalize`, { job_id })).told).toMatchObject({
      outcome: "complete",
    })
  })
})

/** What the server still holds of files that rows were written to. */
function openChunks(): string[] {
  const folder = `/proc/${server.pid}/fd`
  const held = readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(join(folder, name))]
    } catch {
      return []
    }
  })
  return held.filter((path) => path.includes("chunk-"))
}
