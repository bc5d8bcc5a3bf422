import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { listDatasets } from "../../lib/datasets/index.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { japanesePdf } from "../support/documents.ts"
import { type Built, expectReader, expectUntouched, expectWhole, layBuilt, type Sent } from "./built.ts"

const MOST_BYTES = 150_000_000
const MOST_FUNCTIONS = 8
const DAILY = "/api/import/daily-update"

let built: Built
let full: MadeExtract

beforeAll(async () => {
  built = await layBuilt()
  const [made] = await makeExtracts({ rows: 300, steps: [{ type: "full" }] })
  full = made as MadeExtract
  writeFileSync(join(built.files, full.file_name), full.bytes)
}, 120_000)

afterAll(() => {
  built.showTimes()
  built.remove()
})

function showSizes(): void {
  const lines = [...built.bundles.values()].map(({ entrypoint, bytes, files }) => {
    const megabytes = (bytes / 1_000_000).toFixed(1).padStart(6)
    return `${entrypoint.padEnd(44)} ${megabytes} MB ${String(files.length).padStart(5)} files`
  })
  console.info(`Built as the platform builds them:\n${lines.join("\n")}`)
}

describe("a function as the platform builds it", () => {
  test("is one of few and small enough", () => {
    showSizes()
    expect(built.bundles.size).toBeLessThanOrEqual(MOST_FUNCTIONS)
    const large = [...built.bundles.values()].filter(({ bytes }) => bytes >= MOST_BYTES)
    expect(large.map(({ entrypoint, bytes }) => `${entrypoint}: ${bytes}`)).toEqual([])
  })

  test("has with it the engine, its extension, every statement, and nothing that is none of its business", () => {
    for (const bundle of built.bundles.values()) expectWhole(bundle)
  })

  test("that reads documents has their reader with it", () => {
    expectReader(built.bundles.get("api/prepare.ts"))
  })
})

