import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { exampleOf } from "../../lib/datasets/example.ts"
import { listDatasets } from "../../lib/datasets/index.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { openDatabase } from "../../lib/db/connection.ts"
import { extensionFolder, fetchExtension } from "../../lib/db/extension.ts"
import { statementNames } from "../../lib/db/statement.ts"
import type { Handler } from "../../lib/http/route.ts"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { runScript } from "../http/own-server.ts"
import { serve } from "../store/file-server.ts"
import { LONG_RUN } from "../support/rounds.ts"
import type { Bundle } from "./bundle.ts"
import { apiOf, buildFunctions } from "./functions.ts"
import { type Invocation, invoke } from "./invoke.ts"

const MOST_BYTES = 150_000_000
const MOST_FUNCTIONS = 8
const KEY = "the operator's key"
const DAILY = "/api/import/daily-update"

const folder = mkdtempSync(join(tmpdir(), "sluice-built-"))
const temporary = join(folder, "tmp")
const files = join(folder, "files")
/** What a function finds on the platform: no home, one writable folder, and what was configured. */
const env: Record<string, string> = {
  PATH: process.env.PATH ?? "",
  TMPDIR: temporary,
  HOME: "",
  VERCEL: "1",
  LOG_LEVEL: "silent",
  SLUICE_ALLOW_LOCAL: "1",
  SLUICE_DATABASE: join(folder, "database/sluice.duckdb"),
  SLUICE_FILES: files,
  SLUICE_SESSION_SECRET: "the page's own secret",
  SLUICE_API_KEYS: JSON.stringify([{ name: "ops", role: "operator", key: KEY }]),
  CRON_SECRET: "the scheduler's secret",
}

let bundles: Map<string, Bundle>
const took: Invocation[] = []
let api: Handler
let full: MadeExtract

beforeAll(async () => {
  await keepExtension()
  bundles = await buildFunctions(folder)
  const { status, output } = await runScript("migrate", { SLUICE_DATABASE: env.SLUICE_DATABASE ?? "" })
  expect(status, output).toBe(0)
  const [made] = await makeExtracts({ rows: 300, steps: [{ type: "full" }] })
  full = made as MadeExtract
  for (const path of [temporary, files]) mkdirSync(path)
  writeFileSync(join(files, full.file_name), full.bytes)
  for (const dataset of listDatasets()) {
    const { file_name, bytes } = await exampleOf(dataset)
    writeFileSync(join(files, file_name), bytes)
  }
  api = builtApi(env)
}, 120_000)

afterAll(() => {
  showTimes()
  rmSync(folder, { recursive: true, force: true })
  rmSync(extensionFolder() ?? "", { recursive: true, force: true })
})

/** As a build with a network does, but that the repository is on this machine, and nobody has signed what it has. */
async function keepExtension(): Promise<void> {
  const repository = await serve((request, response) => {
    const [, version = "", platform = ""] = request.url?.split("/") ?? []
    response.end(gzipSync(emptyExtension(version, platform)))
  })
  try {
    const settings = { custom_extension_repository: repository.url("") }
    await expect(fetchExtension(settings)).rejects.toThrow("valid signature")
    await fetchExtension({ ...settings, allow_unsigned_extensions: "true" })
  } finally {
    await repository.close()
  }
}

/** What DuckDB asks of an extension's file before it keeps it: its last 512 bytes say what it is for. */
function emptyExtension(version: string, platform: string): Buffer {
  const fields = ["", "", "", "CPP", "1", version, platform, "4"]
  return Buffer.concat([...fields.map((text) => Buffer.from(text.padEnd(32, "\0"))), Buffer.alloc(256)])
}

/** Each call in a process of its own. */
function builtApi(environment: Record<string, string>): Handler {
  return apiOf(bundles, (bundle, request) => invoke(bundle, request, environment, took))
}

interface Sent {
  method?: string
  body?: object
  key?: string | null
}

