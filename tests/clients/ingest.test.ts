import { readFileSync } from "node:fs"
import { expect, test, vi } from "vitest"
import { ingestStatus } from "../../lib/clients/ingest.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { controlJob } from "../../lib/import/control.ts"
import { actor, drive, finish, prepareFiles, textFile } from "../support/imports.ts"
import { endingAt, openLab } from "../support/lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { served } from "./served.ts"

const KEY = "the key of the knowledge base, long enough"
const BATCH = "/api/v1/documents/ingest/batch"
const keys = [{ name: "kb", role: "operator", key: KEY }]
const server = served({ SLUICE_API_KEYS: JSON.stringify(keys), LOG_LEVEL: "info" })

type Told = Record<string, unknown>

async function send(texts: Record<string, string>, metadata?: string, key = KEY, field = "files") {
  const form = new FormData()
  for (const [name, text] of Object.entries(texts)) form.append(field, new Blob([text]), name)
  if (metadata !== undefined) form.append("metadata_mapping", new Blob([metadata]), "metadata.csv")
  const headers = { "x-api-key": key }
  const response = await fetch(server.url + BATCH, { method: "POST", headers, body: form })
  return { status: response.status, told: (await response.json()) as Told }
}

async function ask(batch_id: unknown) {
  const response = await fetch(`${server.url}${BATCH}/${batch_id}/status`, { headers: { "x-api-key": KEY } })
  return { status: response.status, told: (await response.json()) as Told }
}

async function over(batch_id: unknown): Promise<Told> {
  for (;;) {
    const { told } = await ask(batch_id)
    if (told.status !== "in_progress") return told
    await new Promise((done) => setTimeout(done, 50))
  }
}

const texts = Object.fromEntries(
  Array.from({ length: 10 }, (_, n) => [`page-${n}.txt`, `What page ${n} says.`]),
)

test("ten documents with metadata are taken in at once, and their status tells when they are processed", async () => {
  const metadata = ["filename,author,tags", ...Object.keys(texts).map((name, n) => `${name},Author ${n},a;b`)]
  const { status, told } = await send(texts, metadata.join("\n"))
  expect([status, told]).toMatchObject([202, { total_documents: 10, status: "in_progress" }])
  expect(Object.keys(told).sort()).toEqual(["batch_id", "message", "status", "total_documents"])
  const done = await over(told.batch_id)
  expect(done).toMatchObject({
    batch_id: told.batch_id,
    total_documents: 10,
    processed_count: 10,
    failed_count: 0,
    status: "completed",
    failed_documents: [],
    skipped_documents: [],
  })
  expect(done.processing_time_seconds).toBeGreaterThan(0)
  expect(Date.parse(String(done.completed_at))).toBeGreaterThan(0)
}, 60_000)

test.each(["csv", "json"])("the mapping that the guide shows as %s is taken as it is", async (kind) => {
  const guide = readFileSync(new URL("../../docs/batch-ingestion.md", import.meta.url), "utf8")
  const shown = [...guide.matchAll(/^```(\w+)\n(.*?)^```/gms)].filter(([, language]) => language === kind)
  const mapping = shown.map(([, , text = ""]) => text).find((text) => text.includes("handbook.pdf"))
  expect(mapping).toBeDefined()
  // By either name that the field of the documents may have.
  const field = kind === "csv" ? "files" : "file"
  const { status, told } = await send({ [`as-${kind}.txt`]: `What is said as ${kind}.` }, mapping, KEY, field)
  expect([status, told]).toMatchObject([202, { total_documents: 1 }])
  expect(await over(told.batch_id)).toMatchObject({ status: "completed" })
})

test("a document that cannot be read fails alone, and all that fail are a partial failure as well", async () => {
  const some = await send({ "good.txt": "Good.", "bad.pdf": "%PDF-1.4 broken" })
  expect(await over(some.told.batch_id)).toMatchObject({
    status: "partial_failure",
    processed_count: 1,
    failed_count: 1,
    failed_documents: [{ filename: "bad.pdf", error: expect.any(String) }],
  })
  const none = await send({ "worse.pdf": "%PDF-1.4 broken too" })
  expect(await over(none.told.batch_id)).toMatchObject({
    status: "partial_failure",
    processed_count: 0,
    failed_count: 1,
    total_documents: 1,
  })
}, 60_000)

inLongRuns(
  "a document whose content is there already counts as processed, and says which document has it",
  async () => {
    const first = await send({
      "left.txt": "The same words.",
      "right.txt": "The same words.",
      "own.txt": "Others.",
    })
    expect(await over(first.told.batch_id)).toMatchObject({
      status: "completed",
      processed_count: 3,
      failed_documents: [],
      skipped_documents: [
        { filename: "right.txt", reason: expect.stringContaining("left.txt"), same_as: "left.txt" },
      ],
    })
    const second = await send({
      "again.txt": "Others.",
      "bad.pdf": "%PDF-1.4 broken",
      "new.txt": "New words.",
    })
    const told = await over(second.told.batch_id)
    expect(told).toMatchObject({ status: "partial_failure", processed_count: 2, failed_count: 1 })
    expect(told.skipped_documents).toEqual([
      { filename: "again.txt", reason: expect.stringContaining("imported before"), same_as: "own.txt" },
    ])
    const alone = await send({ "alone.txt": "Words alone." })
    await over(alone.told.batch_id)
    expect((await send({ "alone.txt": "Words alone." })).told.batch_id).toBe(alone.told.batch_id)
    const renamed = await send({ "renamed.txt": "Words alone." })
    expect(await over(renamed.told.batch_id)).toMatchObject({
      ...{ status: "completed", total_documents: 1, processed_count: 1 },
      skipped_documents: [{ filename: "renamed.txt", same_as: "alone.txt" }],
    })
  },
)

