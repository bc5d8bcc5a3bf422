import { afterEach, beforeEach, expect, test } from "vitest"
import { changeFeed, showFeed } from "../../lib/feeds/feeds.ts"
import { runFeed } from "../../lib/feeds/run.ts"
import { listDeliveries } from "../../lib/import/notices.ts"
import { LANGUAGES } from "../../scripts/portal/pages.ts"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { actor } from "../support/imports.ts"
import { type AtPortal, atPortal } from "./portal.ts"

let at: AtPortal
beforeEach(async () => {
  at = await atPortal(3)
})
afterEach(() => at.close())

const shown = () => showFeed({ id: at.feed_id, actor }, at.lab.effects)
const last = async () => (await at.runs())[0]

test("an empty register begins with the full extract and goes on with each update, one session and one file after the other", async () => {
  at.list(3, 1, 0, 2)
  await at.hour()
  expect(await last()).toMatchObject({ result: "imported", message: "4 imports." })
  expect(await at.applied()).toEqual([140, 141, 142, 143])
  expect(at.portal.requests.filter((line) => line.startsWith("POST"))).toHaveLength(1)
  expect(at.portal.requests.filter((line) => line.endsWith(".zip")).map((line) => line.slice(-10))).toEqual([
    "5_Full.zip",
    "Update.zip",
    "Update.zip",
    "Update.zip",
  ])
  await at.hour()
  expect(await last()).toMatchObject({ result: "nothing_new", jobs: [] })
})

test("an extract that a call has fetched with the last of its time is imported by the next one, and not fetched again", async () => {
  const { effects, clock } = at.lab
  const slow: typeof effects.store.receive = async (...asked) => {
    const file = await effects.store.receive(...asked)
    clock.advance(30)
    return file
  }
  const call = (store = effects.store) => {
    const timed = { ...effects, store, deadline: clock.now() + 25_000 }
    return runFeed({ id: at.feed_id, due: false, actor }, timed)
  }
  at.list(0)
  expect(await call({ ...effects.store, receive: slow })).toMatchObject({ run: { result: "running" } })
  expect(await at.applied()).toEqual([])
  expect(await call()).toMatchObject({ run: { result: "imported" } })
  expect(await at.applied()).toEqual([140])
  expect(at.portal.requests.filter((line) => line.endsWith(".zip"))).toHaveLength(1)
  expect(await at.lab.read("select seen ->> '$.fetched' as fetched from feed")).toEqual([{ fetched: null }])
})

test("a wrong password stops the feed, tells somebody, and is not tried again", async () => {
  await changeFeed({ id: at.feed_id, actor, webhook_url: `http://${at.portal.host}/hook` }, at.lab.effects)
  at.portal.switches = { wrong_password: true }
  at.list(0)
  await at.hour()
  expect(await last()).toMatchObject({
    result: "failed",
    message: expect.stringContaining("SLUICE_KBO_PASSWORD"),
  })
  expect(await shown()).toMatchObject({
    paused: true,
    paused_reason: expect.stringContaining("resume the feed"),
    failing: true,
  })
  const before = at.portal.requests.length
  await at.hour()
  await at.hour()
  expect(at.portal.requests).toHaveLength(before)
  const { deliveries } = await listDeliveries({ feed_id: at.feed_id, limit: 9, actor }, at.lab.effects)
  expect(deliveries.map(({ event }) => event)).toEqual(["feed.failed"])
  at.portal.switches = {}
  await changeFeed({ id: at.feed_id, actor, paused: false }, at.lab.effects)
  await at.hour()
  expect(await last()).toMatchObject({ result: "imported" })
})