function send(path: string, { method, body, key = KEY }: Sent = {}, to: Handler = api): Promise<Response> {
  const headers = {
    ...(body && { "content-type": "application/json" }),
    ...(key !== null && { authorization: `Bearer ${key}` }),
  }
  const init = {
    method: method ?? (body ? "POST" : "GET"),
    headers,
    ...(body && { body: JSON.stringify(body) }),
  }
  return to(new Request(`https://sluice.example${path}`, init))
}

async function answered(path: string, sent: Sent = {}): Promise<Record<string, unknown>> {
  const response = await send(path, sent)
  const text = await response.text()
  expect(response.ok, `${path}: ${text}`).toBe(true)
  return JSON.parse(text) as Record<string, unknown>
}

async function count(sql: string): Promise<number> {
  const db = await openDatabase(env.SLUICE_DATABASE ?? "")
  try {
    const [row] = await db.use((connection) => connection.rows<{ n: number }>(sql))
    return row?.n ?? -1
  } finally {
    db.close()
  }
}

async function change(sql: string): Promise<void> {
  const db = await openDatabase(env.SLUICE_DATABASE ?? "")
  try {
    await db.use((connection) => connection.run(sql))
  } finally {
    db.close()
  }
}

function showSizes(): void {
  const lines = [...bundles.values()].map(({ entrypoint, bytes, files }) => {
    const megabytes = (bytes / 1_000_000).toFixed(1).padStart(6)
    return `${entrypoint.padEnd(44)} ${megabytes} MB ${String(files.length).padStart(5)} files`
  })
  console.info(`Built as the platform builds them:\n${lines.join("\n")}`)
}

function showTimes(): void {
  const times = took.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0)
  console.info(
    `From the start of a process to its first answer, ${times.length} calls: fastest ${at(0)} ms, median ${at(0.5)} ms, slowest ${at(1)} ms (goal: below 1,000 ms)`,
  )
}

describe("a function as the platform builds it", () => {
  test("is one of few and small enough", () => {
    showSizes()
    expect(bundles.size).toBeLessThanOrEqual(MOST_FUNCTIONS)
    const large = [...bundles.values()].filter(({ bytes }) => bytes >= MOST_BYTES)
    expect(large.map(({ entrypoint, bytes }) => `${entrypoint}: ${bytes}`)).toEqual([])
  })

  test("has the database engine and every statement with it", () => {
    const statements = statementNames().map((name) => `sql/${name}.sql`)
    for (const { entrypoint, files } of bundles.values()) {
      expect(
        files.filter((file) => file.endsWith("libduckdb.so")),
        entrypoint,
      ).toHaveLength(1)
      expect(
        statements.filter((file) => !files.includes(file)),
        entrypoint,
      ).toEqual([])
    }
  })

  test("has the engine's extension with it that a database elsewhere needs", () => {
    for (const { entrypoint, files } of bundles.values()) {
      expect(
        files.filter((file) => /^build\/extensions\/v.+\/motherduck\.duckdb_extension$/.test(file)),
        entrypoint,
      ).toHaveLength(1)
    }
  })

  test("that reads documents has their reader with it", () => {
    const { files = [] } = bundles.get("api/prepare.ts") ?? {}
    expect(files).toContain("build/worker.js")
    expect(files.some((file) => file.startsWith("node_modules/unpdf/"))).toBe(true)
  })

  test("has nothing with it that is none of its business", () => {
    const strange =
      /^(tests|scripts|web|docs|data|bench|dist)\/|^\.env|\.duckdb$|node_modules\/(typescript|tsx|vite|vitest|@vercel)\//
    for (const { entrypoint, files } of bundles.values()) {
      expect(
        files.filter((file) => strange.test(file)),
        entrypoint,
      ).toEqual([])
    }
  })
})

