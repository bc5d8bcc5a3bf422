import { Readable } from "node:stream"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Config } from "../../lib/config.ts"
import { FeedRequest, ImportOptions } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import type { Effects } from "../../lib/effects.ts"
import { addFeed, changeFeed, listRuns } from "../../lib/feeds/feeds.ts"
import { driveFeeds } from "../../lib/feeds/run.ts"
import { driveOpenJobs } from "../../lib/import/drive.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { type FileServer, sendFile, serve, type Version } from "../store/file-server.ts"
import { leastFull } from "../support/handmade.ts"
import { actor, begin, carryOn, importFiles, textFile } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"

const DAY = 86_400
const AN = { content: Buffer.from("email\nan@example.com\n"), etag: '"1"' }
const BO = { content: Buffer.from("email\nbo@example.com\n"), etag: '"2"' }
/** No table at all. */
const BAD = { content: Buffer.from([0, 1, 2, 3, 0, 255]), etag: '"2"' }

let server: FileServer
let file: Version
/** What is asked, and whether only for what is new. */
let asked: [string, boolean][]
/** What requests are answered with, from the one of that number. */
let trouble: { status: number; from: number } | null
let onRequest: () => Promise<unknown>
beforeEach(async () => {
  asked = []
  file = AN
  trouble = null
  onRequest = async () => undefined
  server = await serve(async (request, response, number) => {
    const known = request.headers["if-none-match"]
    asked.push([request.url ?? "", known !== undefined])
    await onRequest()
    if (trouble && number >= trouble.from) return void response.writeHead(trouble.status).end()
    if (known !== undefined && known === file.etag) return void response.writeHead(304).end()
    sendFile(request, response, file)
  })
})
afterEach(() => server.close())
const lab = ownLab(() => ({ SLUICE_URL_ALLOW: server.host }))

function feedOf(more: object = {}) {
  const wanted = {
    ...{ name: "people", dataset: "contacts", source: { url: server.url("/people.csv") } },
    ...{ schedule: "0 7 * * *", time_zone: "Europe/Brussels", ...more },
  }
  return addFeed({ ...FeedRequest.parse(wanted), actor }, lab.effects)
}

/** Past the next seven o'clock in Brussels. */
async function nextDay(effects: Effects = lab.effects) {
  lab.clock.advance(DAY)
  await driveFeeds("scheduler", effects)
}

const withConfig = (config: Partial<Config>): Effects => ({
  ...lab.effects,
  config: { ...lab.effects.config, ...config },
})
/** Effects with which a download that is cut off is for the next call. */
const brief = () => withConfig({ prepare_budget_seconds: 0.74 })

/** What the runs came to, oldest first, and how many imports each began. */
const ran = async (id: string) =>
  (await listRuns({ id, limit: 30, actor }, lab.effects)).runs
    .map(({ result, jobs }) => [result, jobs.length])
    .reverse()
const emails = async () =>
  (await lab.read("select email from contact_person order by email")).map(({ email }) => email)
const imports = async () => (await lab.read("select job_id from import_jobs")).length

async function store(name: string, bytes: Buffer) {
  const { filename } = await lab.effects.store.receive(Readable.from([bytes]), name, { max_bytes: 1e9 })
  await lab.effects.store.claim(filename, "tester")
  return filename
}

describe("a file whose import could not be begun", () => {
  test("since its server failed meanwhile is imported by the next run", async () => {
    const { feed_id } = await feedOf()
    trouble = { status: 500, from: 2 }
    await nextDay()
    trouble = null
    await nextDay()
    expect(await ran(feed_id)).toEqual([
      ["failed", 0],
      ["imported", 1],
    ])
  })

  test("since there was no room is imported by the next run, of stored files too", async () => {
    const { feed_id } = await feedOf({ source: { prefix: "people-" } })
    await store("people-1.csv", AN.content)
    await nextDay(withConfig({ memory_budget_mb: 1 }))
    await store("people-2.csv", BO.content)
    await nextDay()
    expect(await ran(feed_id)).toEqual([
      ["failed", 0],
      ["imported", 2],
    ])
    expect(await emails()).toEqual(["an@example.com", "bo@example.com"])
  })

  test("since its content is being taken back is imported by the next run", async () => {
    await importFiles(lab, contacts, textFile("by-hand.csv", String(AN.content)))
    const becomes = (status: string) => lab.run(`update import_jobs set status = '${status}'`)
    await becomes("rolling_back")
    const { feed_id } = await feedOf({ source: { prefix: "people-" } })
    await store("people-1.csv", AN.content)
    await nextDay()
    await becomes("rolled_back")
    await nextDay()
    expect(await ran(feed_id)).toEqual([
      ["failed", 0],
      ["imported", 1],
    ])
  })

  test("since it is none that can be read is not fetched again", async () => {
    const { feed_id } = await feedOf()
    file = BAD
    await nextDay()
    const before = asked.length
    await nextDay()
    expect(asked.slice(before)).toEqual([["/people.csv", true]])
    expect(await ran(feed_id)).toEqual([
      ["failed", 0],
      ["nothing_new", 0],
    ])
  })

  test("since it is none that can be read does not keep stored ones from being imported", async () => {
    const { feed_id } = await feedOf({ source: { prefix: "people-" } })
    await store("people-1.csv", BAD.content)
    await store("people-2.csv", BO.content)
    await nextDay()
    await nextDay()
    expect(await ran(feed_id)).toEqual([
      ["failed", 0],
      ["imported", 1],
    ])
  })
})

