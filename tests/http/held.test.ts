import { expect, test } from "vitest"
import { ownApi } from "./own-api.ts"

const { api } = ownApi()
const PAIRS = "/api/import/qa-pairs"

async function call(path: string, body?: object) {
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  const response = await api(new Request(`http://localhost${path}`, body && post))
  return { http: response.status, ...((await response.json()) as { job_id: string }) }
}

const ROWS = [
  { question: "Why?", answer: "Because." },
  { question: "When?" },
  { question: "Who?", answer: "I." },
]
const prepare = (options: object) => call(`${PAIRS}/prepare`, { rows: ROWS, options })

test("an import that holds is told as held, stays as it is, and is let go by a control action", async () => {
  const prepared = await prepare({ on_row_errors: "hold" })
  expect(prepared).toMatchObject({ http: 201, status: "ready", held: "row_errors", total_batches: 2 })
  const { job_id } = prepared
  const held = { http: 200, batch_completed: false, batches_completed: 0, status: "held", next_batch: null }
  expect(await call(`${PAIRS}/process-batch`, { job_id })).toMatchObject(held)
  const batch = { job_id, table_name: "qa_pairs", batch_number: 1 }
  expect(await call(`${PAIRS}/process-batch`, batch)).toMatchObject(held)
  expect(await call(`${PAIRS}/finalize`, { job_id })).toMatchObject({
    http: 409,
    code: "illegal_transition",
    detail: expect.stringMatching(/^The import is held .* action start, or cancel it\.$/),
  })
  const status = () => call(`${PAIRS}/status/${job_id}`)
  expect(await status()).toMatchObject({ status: "ready", held: "row_errors", actions: ["start", "cancel"] })
  expect(await call("/api/imports")).toMatchObject({ imports: [{ job_id, held: "row_errors" }] })
  expect(await call("/api/imports?waiting=true")).toMatchObject({ imports: [{ job_id }] })
  expect(await call("/api/imports?waiting=false")).toMatchObject({ imports: [] })
  const start = () => call(`${PAIRS}/control`, { job_id, action: "start" })
  expect(await start()).toEqual({ http: 200, success: true, status: "ready" })
  expect(await start()).toEqual({ http: 200, success: true, status: "ready" })
  expect(await status()).toMatchObject({ held: null, next_batch: { table: "qa_pairs", batch: 1 } })
  expect(await call("/api/imports?waiting=true")).toMatchObject({ imports: [] })
  expect(await call(`${PAIRS}/control`, { job_id, action: "pause" })).toMatchObject({ status: "paused" })
  expect(await call("/api/imports?waiting=true")).toMatchObject({ imports: [{ job_id }] })
  await call(`${PAIRS}/control`, { job_id, action: "resume" })
  expect(await call(`${PAIRS}/process-batch`, { job_id })).toMatchObject({
    batch_completed: true,
    records: 3,
  })
  const cancelled = await call(`${PAIRS}/control`, { job_id, action: "cancel" })
  expect(cancelled).toMatchObject({ status: "cancelled" })
  expect(await start()).toMatchObject({ http: 409, code: "illegal_transition" })
})

test("the options for bad rows are checked before anything is looked at", async () => {
  const contradiction = await prepare({ on_row_errors: "hold", skip_errors: true })
  expect(contradiction).toMatchObject({ http: 422, code: "options_contradict" })
  for (const max_row_errors of [-1, 1.5, "5 %", "101%", "many", "%", null]) {
    const answer = await prepare({ max_row_errors })
    expect(answer).toMatchObject({ http: 400, code: "invalid_request" })
  }
  expect(await prepare({ on_row_errors: "wait" })).toMatchObject({ http: 400, code: "invalid_request" })
  const refused = await prepare({ on_row_errors: "refuse", max_row_errors: "50%" })
  expect(refused).toMatchObject({ http: 422, code: "rows_invalid" })
})

test("what a held import would do is told before it does it, and not afterwards", async () => {
  const options = { on_row_errors: "hold", duplicates: "update" }
  const rows = [
    { question: "Why?", answer: "Because of this." },
    { question: "Who?", answer: "I." },
    { question: "How?", answer: "Like that." },
    { question: "Where?" },
  ]
  const { job_id } = await call(`${PAIRS}/prepare`, { rows, options })
  const check = () => call(`/api/imports/${job_id}/check`)
  expect(await check()).toMatchObject({
    http: 200,
    job_id,
    changes: { qa_pairs: { new: 1, changed: 1, unchanged: 1, closed: 0 } },
  })
  await call(`${PAIRS}/control`, { job_id, action: "start" })
  while (
    ((await call(`${PAIRS}/process-batch`, { job_id })) as object as { next_batch: object | null }).next_batch
  );
  expect(await check()).toMatchObject({ http: 409, code: "already_started" })
  await call(`${PAIRS}/finalize`, { job_id })
  expect(await call("/api/imports/01a20233-a927-7c00-b91f-c16a894e5410/check")).toMatchObject({ http: 404 })
})