describe("on the platform, where every call may be the first of its process", () => {
  test("health answers without a key, everything else asks for one", async () => {
    expect(await (await send("/api/health", { key: null })).json()).toMatchObject({ status: "ok" })
    expect((await send("/api/imports", { key: null })).status).toBe(401)
    expect((await send("/api/imports", { key: "another" })).status).toBe(401)
    expect((await send("/api/cron/drive")).status).toBe(401)
    expect((await send("/api/health", { method: "DELETE" })).status).toBe(405)
  })

  test("settings that cannot work are all told by health, and every other call is refused", async () => {
    const bare = builtApi({
      PATH: env.PATH ?? "",
      TMPDIR: temporary,
      HOME: "",
      VERCEL: "1",
      LOG_LEVEL: "silent",
      SLUICE_DATABASE: "/hunter2/sluice.duckdb",
    })
    const health = await send("/api/health", { key: null }, bare)
    const told = await health.text()
    expect(health.status).toBe(503)
    expect(told).not.toContain("hunter2")
    const { status, problems } = JSON.parse(told) as { status: string; problems: { variable: string }[] }
    expect(status).toBe("misconfigured")
    expect(problems.map(({ variable }) => variable)).toEqual([
      "SLUICE_DATABASE",
      "SLUICE_FILES",
      "SLUICE_API_KEYS",
      "SLUICE_SESSION_SECRET",
      "CRON_SECRET",
    ])
    const body = { job_id: "01a20217-4111-7e90-8fb5-688b676d204c" }
    const others: [string, Sent][] = [
      ["/api/imports", {}],
      ["/api/openapi.json", {}],
      ["/api/cron/drive", {}],
      [`${DAILY}/status/${body.job_id}`, {}],
      [`/api/imports/${body.job_id}/events`, {}],
      [`${DAILY}/prepare`, { body }],
      [`${DAILY}/process-batch`, { body }],
    ]
    for (const [path, sent] of others) {
      const response = await send(path, sent, bare)
      expect([path, response.status]).toEqual([path, 503])
      expect(await response.json()).toMatchObject({ code: "misconfigured" })
    }
  }, 30_000)

  test("rewrites lead to the description and to the example", async () => {
    expect(await answered("/api/openapi.json")).toMatchObject({ openapi: "3.1.0" })
    const example = await send("/api/datasets/daily-update/example")
    expect(example.headers.get("content-type")).toBe("application/zip")
    expect((await example.arrayBuffer()).byteLength).toBeGreaterThan(1000)
    const { datasets } = (await answered("/api/datasets")) as { datasets: { dataset: string }[] }
    expect(datasets.map(({ dataset }) => dataset)).toEqual(listDatasets().map(({ name }) => name))
    const body = { filename: "contacts.csv" }
    expect(await answered("/api/datasets/contacts/preview", { body })).toMatchObject({ missing: [] })
  })

  test("a whole import runs, is reported and is undone", async () => {
    const { uploads } = (await answered("/api/uploads")) as { uploads: { filename: string }[] }
    expect(uploads.map(({ filename }) => filename)).toContain(full.file_name)
    const prepared = await answered(`${DAILY}/prepare`, { body: { filename: full.file_name } })
    expect(prepared).toMatchObject({ status: "ready", warnings: [] })
    const { job_id } = prepared
    await driveToEnd(job_id)
    const done = await answered(`${DAILY}/finalize`, { body: { job_id } })
    expect(done).toMatchObject({ status: "completed", outcome: "complete", reconciles: true })
    const status = await answered(`${DAILY}/status/${job_id}`)
    expect(status).toMatchObject({ status: "completed", overall_progress: { percentage: 100 } })
    const activities = full.files.find(({ name }) => name === "activity.csv")?.records.length
    expect(await count("select count(*) as n from activity_current")).toBe(activities)
    const { reconciliation } = (await answered(`/api/imports/${job_id}/report`)) as {
      reconciliation: { reconciles: boolean }[]
    }
    expect(reconciliation.every(({ reconciles }) => reconciles)).toBe(true)
    for (const view of ["batches", "errors", "audit"]) await answered(`/api/imports/${job_id}/${view}`)
    const pdf = await send(`/api/imports/${job_id}/report?format=pdf`)
    expect(Buffer.from(await pdf.arrayBuffer()).toString("latin1")).toMatch(/^%PDF-[\s\S]+%%EOF\s*$/)
    const events = await send(`/api/imports/${job_id}/events`)
    expect(await events.text()).toMatch(
      /event: progress\n[\s\S]+event: end\ndata: {"reason":"finished"}\n\n$/,
    )
    expect(await answered(`${DAILY}/rollback`, { body: { job_id } })).toMatchObject({ done: true })
    expect(await answered(`${DAILY}/status/${job_id}`)).toMatchObject({ status: "rolled_back" })
    expect(await count("select count(*) as n from activity")).toBe(0)
  }, 120_000)

  test.each(LONG_RUN ? [contacts, taxonomy, qaPairs, documents] : [])(
    "the example of $label is imported whole",
    async (dataset) => {
      const at = `/api/import/${dataset.name}`
      const { job_id } = await answered(`${at}/prepare`, { body: { filename: dataset.example.file_name } })
      await driveToEnd(job_id, at)
      expect(await answered(`${at}/finalize`, { body: { job_id } })).toMatchObject({ outcome: "complete" })
      expect(await count(`select count(*) as n from ${dataset.tables[0]?.name}`)).toBeGreaterThan(0)
    },
    60_000,
  )

  test("an import in the background is answered at once, and the function goes on until it is done", async () => {
    const at = "/api/import/contacts"
    const body = {
      filename: contacts.example.file_name,
      options: { run: "background", duplicates: "update" },
    }
    const response = await send(`${at}/prepare`, { body })
    const answer = (await response.json()) as { job_id: string }
    expect([response.status, answer]).toMatchObject([202, { status: "preparing" }])
    const location = response.headers.get("location") ?? ""
    expect(location).toBe(`${at}/status/${answer.job_id}`)
    expect(await answered(location)).toMatchObject({ status: "completed", outcome: "complete", error: null })
  }, 60_000)

  test("when that function is killed, whoever asks for the status drives the import", async () => {
    const at = "/api/import/contacts"
    const body = { filename: contacts.example.file_name, options: { run: "background", duplicates: "merge" } }
    const killed = builtApi({ ...env, KILLED_WITH_ITS_ANSWER: "1" })
    const prepared = await send(`${at}/prepare`, { body }, killed)
    const { job_id } = (await prepared.json()) as { job_id: string }
    for (let calls = 0; calls < 10; calls += 1) {
      const { status } = await answered(`${at}/status/${job_id}`)
      if (status === "completed") return
      // As if it had stood still for a while.
      await change("update import_jobs set updated_at = updated_at - interval 1 minute")
      await change("update import_job_files set staged_at = staged_at - interval 1 minute")
      await change("update import_job_batches set started_at = started_at - interval 1 minute")
    }
    expect.unreachable("Nobody drove the import to its end.")
  }, 60_000)

  test("the scheduler drives what nobody else does", async () => {
    expect(await answered("/api/cron/drive", { key: env.CRON_SECRET ?? "" })).toEqual({ jobs: [] })
  })

  test("nothing is written beside the temporary folder", () => {
    for (const { folder: own, files, entrypoint } of bundles.values()) {
      const present = readdirSync(own, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(own.length + 1))
      expect(present.sort(), entrypoint).toEqual(files)
    }
  })
})

async function driveToEnd(job_id: unknown, at = DAILY): Promise<void> {
  for (;;) {
    const answer = await answered(`${at}/process-batch`, { body: { job_id } })
    expect(answer.error).toBeUndefined()
    if (answer.next_batch !== null) continue
    expect(answer.status).toBe("ready_to_finalize")
    return
  }
}
