import { utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { FeedRequest, type FeedRun } from "../../lib/contract/index.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { addFeed, changeFeed, listFeeds, listRuns, removeFeed, showFeed } from "../../lib/feeds/feeds.ts"
import { driveFeeds, runFeed } from "../../lib/feeds/run.ts"
import { controlJob } from "../../lib/import/control.ts"
import { listDeliveries } from "../../lib/import/notices.ts"
import type { ListedFile } from "../../lib/store/stored.ts"
import { type FileServer, sendFile, serve } from "../store/file-server.ts"
import { refusal } from "../support/ask.ts"
import { gateBefore } from "../support/gate.ts"
import { handmade, line, smallFull, upTo } from "../support/handmade.ts"
import { actor } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"

const DAY = 86_400
let HOOK: { webhook_url: string }
let server: FileServer
let file: { content: Buffer; etag?: string; modified?: string; status?: number }
let asked: string[]
beforeEach(async () => {
  asked = []
  file = { content: Buffer.from("email\nan@example.com\n"), etag: '"1"' }
  server = await serve((request, response) => {
    asked.push(request.url ?? "")
    if (file.status !== undefined) return void response.writeHead(file.status).end()
    if (file.etag !== undefined && request.headers["if-none-match"] === file.etag)
      return void response.writeHead(304).end()
    if (file.modified !== undefined && request.headers["if-modified-since"] === file.modified)
      return void response.writeHead(304).end()
    sendFile(request, response, file)
  })
  HOOK = { webhook_url: server.url("/hook") }
})
afterEach(() => server.close())
const lab = ownLab(() => ({
  SLUICE_URL_ALLOW: server.host,
  SLUICE_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24).toString("base64")}`,
}))

function feedOf(more: object = {}, effects = lab.effects) {
  const asked = {
    name: "people",
    dataset: "contacts",
    source: { url: server.url("/people.csv") },
    schedule: "0 7 * * *",
    time_zone: "Europe/Brussels",
    ...more,
  }
  return addFeed({ ...FeedRequest.parse(asked), actor }, effects)
}

/** Past the next seven o'clock in Brussels, which is six in winter. */
async function nextDay(others: Lab[] = []) {
  lab.clock.advance(DAY)
  await Promise.all([lab, ...others].map(({ effects }) => driveFeeds("scheduler", effects)))
}

const runsOf = async (id: string): Promise<FeedRun[]> =>
  (await listRuns({ id, limit: 30, actor }, lab.effects)).runs

async function told(feed_id: string) {
  const { deliveries } = await listDeliveries({ feed_id, limit: 50, actor }, lab.effects)
  return deliveries.flatMap(({ event, job_id }) => (job_id === null ? event : [])).reverse()
}

describe("a feed of a URL", () => {
  test("is run once at a due time, whoever comes, and imports what is new", async () => {
    const { feed_id, next_run_at } = await feedOf()
    expect(next_run_at).toBe("2026-01-06T06:00:00.000Z")
    await driveFeeds("scheduler", lab.effects)
    expect(await runsOf(feed_id)).toEqual([])
    await nextDay([lab, lab])
    expect(await runsOf(feed_id)).toMatchObject([
      { result: "imported", due_at: "2026-01-06T06:00:00.000Z", missed: 0, jobs: [expect.any(String)] },
    ])
    expect(await lab.read("select email from contact_person")).toEqual([{ email: "an@example.com" }])
    expect(await showFeed({ id: feed_id, actor }, lab.effects)).toMatchObject({
      next_run_at: "2026-01-07T06:00:00.000Z",
      last_run: {
        result: "imported",
        due_at: "2026-01-06T06:00:00.000Z",
        begun_at: expect.stringMatching(/T.*Z$/),
      },
      failing: false,
    })
  })

  test("finds nothing new in what its server says is the same, and in the same content without that", async () => {
    const { feed_id } = await feedOf()
    await nextDay()
    const before = asked.length
    await nextDay()
    expect(asked).toHaveLength(before + 1)
    delete file.etag
    await nextDay()
    expect((await runsOf(feed_id)).map(({ result }) => result)).toEqual([
      "nothing_new",
      "nothing_new",
      "imported",
    ])
    file.content = Buffer.from("email\nbo@example.com\n")
    await nextDay()
    expect((await runsOf(feed_id))[0]?.result).toBe("imported")
  })

  test("makes up once for what was missed while nobody was there", async () => {
    const { feed_id } = await feedOf()
    lab.clock.advance(3 * DAY)
    await nextDay()
    await driveFeeds("scheduler", lab.effects)
    expect(await runsOf(feed_id)).toMatchObject([{ result: "imported", missed: 3 }])
  })

  test("says how many rows could not be used, and what its imports told", async () => {
    file = { content: Buffer.from("email\nan@example.com\nnobody\n") }
    const { feed_id, warnings } = await feedOf({ ...HOOK, notify: "ann@example.com" })
    expect(warnings).toMatchObject([{ code: "mail_not_configured" }])
    await nextDay()
    expect((await runsOf(feed_id))[0]?.message).toBe("1 import. 1 row could not be used.")
    const { deliveries } = await listDeliveries({ feed_id, limit: 50, actor }, lab.effects)
    expect(deliveries).toMatchObject([{ event: "import.finished", channel: "webhook" }])
  })

  test("fills in the day", async () => {
    await feedOf({ source: { url: server.url("/people-{yyyy}-{MM}-{dd}.csv") } })
    await nextDay()
    expect(new Set(asked)).toEqual(new Set(["/people-2026-01-06.csv"]))
  })

  test("that fails says so once, and again after it was well", async () => {
    const { feed_id } = await feedOf(HOOK)
    file.status = 500
    await nextDay()
    await nextDay()
    expect((await runsOf(feed_id))[0]).toMatchObject({
      result: "failed",
      message: expect.stringContaining("answers 500"),
    })
    expect(await told(feed_id)).toEqual(["feed.failed"])
    delete file.status
    await nextDay()
    expect((await showFeed({ id: feed_id, actor }, lab.effects)).failing).toBe(false)
    file.status = 404
    await nextDay()
    expect(await told(feed_id)).toEqual(["feed.failed", "feed.failed"])
  })

  test("that failed and then finds nothing new says once that it is well", async () => {
    const { feed_id } = await feedOf(HOOK)
    await nextDay()
    file.status = 500
    await nextDay()
    delete file.status
    await nextDay()
    await nextDay()
    expect((await runsOf(feed_id)).map(({ result }) => result)).toEqual([
      "nothing_new",
      "nothing_new",
      "failed",
      "imported",
    ])
    expect(await told(feed_id)).toEqual(["feed.failed", "feed.ran"])
  })

  inLongRuns(
    "finds nothing new in what is of the same time as before, where its server says no more than that",
    async () => {
      const { feed_id } = await feedOf()
      delete file.etag
      file.modified = "Mon, 05 Jan 2026 03:00:00 GMT"
      await nextDay()
      const before = asked.length
      await nextDay()
      expect((await runsOf(feed_id))[0]?.result).toBe("nothing_new")
      expect(asked).toHaveLength(before + 1)
      file = { content: Buffer.from("email\nbo@example.com\n"), modified: "Wed, 07 Jan 2026 03:00:00 GMT" }
      await nextDay()
      expect((await runsOf(feed_id))[0]?.result).toBe("imported")
    },
  )

  inLongRuns("alarms once when its data is stale, and says when it is fresh again", async () => {
    const { feed_id } = await feedOf({ ...HOOK, stale_after: 2 })
    await nextDay()
    for (let day = 0; day < 4; day += 1) await nextDay()
    expect(await told(feed_id)).toEqual(["data.stale"])
    expect(await showFeed({ id: feed_id, actor }, lab.effects)).toMatchObject({ stale: true })
    file = { content: Buffer.from("email\nbo@example.com\n"), etag: '"2"' }
    await nextDay()
    await nextDay()
    expect(await told(feed_id)).toEqual(["data.stale", "data.fresh"])
  })

  test("that is paused is not run but by whoever asks, and is due at its next time when it is resumed", async () => {
    const { feed_id: id } = await feedOf({ paused: true })
    await nextDay()
    expect(await runsOf(id)).toEqual([])
    expect(await runFeed({ id, due: true, actor }, lab.effects)).toEqual({ run: null })
    expect(await runFeed({ id, due: false, actor }, lab.effects)).toMatchObject({
      run: { result: "imported", due_at: null },
    })
    const resumed = await changeFeed({ id, actor, paused: false }, lab.effects)
    expect(resumed.next_run_at).toBe("2026-01-07T06:00:00.000Z")
    await removeFeed({ id, actor }, lab.effects)
    expect((await listFeeds({ actor }, lab.effects)).feeds).toEqual([])
  })

  test("whose process died is taken up again when its lease is over", async () => {
    const { feed_id } = await feedOf()
    lab.clock.advance(DAY)
    await lab.run(
      `update feed set run_id = gen_random_uuid(), lease_until = '2026-01-06T06:05:00', next_run_at = '2026-01-07T06:00:00'`,
    )
    await lab.run(
      "insert into feed_run by name select run_id, feed_id, timestamp '2026-01-06 06:00' as due_at, timestamp '2026-01-06 06:00' as begun_at, 'dead' as started_by, 'running' as result, 0 as missed, '[]'::json as jobs from feed",
    )
    await driveFeeds("scheduler", lab.effects)
    expect(await runsOf(feed_id)).toMatchObject([{ result: "running" }])
    lab.clock.advance(301)
    await driveFeeds("scheduler", lab.effects)
    expect(await runsOf(feed_id)).toMatchObject([{ result: "imported", started_by: "dead" }])
  })
})

describe("a feed that is changed", () => {
  const writing = (sql: string) => sql.includes("paused = $paused::boolean")

  test("while a run stops it stays stopped", async () => {
    const { feed_id: id } = await feedOf()
    const late = gateBefore(lab.effects, writing)
    const changed = changeFeed({ id, actor, stale_after: 3 }, late.effects)
    await late.reached
    await lab.run("update feed set paused = true, paused_reason = 'It was refused.'")
    late.open()
    const stopped = { stale_after: 3, paused: true, paused_reason: "It was refused.", next_run_at: null }
    expect(await changed).toMatchObject(stopped)
  })

  test("while somebody removes it is not there", async () => {
    const { feed_id: id } = await feedOf()
    const late = gateBefore(lab.effects, writing)
    const changed = refusal(changeFeed({ id, actor, stale_after: 3 }, late.effects))
    await late.reached
    await removeFeed({ id, actor }, lab.effects)
    late.open()
    expect(await changed).toBe("404 feed_not_found")
  })
})

test("the address of a feed, which may hold what lets one in, is whole to an admin only", async () => {
  await feedOf({ source: { url: server.url("/people.csv?token=hunter2") } })
  const addressFor = async (role: "viewer" | "operator" | "admin") => {
    const { feeds } = await listFeeds({ actor: { ...actor, role } }, lab.effects)
    return feeds[0]?.source
  }
  for (const role of ["viewer", "operator"] as const)
    expect(await addressFor(role)).toEqual({ url: server.host })
  expect(await addressFor("admin")).toEqual({ url: server.url("/people.csv?token=hunter2") })
})

test("a feed that two remove at once is removed once", async () => {
  const { feed_id: id } = await feedOf()
  const late = gateBefore(lab.effects, (sql) => sql === "commit")
  const first = removeFeed({ id, actor }, late.effects)
  await late.reached
  const second = refusal(removeFeed({ id, actor }, lab.effects))
  await Promise.race([second, pause(100)])
  late.open()
  await first
  expect(await second).toBe("404 feed_not_found")
  expect(await lab.read("select count(*) as n from import_audit where event = 'feed.removed'")).toEqual([
    { n: 1 },
  ])
})

describe("what cannot be a feed is refused", () => {
  test.each([
    ["a schedule that is none", { schedule: "whenever" }, "400 invalid_request"],
    ["a time zone that is none", { time_zone: "Mars/Olympus" }, "400 invalid_request"],
    ["a private address", { source: { url: "https://10.0.0.1/x.csv" } }, "422 url_refused"],
    ["a private webhook", { webhook_url: "https://10.0.0.1/x" }, "422 url_refused"],
    [
      "the portal without an account",
      { dataset: "daily-update", source: { kbo: true } },
      "422 portal_not_configured",
    ],
    ["a dataset there is not", { dataset: "nothing" }, "404 unknown_dataset"],
  ])("%s", async (_what, more, code) => {
    expect(await refusal(feedOf(more))).toBe(code)
  })

  test("a name that another has", async () => {
    await feedOf()
    expect(await refusal(feedOf())).toBe("409 feed_exists")
    const { feed_id: id } = await feedOf({ name: "others" })
    const rename = (name: string) => changeFeed({ id, actor, name }, lab.effects)
    expect(await refusal(rename("people"))).toBe("409 feed_exists")
    expect(await rename("others")).toMatchObject({ name: "others" })
    expect(await rename("more people")).toMatchObject({ name: "more people" })
  })

  test("a name that another is being given at the same moment", async () => {
    const first = gateBefore(lab.effects, (sql) => sql === "commit")
    const given = feedOf({}, first.effects)
    await first.reached
    const second = refusal(feedOf())
    await Promise.race([second, pause(100)])
    first.open()
    await given
    expect(await second).toBe("409 feed_exists")
  })

  test("to a key of other datasets, to which feeds of these are not there", async () => {
    const { feed_id: id } = await feedOf()
    const other = { name: "other", projects: ["*"], datasets: ["taxonomy"], role: "admin" as const }
    expect(await listFeeds({ actor: other }, lab.effects)).toEqual({ feeds: [] })
    expect(await refusal(showFeed({ id, actor: other }, lab.effects))).toBe("404 feed_not_found")
    expect(await refusal(runFeed({ id, due: false, actor: other }, lab.effects))).toBe("404 feed_not_found")
    const asked = FeedRequest.parse({
      name: "x",
      dataset: "contacts",
      source: { url: server.url() },
      schedule: "0 7 * * *",
    })
    expect(await refusal(addFeed({ ...asked, actor: other }, lab.effects))).toBe("403 dataset_forbidden")
  })
})

describe("a feed of stored files", () => {
  const store = async (name: string, bytes: Buffer) => {
    const { Readable } = await import("node:stream")
    const { filename } = await lab.effects.store.receive(Readable.from([bytes]), name, { max_bytes: 1e9 })
    await lab.effects.store.claim(filename, "tester")
  }

  test("takes each whose name begins so, once", async () => {
    const { feed_id } = await feedOf({ source: { prefix: "people-" } })
    await store("people-1.csv", Buffer.from("email\nan@example.com\n"))
    await store("other.csv", Buffer.from("email\nno@example.com\n"))
    await store("people-2.csv", Buffer.from("email\nbo@example.com\n"))
    await nextDay()
    expect(await lab.read("select email from contact_person order by email")).toHaveLength(2)
    await nextDay()
    expect((await runsOf(feed_id)).map(({ result, jobs }) => [result, jobs.length])).toEqual([
      ["nothing_new", 0],
      ["imported", 2],
    ])
  })

  test("takes one whose time is older than that of those before it, and one again that was written anew", async () => {
    const { feed_id } = await feedOf({ source: { prefix: "people-" } })
    const folder = String(lab.effects.config.files)
    const put = async (name: string, email: string, minute: number) => {
      await writeFile(join(folder, name), `email\n${email}\n`)
      const at = new Date(Date.UTC(2026, 0, 1, 0, minute))
      await utimes(join(folder, name), at, at)
    }
    await put("people-2.csv", "bo@example.com", 2)
    await nextDay()
    await put("people-1.csv", "an@example.com", 1)
    await put("people-2.csv", "cas@example.com", 3)
    await nextDay()
    await nextDay()
    expect((await runsOf(feed_id)).map(({ result, jobs }) => [result, jobs.length])).toEqual([
      ["nothing_new", 0],
      ["imported", 2],
      ["imported", 1],
    ])
    expect(await lab.read("select email from contact_person order by email")).toHaveLength(3)
  })

  inLongRuns("that 1.0.0 has run takes what came since, and from then on goes by what it took", async () => {
    const { feed_id } = await feedOf({ source: { prefix: "people-" } })
    await store("people-1.csv", Buffer.from("email\nan@example.com\n"))
    await nextDay()
    const [{ filename, modified_at }] = (await lab.effects.store.list()) as [ListedFile]
    await lab.run(`update feed set seen = '${JSON.stringify({ up_to: { filename, modified_at } })}'`)
    await store("people-2.csv", Buffer.from("email\nbo@example.com\n"))
    await nextDay()
    expect(await lab.read("select email from contact_person order by email")).toHaveLength(2)
    expect(await runsOf(feed_id)).toMatchObject([
      { jobs: [expect.anything()] },
      { jobs: [expect.anything()] },
    ])
    expect(
      await lab.read(
        "select seen ->> '$.up_to' as up_to, json_array_length(seen, '$.taken') as taken from feed",
      ),
    ).toEqual([{ up_to: null, taken: 2 }])
  })

  inLongRuns(
    "of extracts has one that would close many rows wait for a person, and says so once",
    async () => {
      const { feed_id: id } = await feedOf({
        dataset: "daily-update",
        source: { prefix: "KboOpenData_" },
        ...HOOK,
      })
      await store("KboOpenData_0001_2026_01_04_Full.zip", (await smallFull(3)).bytes)
      await nextDay()
      expect((await runsOf(id))[0]).toMatchObject({ result: "imported" })
      const { register } = await listFeeds({ actor }, lab.effects)
      expect(register).toEqual({
        extract_number: 1,
        snapshot_date: expect.stringMatching(/^\d{4}-\d\d-\d\d/),
      })
      const emptied = await handmade({
        number: 2,
        type: "full",
        lines: { enterprise: upTo(3).map((n) => line.enterprise(n)) },
      })
      await store("KboOpenData_0002_2026_01_05_Full.zip", emptied.bytes)
      await nextDay()
      await nextDay()
      const [last, before] = await runsOf(id)
      expect([last?.result, before?.result, before?.jobs.length, last?.jobs]).toEqual([
        "waiting",
        "waiting",
        1,
        [],
      ])
      const [job_id] = before?.jobs ?? []
      const { deliveries } = await listDeliveries({ job_id, limit: 50, actor }, lab.effects)
      expect(deliveries.map(({ event }) => event)).toEqual(["import.waiting"])
      expect(await lab.read(`select held from import_jobs where job_id = '${job_id}'`)).toEqual([
        { held: "mass_close" },
      ])
      const stands = async () =>
        (await listFeeds({ actor }, lab.effects)).feeds.find((one) => one.feed_id === id)
      expect(await stands()).toMatchObject({ waits: true })
      const call = { dataset: findDataset("daily-update"), job_id: job_id ?? "", actor }
      await controlJob({ ...call, action: "start" }, lab.effects)
      expect(await stands()).toMatchObject({ waits: false, last_run: { result: "waiting" } })
    },
  )
})
