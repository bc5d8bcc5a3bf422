import { get } from "node:http"
import { afterAll, expect, test, vi } from "vitest"
import { openDatabase } from "../../lib/db/connection.ts"
import type { SluiceEvent } from "../../lib/events.ts"
import { createRefusalLog, type RefusalLine } from "../../lib/refusal-log.ts"
import { ownDatabase, startServer } from "./own-server.ts"
import { KEYS, WITH_KEYS } from "./small-api.ts"

const { env, remove } = ownDatabase()
afterAll(remove)

const JSON_BODY = { "content-type": "application/json" }
const WRONG_KEY = "this-key-is-a-guess"

interface Line {
  job_id: string | null
  actor: string
  event: string
  detail: string
}

async function linesIn(location: string): Promise<Line[]> {
  const db = await openDatabase(location)
  const sql = "select job_id, actor, event, detail from import_audit order by rowid"
  const lines = await db.use((connection) => connection.rows<Line>(sql))
  db.close()
  return lines
}

/** What a request is answered that calls the server by another name. */
function statusByName(url: string, path: string, host: string): Promise<number | undefined> {
  return new Promise((done, failed) => {
    const asked = get(`${url}${path}`, { headers: { host } }, (answer) => {
      answer.resume()
      done(answer.statusCode)
    })
    asked.on("error", failed)
  })
}

test("who was turned away from changing something, or came with a wrong key, is in the audit log", async () => {
  const server = await startServer({
    ...{ ...env, ...WITH_KEYS },
    SLUICE_PUBLIC_URL: "https://sluice.example",
  })
  const call = async (method: string, path: string, headers: Record<string, string>, sent: object = {}) => {
    const body = method === "GET" ? {} : { body: JSON.stringify(sent) }
    return (await fetch(server.url + path, { method, headers: { ...JSON_BODY, ...headers }, ...body })).status
  }
  const viewer = { "x-api-key": KEYS.viewer }
  const prepare = "/api/import/contacts/prepare"
  expect(await call("GET", "/api/imports", {})).toBe(401)
  expect(await call("GET", "/api/imports", viewer)).toBe(200)
  expect(await call("POST", `${prepare}?key=${WRONG_KEY}`, viewer)).toBe(403)
  expect(await call("POST", prepare, { ...viewer, origin: "https://evil.example" })).toBe(403)
  expect(await call("GET", "/api/imports", { authorization: `Bearer ${WRONG_KEY}` })).toBe(401)
  expect(await call("POST", prepare, { "x-api-key": KEYS.operator })).toBe(400)
  const massClose = { filename: "none.zip", options: { allow_mass_close: true } }
  const register = "/api/import/daily-update/prepare"
  expect(await call("POST", register, { "x-api-key": KEYS.operator }, massClose)).toBe(403)
  expect(await call("POST", register, { "x-api-key": KEYS.admin }, massClose)).toBe(404)
  for (const path of ["/", "/api/openapi.json", "/api/none", "/api/cron"])
    expect([path, await statusByName(server.url, path, "evil.example")]).toEqual([path, 421])
  expect(await statusByName(server.url, "/api/health", "evil.example")).toBe(200)
  const statuses = new Set<number>()
  for (let guess = 0; guess < 80; guess += 1) {
    statuses.add(await call("POST", prepare, { "x-api-key": `${WRONG_KEY} ${guess}` }))
  }
  expect([...statuses]).toEqual([401, 429])
  server.kill("SIGTERM")
  await server.ended
  const lines = await linesIn(env.SLUICE_DATABASE ?? "")
  const line = { job_id: null, event: "request.refused" }
  expect(lines.slice(0, 3)).toEqual([
    { ...line, actor: "anonymous", detail: "GET /api/imports 401 unauthorized from 127.0.0.1" },
    { ...line, actor: "the viewer", detail: `POST ${prepare} 403 forbidden from 127.0.0.1` },
    { ...line, actor: "anonymous", detail: `POST ${prepare} 403 cross_site from 127.0.0.1` },
  ])
  expect(lines.map(({ detail }) => detail)).toContain(`POST ${prepare} 429 too_many_requests from 127.0.0.1`)
  expect(lines.map(({ detail }) => detail)).toContain("GET / 421 other_host from 127.0.0.1")
  expect(lines.length).toBeLessThan(20)
  expect(JSON.stringify(lines)).not.toContain(WRONG_KEY)
}, 60_000)