test.each([
  ["a session that ends midway", { session_dies_after: 3 }],
  ["one that is to come back later", { busy_times: 1 }],
  ["a page instead of a ZIP", { page_for_zip_times: 1 }],
  ["a file that is cut off", { cut_off_times: 1 }],
  ["one that is cut off and given from its beginning only", { cut_off_times: 1, ranges_ignored: true }],
  ["one whose length nobody says, cut off", { cut_off_times: 1, no_length: true }],
])("%s is got over in the same run", async (_what, switches) => {
  at.portal.switches = switches
  at.list(0, 1, 2)
  await at.hour()
  expect(await last()).toMatchObject({ result: "imported" })
  expect(await at.applied()).toEqual([140, 141, 142])
})

test.each([
  ["a redirect loop", { redirect_loop: true }, /redirects more than 5 times/],
  ["an empty table", { empty_table: true }, /lists no extract at all/],
])("%s is a failure, never nothing new", async (_what, switches, message) => {
  at.portal.switches = switches
  at.list(0)
  await at.hour()
  expect(await last()).toMatchObject({ result: "failed", message: expect.stringMatching(message) })
  expect((await shown()).paused).toBe(false)
})

test.each(LANGUAGES)("its pages are understood in %s", async (language) => {
  at.portal.switches = { language }
  at.list(0)
  await at.hour()
  expect(await last()).toMatchObject({ result: "imported" })
})

test("a number that nobody lists is waited for a day, then the newest full extract behind it takes its place", async () => {
  at.list(0)
  await at.hour()
  const [, , full] = await makeExtracts({
    rows: 200,
    changes: 20,
    first_number: 140,
    steps: [{ type: "full" }, { type: "update" }, { type: "full" }],
  })
  at.list(0, 2, 3)
  at.portal.files = [
    ...at.portal.files,
    { name: full?.file_name ?? "", bytes: full?.bytes ?? Buffer.alloc(0) },
  ]
  await at.hour()
  expect(await last()).toMatchObject({
    result: "nothing_new",
    message: expect.stringContaining("Update 141 is not there"),
  })
  for (let hour = 0; hour < 24; hour += 1) await at.hour()
  expect(await at.applied()).toEqual([140, 142, 143])
})

test("an update that is listed and gone is waited for a day as one that nobody lists", async () => {
  at.list(0, 1)
  at.portal.switches = { gone: [at.portal.files[1]?.name ?? ""] }
  await at.hour()
  expect(await last()).toMatchObject({ result: "imported", message: "1 import." })
  await at.hour()
  expect(await last()).toMatchObject({
    result: "nothing_new",
    message: expect.stringContaining("Update 141 is not there"),
  })
  at.portal.switches = {}
  await at.hour()
  expect(await at.applied()).toEqual([140, 141])
})

test("a number that is listed twice comes in once, and what has been applied is not fetched again, whatever is there under its name", async () => {
  at.list(0, 1)
  const [, update] = at.portal.files
  if (!update) throw new Error("no update is listed")
  const again = update.name.replace(
    /_(\d\d)_Update/,
    (_whole, day) => `_${String(Number(day) + 1).padStart(2, "0")}_Update`,
  )
  at.portal.files = [...at.portal.files, { ...update, name: again }]
  await at.hour()
  expect(await last()).toMatchObject({ result: "imported", message: "2 imports." })
  at.portal.files = at.portal.files.map((file) => ({ ...file, bytes: Buffer.from("other bytes") }))
  const before = at.portal.requests.length
  await at.hour()
  expect(await last()).toMatchObject({ result: "nothing_new" })
  expect(at.portal.requests.slice(before).filter((line) => line.endsWith(".zip"))).toEqual([])
  expect(await at.applied()).toEqual([140, 141])
})

test("a file that is none of an extract is a failure of this run, and the next one goes on", async () => {
  at.list(0, 1)
  at.portal.files[1] = { name: at.portal.files[1]?.name ?? "", bytes: Buffer.from("no ZIP") }
  await at.hour()
  expect(await last()).toMatchObject({ result: "failed" })
  at.list(0, 1)
  await at.hour()
  expect(await last()).toMatchObject({ result: "imported", message: "1 import." })
  expect(await at.applied()).toEqual([140, 141])
})