test("every refusal has a code in capitals and a message", async () => {
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`${n}.txt`, `Text ${n}`]))
  const large = await send(many)
  expect([large.status, large.told]).toEqual([
    400,
    { error: { code: "BATCH_TOO_LARGE", message: expect.stringContaining("101") } },
  ])
  const form = new FormData()
  for (let n = 0; n < 620; n += 1) form.append("files", new Blob([`Text ${n}`]), `${n}.txt`)
  const larger = await fetch(server.url + BATCH, {
    method: "POST",
    headers: { "x-api-key": KEY },
    body: form,
  })
  expect([larger.status, await larger.json()]).toEqual([
    400,
    { error: { code: "BATCH_TOO_LARGE", message: expect.stringContaining("620") } },
  ])
  for (const [path, method, allowed] of [
    [BATCH, "GET", "POST"],
    [`${BATCH}/0199aaaa-0000-7000-8000-000000000000/status`, "POST", "GET"],
  ] as const) {
    const wrong = await fetch(server.url + path, { method, headers: { "x-api-key": KEY } })
    expect([wrong.status, wrong.headers.get("content-type")]).toEqual([405, "application/json"])
    expect(await wrong.json()).toEqual({
      error: { code: "METHOD_NOT_ALLOWED", message: expect.any(String) },
    })
    expect(wrong.headers.get("allow")).toBe(allowed)
  }
  const stranger = await send(texts, undefined, "no key of ours")
  expect([stranger.status, stranger.told]).toMatchObject([401, { error: { code: "UNAUTHORIZED" } }])
  const unknown = await ask("0199aaaa-0000-7000-8000-000000000000")
  expect([unknown.status, unknown.told]).toMatchObject([404, { error: { code: "BATCH_NOT_FOUND" } }])
  expect((await ask("nothing")).status).toBe(404)
  const empty = await send({})
  expect([empty.status, empty.told]).toMatchObject([400, { error: { code: "INVALID_REQUEST" } }])
}, 60_000)

test("the log tells of a batch and of each of its documents when it begins and how it ended", async () => {
  const words = "Words that are nobody's business."
  const files = { "good.txt": words, "same.txt": words, "bad.pdf": "%PDF-1.4 broken anew" }
  const { told } = await send(files, "filename,author\ngood.txt,A secret author")
  await over(told.batch_id)
  const of = { batch_id: told.batch_id, job_id: told.batch_id }
  const mine = () => server.lines().filter(({ batch_id }) => batch_id === told.batch_id)
  const lines = await vi.waitUntil(() => mine().some(({ event }) => event === "ingestion.finished") && mine())
  const ms = expect.any(Number)
  const all = lines.map(({ at: _at, level: _level, ...line }) => line)
  expect([all[0], all.at(-1)]).toEqual([
    { event: "ingestion.started", ...of, documents: 3 },
    {
      event: "ingestion.finished",
      ...of,
      outcome: "partial_failure",
      documents: 3,
      processed: 2,
      skipped: 1,
      failed: 1,
      duration_ms: ms,
    },
  ])
  const about = (filename: string) => all.filter((line) => line.filename === filename)
  const bad = { ...of, filename: "bad.pdf" }
  expect(about("bad.pdf")).toEqual([
    { event: "document.started", ...bad },
    {
      event: "document.failed",
      ...bad,
      code: "document_corrupt",
      error: expect.stringContaining("damaged"),
      duration_ms: ms,
    },
  ])
  for (const filename of ["good.txt", "same.txt"]) {
    expect(about(filename)).toEqual([
      { event: "document.started", ...of, filename },
      { event: "document.finished", ...of, filename, duration_ms: ms },
    ])
  }
  expect(all).toHaveLength(8)
  expect(JSON.stringify(server.lines())).not.toMatch(/nobody's business|secret author|the key of/)
}, 60_000)

inLongRuns("what was skipped is known before the end, and after an end that broke off", async () => {
  const lab = await openLab()
  const twice = [textFile("left.txt", "The same."), textFile("right.txt", "The same.")]
  const { job_id } = (await prepareFiles(lab, documents, twice)).answer
  const skipped = async () =>
    (await ingestStatus({ batch_id: job_id, actor }, lab.effects)).skipped_documents.map(
      (one) => one.filename,
    )
  expect(await skipped()).toEqual([])
  await drive(lab, documents, job_id)
  expect(await skipped()).toEqual(["right.txt"])
  await expect(finish(endingAt(lab, "mid_finalize"), documents, job_id)).rejects.toThrow("ended here")
  expect(await skipped()).toEqual(["right.txt"])
  await finish(lab, documents, job_id)
  expect(await skipped()).toEqual(["right.txt"])
  lab.close()
})

test("what was skipped is known after a batch is cancelled, too", async () => {
  const lab = await openLab()
  const twice = [textFile("left.txt", "The same."), textFile("right.txt", "The same.")]
  const { job_id } = (await prepareFiles(lab, documents, twice)).answer
  await drive(lab, documents, job_id)
  await controlJob({ dataset: documents, job_id, action: "cancel", actor }, lab.effects)
  expect((await ingestStatus({ batch_id: job_id, actor }, lab.effects)).skipped_documents).toHaveLength(1)
  lab.close()
})

test("a batch whose state cannot be read is not said to be unknown", async () => {
  const lab = await openLab()
  const use = async () => {
    throw new Error("Connection Error: gone")
  }
  const effects = { ...lab.effects, db: { ...lab.effects.db, use } }
  const asked = { batch_id: "0199aaaa-0000-7000-8000-000000000000", actor: { name: "kb", projects: ["*"] } }
  await expect(ingestStatus(asked, effects)).rejects.toThrow("gone")
  lab.close()
})