const refused = (more: Partial<Extract<SluiceEvent, { type: "request.refused" }>> = {}): SluiceEvent => ({
  type: "request.refused",
  method: "POST",
  path: "/api/uploads",
  status: 403,
  code: "forbidden",
  actor: "ann",
  address: "203.0.113.9",
  ...more,
})

/** A log on a clock that is set by hand, and what it has written. */
function refusalLog(write?: () => Promise<void>) {
  const time = { now: 1_000_000 }
  const events: SluiceEvent[] = []
  const lines: RefusalLine[] = []
  const tell = createRefusalLog({
    write: write ?? (async (line) => void lines.push(line)),
    clock: { now: () => time.now, wait: async () => {} },
    emit: (event) => void events.push(event),
  })
  return { time, events, tell, lines }
}

/** Lines are written one after the other, behind the calls. */
const written = () => new Promise((done) => setImmediate(done))

test("a flood leaves a line a second for each caller and code, and a thousand an hour at most", async () => {
  const { time, tell, lines } = refusalLog()
  for (let call = 0; call < 500; call += 1) tell(refused())
  await written()
  expect(lines).toHaveLength(1)
  tell(refused({ actor: "bob" }))
  tell(refused({ code: "too_many_requests", status: 429 }))
  await written()
  expect(lines).toHaveLength(3)
  for (let second = 0; second < 2_000; second += 1) {
    time.now += 1_000
    tell(refused())
  }
  await written()
  expect(lines).toHaveLength(1_000)
  expect(lines.map(({ now }) => now)).toEqual(lines.map(({ now }) => now).sort())
  time.now += 3_600_000
  tell(refused())
  await written()
  expect(lines).toHaveLength(1_001)
})

test("a flood of strangers hides nothing that was tried with a key", async () => {
  const { time, tell, lines } = refusalLog()
  for (let second = 0; second < 1_500; second += 1) {
    time.now += 1_000
    tell(refused({ actor: "anonymous", status: 401, code: "unauthorized" }))
  }
  tell(refused())
  await written()
  expect(lines).toHaveLength(501)
  expect(lines.at(-1)).toMatchObject({ actor: "ann" })
})

test("lines stand in the order of the calls, however long one takes to write", async () => {
  const lines: string[] = []
  let endFirst = () => {}
  const first = new Promise<void>((done) => {
    endFirst = done
  })
  const tell = createRefusalLog({
    async write({ actor }) {
      if (actor === "ann") await first
      lines.push(actor)
    },
    clock: { now: () => 1_000_000, wait: async () => {} },
    emit: () => {},
  })
  tell(refused())
  tell(refused({ actor: "bob" }))
  await written()
  endFirst()
  await written()
  expect(lines).toEqual(["ann", "bob"])
})

test("what is refused for what was sent leaves no line", async () => {
  const { tell, lines } = refusalLog()
  tell(refused({ status: 422, code: "not_a_zip" }))
  tell({ type: "server.started", url: "http://localhost:3000" })
  await written()
  expect(lines).toEqual([])
})

test("every refusal of who asked leaves one, with where it came from, readers' as well", async () => {
  const { tell, lines } = refusalLog()
  tell(refused({ method: "GET", status: 401, code: "unauthorized", actor: "anonymous" }))
  tell(refused())
  tell(refused({ method: "GET", status: 421, code: "other_host" }))
  tell(refused({ status: 429, code: "too_many_requests" }))
  await written()
  expect(lines.map(({ detail }) => detail)).toEqual([
    "GET /api/uploads 401 unauthorized from 203.0.113.9",
    "POST /api/uploads 403 forbidden from 203.0.113.9",
    "GET /api/uploads 421 other_host from 203.0.113.9",
    "POST /api/uploads 429 too_many_requests from 203.0.113.9",
  ])
})

test("a line that cannot be written is told and hurts nobody", async () => {
  const { events, tell } = refusalLog(() => Promise.reject(new Error("the disk is full")))
  tell(refused())
  await vi.waitFor(() => expect(events).toEqual([{ type: "audit.failed", message: "the disk is full" }]))
})
