import { expect, test } from "vitest"
import { served } from "./served.ts"

const KEYS = [
  { name: "both", role: "operator", projects: ["red", "blue"], key: "the key of red and blue, long enough" },
  { name: "all", role: "operator", projects: ["*"], key: "the key of all projects, long enough" },
  { name: "green", role: "operator", projects: ["green"], key: "the key of green alone, long enough" },
]
const server = served({
  SLUICE_API_KEYS: JSON.stringify(KEYS),
  SLUICE_STARTS_PER_MINUTE: "6",
})

const KEY = KEYS[0]?.key ?? ""

async function post(path: string, body: object, key = KEY) {
  const headers = { "content-type": "application/json", "x-api-key": key }
  const response = await fetch(server.url + path, { method: "POST", headers, body: JSON.stringify(body) })
  return { response, told: (await response.json()) as Record<string, unknown> }
}

const EVERY = KEYS[1]?.key ?? ""

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { headers: { "x-api-key": KEY, ...headers } })

interface Heard {
  id: string | undefined
  event: string
  data: Record<string, unknown>
}

/** Every event of a stream, to its end; connects again as a browser does. */
async function heard(path: string, from?: string): Promise<Heard[]> {
  const events: Heard[] = []
  let last = from
  while (!events.some(({ event }) => event === "complete" || event === "failed")) {
    const response = await get(path, last === undefined ? {} : { "last-event-id": last })
    expect(response.headers.get("content-type")).toBe("text/event-stream")
    for (const block of (await response.text()).split("\n\n")) {
      const of = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1]
      const event = of("event")
      if (event === undefined) continue
      last = of("id") ?? last
      events.push({ id: of("id"), event, data: JSON.parse(of("data") ?? "{}") })
    }
  }
  return events
}

const nodes = Array.from({ length: 250 }, (_, n) => ({
  url: n % 50 === 49 ? `not a url ${n}` : `https://example.org/a/${n}`,
  title: `Page ${n}`,
  ...(n === 3 && { parent_url: "https://example.org/a", metadata: { depth: "two" } }),
}))

test("nodes of a request become an import that goes on by itself, and its stream tells how", async () => {
  const { response, told } = await post("/api/import/batch", {
    project_id: "red",
    nodes,
    options: { chunk_size: 50, duplicates: "update" },
  })
  expect(response.status).toBe(202)
  const import_id = String(told.import_id)
  expect(told).toEqual({
    import_id,
    total_nodes: 250,
    chunks: 5,
    stream_url: `/api/import/stream?import_id=${import_id}`,
    status_url: `/api/import/taxonomy/status/${import_id}`,
  })
  const events = await heard(String(told.stream_url))
  for (const { event, data } of events)
    if (event === "progress") expect(data).toMatchObject({ total: 250, chunks: 5 })
  const failed = events.filter(({ event }) => event === "node_error").map(({ data }) => data)
  expect(failed.map(({ row }) => row)).toEqual([50, 100, 150, 200, 250])
  expect(failed[0]).toMatchObject({
    url: "not a url 49",
    code: expect.any(String),
    message: expect.any(String),
  })
  const totals = {
    processed: 250,
    total: 250,
    percentage: 100,
    created: 245,
    updated: 0,
    skipped: 0,
    failed: 5,
  }
  expect(events.at(-1)).toMatchObject({
    event: "complete",
    data: { ...totals, status: "completed", import_id },
  })
  for (const { event, data } of events) {
    if (event !== "progress") continue
    expect(data.eta_seconds).toEqual(expect.any(Number))
    expect(Object.keys(data).sort()).toEqual([
      "chunk",
      "chunks",
      "created",
      "eta_seconds",
      "failed",
      "percentage",
      "processed",
      "skipped",
      "total",
      "updated",
    ])
  }
  expect(await (await get(String(told.status_url))).json()).toMatchObject({ status: "completed" })
  const last = events.findLast(({ id }) => id !== undefined)
  const again = await heard(String(told.stream_url), last?.id)
  expect(again.filter(({ event }) => event === "node_error")).toEqual([])
}, 60_000)

test("a thousand nodes are in long before half a minute is over, a hundred in a chunk where nothing else is said", async () => {
  const many = Array.from({ length: 1_000 }, (_, n) => ({ url: `https://example.com/many/${n}` }))
  const begun = performance.now()
  const { response, told } = await post("/api/import/batch", { project_id: "blue", nodes: many })
  expect([response.status, told]).toMatchObject([202, { total_nodes: 1_000, chunks: 10 }])
  const events = await heard(String(told.stream_url))
  expect(performance.now() - begun).toBeLessThan(30_000)
  expect(events.at(-1)).toMatchObject({ event: "complete", data: { created: 1_000, failed: 0 } })
  const batches = await (await get(`/api/imports/${told.import_id}/batches?operation=insert`)).json()
  expect((batches as { batches: { records: number }[] }).batches.map(({ records }) => records)).toEqual(
    Array(10).fill(100),
  )
}, 60_000)

