import { request as ask, createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Readable } from "node:stream"
import { afterEach, beforeEach, expect, test } from "vitest"
import { systemClock } from "../../lib/clock.ts"
import { ImportOptions, type ImportOptionsInput } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { statement } from "../../lib/db/statement.ts"
import type { Effects } from "../../lib/effects.ts"
import type { PrepareSource } from "../../lib/engine/admission/prepare-source.ts"
import { problem } from "../../lib/errors.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { contentHashOf } from "../../lib/store/content-hash.ts"
import { bucketEnv } from "../../scripts/command/bucket.ts"
import { sendFile, serve } from "../store/file-server.ts"
import { type S3Server, serveS3 } from "../store/s3-server.ts"
import { refusal } from "../support/ask.ts"
import { gateBefore, signal } from "../support/gate.ts"
import { actor, carryOn, prepareOn } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"

const ROWS = 10_000
const people = (rows: number) =>
  Buffer.from(
    [
      "email,first_name,notes",
      ...Array.from({ length: rows }, (_, i) => `p${i}@example.org,Ann,${"x".repeat(300)}`),
    ].join("\n"),
  )

let s3: S3Server
let front: Awaited<ReturnType<typeof inFrontOf>>
beforeEach(async () => {
  s3 = await serveS3("sources")
  front = await inFrontOf(s3.endpoint)
})
afterEach(async () => {
  front.close()
  await s3.close()
})
const lab = ownLab(() => ({
  ...bucketEnv(front.endpoint, "sources/shared"),
  SLUICE_URL_ALLOW: "127.0.0.1",
}))