describe("an import that is refused after the first call", () => {
  test("since nothing came is begun anew by the next run", async () => {
    const { feed_id } = await feedOf()
    await nextDay(withConfig({ prepare_budget_seconds: 0.001 }))
    expect(await imports()).toBe(0)
    await nextDay()
    expect(await ran(feed_id)).toEqual([
      ["failed", 0],
      ["imported", 1],
    ])
    expect(await emails()).toEqual(["an@example.com"])
  })

  test("since its file is none that can be read is not begun again, but the file that comes after it is", async () => {
    const { feed_id } = await feedOf()
    file = { ...BAD, cut: 3 }
    await nextDay(brief())
    expect(asked.length).toBeGreaterThan(2)
    expect(await imports()).toBe(0)
    await nextDay()
    file = AN
    await nextDay()
    expect(await ran(feed_id)).toEqual([
      ["failed", 0],
      ["nothing_new", 0],
      ["imported", 1],
    ])
  })

  inLongRuns("since its download has the content of another one is nothing new", async () => {
    await importFiles(lab, contacts, textFile("people.csv", String(AN.content)))
    const { feed_id } = await feedOf()
    file = { ...AN, cut: 8 }
    await nextDay(brief())
    expect(asked.length).toBeGreaterThan(2)
    expect(await imports()).toBe(1)
    const before = asked.length
    await nextDay()
    expect(asked).toHaveLength(before + 1)
    file = BO
    await nextDay()
    expect(await ran(feed_id)).toEqual([
      ["nothing_new", 0],
      ["nothing_new", 0],
      ["imported", 1],
    ])
  })

  inLongRuns(
    "is refused by the run of its feed, which is told why, and not by whoever drives imports that were left",
    async () => {
      const { feed_id } = await feedOf()
      file = { ...BAD, cut: 3 }
      onRequest = async () => {
        if (asked.length === 2) lab.clock.advance(18.3)
      }
      lab.clock.advance(DAY)
      await driveFeeds("scheduler", { ...lab.effects, deadline: lab.clock.now() + 19_000 })
      expect(await ran(feed_id)).toEqual([["running", 1]])
      lab.clock.advance(61)
      await driveOpenJobs({ driver: { id: "scheduler", label: "scheduler" }, silent_ms: 0 }, lab.effects)
      expect(await imports()).toBe(1)
      await driveFeeds("scheduler", lab.effects)
      await nextDay()
      expect(await ran(feed_id)).toEqual([
        ["failed", 0],
        ["nothing_new", 0],
      ])
    },
  )

  test("by an earlier release, which kept its id, does not keep the feed from going on", async () => {
    const { feed_id } = await feedOf()
    await lab.run(`update feed set job_id = gen_random_uuid(), seen = '{"etag": "\\"1\\""}'`)
    await nextDay()
    expect(await ran(feed_id)).toEqual([["imported", 1]])
    expect(await emails()).toEqual(["an@example.com"])
  })
})

test("what is seen of a source does not count for the one that takes its place during a run", async () => {
  const { feed_id: id } = await feedOf()
  onRequest = async () => {
    onRequest = async () => undefined
    await changeFeed({ id, actor, source: { url: server.url("/others.csv") } }, lab.effects)
  }
  await nextDay()
  file = { ...BO, etag: AN.etag }
  const before = asked.length
  await nextDay()
  expect(asked[before]).toEqual(["/others.csv", false])
  expect(await emails()).toEqual(["an@example.com", "bo@example.com"])
})

describe("an import that is there already", () => {
  test("and that the feed began before its process died is the run's", async () => {
    const { feed_id } = await feedOf()
    lab.clock.advance(DAY)
    await lab.run(
      "update feed set run_id = gen_random_uuid(), lease_until = '2026-01-06T06:05:00', next_run_at = '2026-01-07T06:00:00'",
    )
    await lab.run(
      "insert into feed_run by name select run_id, feed_id, timestamp '2026-01-06 06:00' as due_at, timestamp '2026-01-06 06:00' as begun_at, 'dead' as started_by, 'running' as result, 0 as missed, '[]'::json as jobs from feed",
    )
    const source = { kind: "url" as const, url: server.url("/people.csv") }
    const by = { name: "feed people", projects: ["*"] }
    await prepareImport(
      { dataset: contacts, source, options: ImportOptions.parse({}), actor: by },
      lab.effects,
    )
    lab.clock.advance(301)
    await driveFeeds("scheduler", lab.effects)
    expect(await ran(feed_id)).toEqual([["imported", 1]])
    expect(await emails()).toEqual(["an@example.com"])
  })

  test("and that somebody else is at is left to them, of extracts too", async () => {
    const register = findDataset("daily-update")
    const full = await leastFull()
    const { answer } = await begin(lab, register, full)
    const { feed_id } = await feedOf({ dataset: "daily-update", source: { prefix: "KboOpenData_" } })
    await store("KboOpenData_0001_2026_01_04_Full.zip", full.bytes)
    lab.clock.advance(DAY)
    await driveFeeds("scheduler", { ...lab.effects, deadline: lab.clock.now() + 11_000 })
    expect(await ran(feed_id)).toEqual([["nothing_new", 0]])
    await carryOn(lab, register, answer.job_id)
    await nextDay()
    expect(await ran(feed_id)).toEqual([
      ["nothing_new", 0],
      ["nothing_new", 0],
    ])
  })
})