test("the same nodes again are the same import, and again under another rule they are updated or skipped", async () => {
  const few = nodes.slice(0, 20)
  const ask = (options: object) => post("/api/import/batch", { project_id: "blue", nodes: few, options })
  const first = await ask({ duplicates: "skip" })
  await heard(String(first.told.stream_url))
  const same = await ask({ duplicates: "skip", chunk_size: 10 })
  expect(same.told).toEqual(first.told)
  expect(first.told).toMatchObject({ total_nodes: 20, chunks: 1 })
  const second = await post("/api/import/batch", {
    project_id: "blue",
    nodes: few.map((node) => ({ ...node, title: "Another" })),
    options: { duplicates: "update", chunk_size: 10 },
  })
  const events = await heard(String(second.told.stream_url))
  expect(events.at(-1)?.data).toMatchObject({ created: 0, updated: 20, failed: 0, processed: 20 })
}, 60_000)

test("too many nodes, wrong options, a project of others and too many imports are refused", async () => {
  const codeOf = async (body: object, key = KEY) => {
    const { response, told } = await post("/api/import/batch", body, key)
    return [response.status, told.code]
  }
  const one = nodes.slice(0, 1)
  const many = Array.from({ length: 10_001 }, () => ({ url: "https://example.org" }))
  const { response, told } = await post("/api/import/batch", { project_id: "red", nodes: many })
  expect([response.status, told.code]).toEqual([400, "invalid_request"])
  expect(String(told.detail)).toContain("at most 10000 nodes")
  const wrong: [body: object, sentence: string][] = [
    [{ options: { chunk_size: 9 } }, "options.chunk_size: must be at least 10."],
    [{ options: { chunk_size: 501 } }, "options.chunk_size: must be at most 500."],
    [{ options: { chunk_size: "100" } }, "options.chunk_size: must be a number."],
    [{ options: { max_retries: 1.5 } }, "options.max_retries: must be a whole number."],
    [{ options: { duplicates: "merge" } }, 'options.duplicates: must be "skip" or "update".'],
    [{ options: { strange: 1 } }, "options: nothing is known here by the name strange."],
    [{ project_id: undefined }, "project_id: is missing, and must be text."],
    [{ project_id: "x".repeat(201) }, "project_id: must have at most 200 characters."],
    [{ project_id: " " }, "project_id: must not be empty."],
    [{ nodes: [] }, "nodes: must not be empty."],
    [{ nodes: ["https://x.org"] }, "nodes.0: must be an object."],
  ]
  for (const [body, sentence] of wrong) {
    const { response, told } = await post("/api/import/batch", { project_id: "red", nodes: one, ...body })
    expect([response.status, told.code]).toEqual([400, "invalid_request"])
    expect(told.detail).toBe(`The body cannot be used – ${sentence}`)
  }
  expect(await codeOf({ project_id: "red", nodes: one }, "no key at all")).toEqual([401, "unauthorized"])
  expect(await codeOf({ project_id: "red", nodes: one }, KEYS[2]?.key)).toEqual([403, "project_forbidden"])
  expect((await get("/api/import/stream?import_id=0199aaaa-0000-7000-8000-000000000000")).status).toBe(404)
  const answers = []
  for (let n = 0; n < 8; n += 1) {
    answers.push(
      await post("/api/import/batch", { project_id: "red", nodes: [{ url: `https://x.org/${n}` }] }),
    )
  }
  const refused = answers.find(({ response: { status } }) => status === 429)
  expect(Number(refused?.response.headers.get("retry-after"))).toBeGreaterThan(0)
}, 60_000)

test("rows may come with prepare in the same way as a file of them", async () => {
  const rows = [
    { email: "ann@example.org", first_name: "Ann", notes: 'said "so", twice' },
    { email: "nobody", first_name: "Bo" },
    { email: "cy@example.org", phone: 32470000001 },
  ]
  const { response, told } = await post(
    "/api/import/contacts/prepare",
    { rows, options: { batch_size: 50 } },
    EVERY,
  )
  expect([response.status, told.status]).toEqual([201, "ready"])
  const status = (await (
    await get(`/api/import/contacts/status/${told.job_id}`, { "x-api-key": EVERY })
  ).json()) as {
    row_errors: number
  }
  expect(status.row_errors).toBe(1)
  const documents = await post("/api/import/documents/prepare", { rows }, EVERY)
  expect([documents.response.status, documents.told.code]).toEqual([422, "rows_not_taken"])
  const both = await post("/api/import/contacts/prepare", { rows, url: "https://example.org/x.csv" }, EVERY)
  expect(both.response.status).toBe(400)
}, 60_000)