/** A store that can be out of order for a while. */
async function inFrontOf(endpoint: string) {
  const state = { down: false, silent: false }
  const server = createServer((request, response) => {
    if (state.silent) return
    if (state.down) return void response.writeHead(503).end()
    const { method, headers } = request
    const passed = ask(endpoint + request.url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    passed.on("error", () => response.destroy())
    response.on("close", () => passed.destroy())
    request.pipe(passed)
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { state, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

const slowFile = (bytes_per_second: number) => {
  const content = people(ROWS)
  return serve((request, response) => sendFile(request, response, { content, etag: '"v"', bytes_per_second }))
}

function prepare(source: PrepareSource, options: ImportOptionsInput, effects: Effects) {
  const input = { dataset: contacts, source, options: ImportOptions.parse(options), actor }
  return prepareImport(input as Parameters<typeof prepareImport>[0], effects)
}

/** By a real clock, and ended after so many milliseconds. */
const within = (ms: number): Effects => ({
  ...lab.effects,
  clock: systemClock,
  deadline: systemClock.now() + ms,
})

test("a download is fetched by one call at a time, whoever else is asked to go on with it", async () => {
  const files = await slowFile(2_500_000)
  const url = { kind: "url" as const, url: files.url("/people.csv") }
  const { answer } = await prepare(url, { run: "background" }, lab.effects)
  const job = { kind: "job" as const, job_id: answer.job_id }
  const others = Array.from({ length: 4 }, () => prepare(job, {}, within(20_000)))
  const ends = (await Promise.all(others)).map((end) => end.answer.status)
  expect(ends.filter((status) => status === "ready")).toHaveLength(1)
  expect(files.requests).toHaveLength(1)
  expect(await carryOn(lab, contacts, answer.job_id)).toMatchObject({ status: "completed" })
  expect(await lab.read("select count(*)::int as n from contact_person")).toEqual([{ n: ROWS }])
  expect(await lab.effects.store.list()).toEqual([])
  await files.close()
}, 60_000)

test("a call that is stuck over a download keeps others from it only as long as it may take, and has no say afterwards", async () => {
  const files = await slowFile(50_000_000)
  const url = { kind: "url" as const, url: files.url("/people.csv") }
  const { answer } = await prepare(url, { run: "background" }, lab.effects)
  const job = { kind: "job" as const, job_id: answer.job_id }
  let fails = (_error: unknown) => {}
  const stuck = new Promise<never>((_, reject) => {
    fails = reject
  })
  const store = { ...lab.effects.store, beginParts: () => stuck }
  const late = prepare(job, {}, { ...lab.effects, store, deadline: lab.clock.now() + 25_000 })
  await expect.poll(() => files.requests.length).toBe(1)
  expect((await prepare(job, {}, lab.effects)).answer.status).toBe("preparing")
  lab.clock.advance(30)
  const source = () => lab.read("select source from import_jobs")
  expect(await prepareOn(lab, contacts, answer.job_id)).toMatchObject({ status: "ready" })
  const before = await source()
  fails(problem(503, "store_unreachable", "The store was away."))
  expect((await late).answer.status).toBe("ready")
  expect(await source()).toEqual(before)
  await files.close()
}, 60_000)

test.each([
  ["may still be alive, though its budget is over,", 85_000, "preparing"],
  ["has outlived it", undefined, "ready"],
])(
  "a whole download of a call that %s is not taken away under it",
  async (_, time, second) => {
    const files = await slowFile(1_500_000)
    const url = { kind: "url" as const, url: files.url("/people.csv") }
    const { answer } = await prepare(url, { run: "background" }, lab.effects)
    const job = { kind: "job" as const, job_id: answer.job_id }
    await prepare(job, {}, within(1_000))
    const admitting = (sql: string) => sql === statement("locks/take")
    const gates = [gateBefore(lab.effects, admitting), gateBefore(lab.effects, admitting)] as const
    const [slow, other] = gates
    const first = prepare(job, {}, { ...slow.effects, deadline: time && lab.clock.now() + time })
    await slow.reached
    lab.clock.advance(76)
    const late = prepare(job, {}, other.effects)
    await Promise.race([late, other.reached])
    slow.open()
    expect((await first).answer.status).toBe("preparing")
    other.open()
    expect((await late).answer.status).toBe(second)
    lab.clock.advance(60)
    expect(await carryOn(lab, contacts, answer.job_id)).toMatchObject({ status: "completed" })
    expect(await lab.read("select count(*)::int as n from contact_person")).toEqual([{ n: ROWS }])
    expect(await lab.effects.store.list()).toEqual([])
    await files.close()
  },
  60_000,
)

test("a call that has outlived its time, and whose download another has thrown away, takes no import along", async () => {
  const files = await slowFile(1_500_000)
  const url = { kind: "url" as const, url: files.url("/people.csv") }
  const { answer } = await prepare(url, { run: "background" }, lab.effects)
  const job = { kind: "job" as const, job_id: answer.job_id }
  await prepare(job, {}, within(1_000))
  const [whole, opened] = [signal(), signal()]
  const resolve = async (filename: string) => {
    const file = await lab.effects.store.resolve(filename)
    whole.give()
    await opened.given
    return file
  }
  const store = { ...lab.effects.store, resolve }
  const first = prepare(job, {}, { ...lab.effects, store })
  await whole.given
  lab.clock.advance(76)
  const other = gateBefore(lab.effects, (sql) => sql === statement("locks/take"))
  const late = prepare(job, {}, other.effects)
  await other.reached
  opened.give()
  expect((await first).answer.status).toBe("preparing")
  other.open()
  expect((await late).answer.status).toBe("ready")
  expect(await carryOn(lab, contacts, answer.job_id)).toMatchObject({ status: "completed" })
  expect(await lab.effects.store.list()).toEqual([])
  await files.close()
}, 60_000)

test.each([{}, { run: "background" as const }])(
  "a store that is out of order for a while takes no import along (options: %j)",
  async (options) => {
    const files = await slowFile(1_500_000)
    const url = { kind: "url" as const, url: files.url("/people.csv") }
    const { answer } = await prepare(url, options, within(1_000))
    const job = { kind: "job" as const, job_id: answer.job_id }
    if ("run" in options) await prepare(job, {}, within(1_000))
    front.state.down = true
    expect(await refusal(prepare(job, {}, lab.effects))).toBe("503 store_unreachable")
    front.state.down = false
    expect(await prepareOn(lab, contacts, answer.job_id)).toMatchObject({ status: "ready" })
    expect(await carryOn(lab, contacts, answer.job_id)).toMatchObject({ status: "completed" })
    await files.close()
  },
  60_000,
)

test("a store that takes requests and never answers holds no call up for longer than its time", async () => {
  const { filename } = await lab.effects.store.receive(Readable.from([people(10)]), "people.csv", {
    max_bytes: 1_000_000,
  })
  const { locator } = await lab.effects.store.until(lab.clock.now() + 600).resolve(filename)
  front.state.silent = true
  const begun = Date.now()
  const store = lab.effects.store.until(lab.clock.now() + 300)
  const asked = [store.resolve(filename), store.list(), store.remove(filename), contentHashOf(locator)]
  for (const end of await Promise.allSettled(asked))
    expect(end).toMatchObject({ status: "rejected", reason: { status: 503, code: "store_unreachable" } })
  expect(Date.now() - begun).toBeLessThan(3_000)
})

test("however little time a call has, it reads on in a stored file, and one that is small at once", async () => {
  const prepared = async (rows: number) => {
    const limits = { max_bytes: 100_000_000 }
    const { filename } = await lab.effects.store.receive(Readable.from([people(rows)]), "people.csv", limits)
    const short = { ...lab.effects, config: { ...lab.effects.config, prepare_budget_seconds: 0.001 } }
    const { answer } = await prepare({ kind: "stored", filename }, {}, short)
    const job = { kind: "job" as const, job_id: answer.job_id }
    return { first: answer.staging?.table, next: (await prepare(job, {}, short)).answer.staging?.table }
  }
  expect(await prepared(60_000)).toEqual({ first: "source", next: "source" })
  expect(await prepared(20)).toMatchObject({ first: "contact_persons" })
})