describe("on the platform, where every call may be the first of its process", () => {
  test("health answers without a key, everything else asks for one", async () => {
    expect(await (await built.send("/api/health", { key: null })).json()).toMatchObject({ status: "ok" })
    expect((await built.send("/api/imports", { key: null })).status).toBe(401)
    expect((await built.send("/api/imports", { key: "another" })).status).toBe(401)
    expect((await built.send("/api/cron/drive")).status).toBe(401)
    expect((await built.send("/api/health", { method: "DELETE" })).status).toBe(405)
  })

  test("settings that cannot work are all told by health, and every other call is refused", async () => {
    const { PATH = "", TMPDIR = "" } = built.env
    const nothing = { PATH, TMPDIR, HOME: "", VERCEL: "1", LOG_LEVEL: "silent" }
    const bare = built.configured({ ...nothing, SLUICE_DATABASE: "/hunter2/sluice.duckdb" })
    const health = await built.send("/api/health", { key: null }, bare)
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
      const response = await built.send(path, sent, bare)
      expect([path, response.status]).toEqual([path, 503])
      expect(await response.json()).toMatchObject({ code: "misconfigured" })
    }
  }, 30_000)

  test("rewrites lead to the description and to the example", async () => {
    expect(await built.answered("/api/openapi.json")).toMatchObject({ openapi: "3.1.0" })
    const example = await built.send("/api/datasets/daily-update/example")
    expect(example.headers.get("content-type")).toBe("application/zip")
    expect((await example.arrayBuffer()).byteLength).toBeGreaterThan(1000)
    const { datasets } = (await built.answered("/api/datasets")) as { datasets: { dataset: string }[] }
    expect(datasets.map(({ dataset }) => dataset)).toEqual(listDatasets().map(({ name }) => name))
    const body = { filename: "contacts.csv" }
    expect(await built.answered("/api/datasets/contacts/preview", { body })).toMatchObject({ missing: [] })
  })

  test("a whole import runs, is reported and is undone", async () => {
    const { uploads } = (await built.answered("/api/uploads")) as { uploads: { filename: string }[] }
    expect(uploads.map(({ filename }) => filename)).toContain(full.file_name)
    const prepared = await built.answered(`${DAILY}/prepare`, { body: { filename: full.file_name } })
    expect(prepared).toMatchObject({ status: "ready", warnings: [] })
    const { job_id } = prepared
    await built.driveToEnd(job_id, DAILY)
    const done = await built.answered(`${DAILY}/finalize`, { body: { job_id } })
    expect(done).toMatchObject({ status: "completed", outcome: "complete", reconciles: true })
    const status = await built.answered(`${DAILY}/status/${job_id}`)
    expect(status).toMatchObject({ status: "completed", overall_progress: { percentage: 100 } })
    const activities = full.files.find(({ name }) => name === "activity.csv")?.records.length
    expect(await built.count("select count(*) as n from activity_current")).toBe(activities)
    const { reconciliation } = (await built.answered(`/api/imports/${job_id}/report`)) as {
      reconciliation: { reconciles: boolean }[]
    }
    expect(reconciliation.every(({ reconciles }) => reconciles)).toBe(true)
    for (const view of ["batches", "errors", "audit"]) await built.answered(`/api/imports/${job_id}/${view}`)
    const pdf = await built.send(`/api/imports/${job_id}/report?format=pdf`)
    expect(Buffer.from(await pdf.arrayBuffer()).toString("latin1")).toMatch(/^%PDF-[\s\S]+%%EOF\s*$/)
    const events = await built.send(`/api/imports/${job_id}/events`)
    expect(await events.text()).toMatch(
      /event: progress\n[\s\S]+event: end\ndata: {"reason":"finished"}\n\n$/,
    )
    expect(await built.answered(`${DAILY}/rollback`, { body: { job_id } })).toMatchObject({ done: true })
    expect(await built.answered(`${DAILY}/status/${job_id}`)).toMatchObject({ status: "rolled_back" })
    expect(await built.count("select count(*) as n from activity")).toBe(0)
  }, 120_000)

  test.each([contacts, taxonomy, qaPairs, documents])(
    "the example of $label is imported whole",
    async (dataset) => {
      const at = `/api/import/${dataset.name}`
      const { job_id } = await built.answered(`${at}/prepare`, {
        body: { filename: dataset.example.file_name },
      })
      await built.driveToEnd(job_id, at)
      expect(await built.answered(`${at}/finalize`, { body: { job_id } })).toMatchObject({
        outcome: "complete",
      })
      expect(await built.count(`select count(*) as n from ${dataset.tables[0]?.name}`)).toBeGreaterThan(0)
    },
    60_000,
  )

  test("an import in the background is answered at once, and the function goes on until it is done", async () => {
    const at = "/api/import/contacts"
    const body = {
      filename: contacts.example.file_name,
      options: { run: "background", duplicates: "update" },
    }
    const response = await built.send(`${at}/prepare`, { body })
    const answer = (await response.json()) as { job_id: string }
    expect([response.status, answer]).toMatchObject([202, { status: "preparing" }])
    const location = response.headers.get("location") ?? ""
    expect(location).toBe(`${at}/status/${answer.job_id}`)
    expect(await built.answered(location)).toMatchObject({
      status: "completed",
      outcome: "complete",
      error: null,
    })
  }, 60_000)

  test("when that function is killed, whoever asks for the status drives the import", async () => {
    const at = "/api/import/contacts"
    const body = { filename: contacts.example.file_name, options: { run: "background", duplicates: "merge" } }
    const killed = built.configured({ ...built.env, KILLED_WITH_ITS_ANSWER: "1" })
    const prepared = await built.send(`${at}/prepare`, { body }, killed)
    const { job_id } = (await prepared.json()) as { job_id: string }
    for (let calls = 0; calls < 10; calls += 1) {
      const { status } = await built.answered(`${at}/status/${job_id}`)
      if (status === "completed") return
      // As if it had stood still for a while.
      await built.change("update import_jobs set updated_at = updated_at - interval 1 minute")
      await built.change("update import_job_files set staged_at = staged_at - interval 1 minute")
      await built.change("update import_job_batches set started_at = started_at - interval 1 minute")
    }
    expect.unreachable("Nobody drove the import to its end.")
  }, 60_000)

  test("and one whose caller waits is prepared by them, its batches left to its caller", async () => {
    const at = "/api/import/contacts"
    // Without a threshold it would be the import of the example that is over already.
    const options = { run: "background", max_row_errors: 100 }
    const body = { filename: contacts.example.file_name, options }
    const killed = built.configured({ ...built.env, KILLED_WITH_ITS_ANSWER: "1" })
    const prepared = await built.send(`${at}/prepare`, { body }, killed)
    const { job_id } = (await prepared.json()) as { job_id: string }
    // As a prepare that ran out of its time leaves it.
    await built.change(`update import_jobs
      set options = json_merge_patch(options, '{"run": null}'), updated_at = updated_at - interval 10 second
      where job_id = '${job_id}'`)
    await built.change("update import_job_files set staged_at = staged_at - interval 10 second")
    const look = () => built.answered(`${at}/status/${job_id}`)
    expect(await look()).toMatchObject({ status: "preparing", next_batch: null })
    expect(await look()).toMatchObject({ status: "ready", overall_progress: { completed_batches: 0 } })
    expect(await look()).toMatchObject({ status: "ready" })
    await built.driveToEnd(job_id, at)
    expect(await built.answered(`${at}/finalize`, { body: { job_id } })).toMatchObject({ success: true })
  }, 60_000)

  test("the scheduler drives what nobody else does", async () => {
    expect(await built.answered("/api/cron/drive", { key: built.env.CRON_SECRET ?? "" })).toEqual({
      jobs: [],
    })
  })

  test("a PDF in Japanese has the character maps that it needs", async () => {
    const { answered, driveToEnd, count, files } = built
    writeFileSync(join(files, "japanese.pdf"), japanesePdf())
    const at = "/api/import/documents"
    const { job_id } = await answered(`${at}/prepare`, { body: { filename: "japanese.pdf" } })
    await driveToEnd(job_id, at)
    expect(await count("select count(*) as n from document where text = '日本' and warnings is null")).toBe(1)
  }, 60_000)

  test("nothing is written beside the temporary folder", () => {
    for (const bundle of built.bundles.values()) expectUntouched(bundle)
  })
})
