import { rmSync } from "node:fs"
import { afterAll, beforeAll, expect, test } from "vitest"
import { FeedRequest } from "../../lib/contract/index.ts"
import { addFeed, changeFeed, listRuns, showFeed } from "../../lib/feeds/feeds.ts"
import { driveFeeds } from "../../lib/feeds/run.ts"
import type { Switches } from "../../scripts/portal/send.ts"
import { type PortalServer, startPortal } from "../../scripts/portal/server.ts"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { type FileServer, serve } from "../store/file-server.ts"
import { movableClock } from "../support/clock.ts"
import { actor } from "../support/imports.ts"
import { type Lab, newFolder, openLabIn } from "../support/lab.ts"

const ACCOUNT = { user: "an@example.com", password: "hunter2" }
/** The extract of day n is listed that morning; of the last 31. */
const FIRST_DAY = Date.UTC(2025, 9, 5)
const DAY_MS = 86_400_000
const LISTED = 31

/** What goes wrong in the first hour of a day, once each. */
const TROUBLES: Switches[] = [
  { wrong_password: true },
  { session_dies_after: 3 },
  { redirect_loop: true },
  { busy_times: 1 },
  { page_for_zip_times: 1 },
  { cut_off_times: 1 },
  { cut_off_times: 1, ranges_ignored: true },
  { cut_off_times: 1, no_length: true },
  { empty_table: true },
  { language: "de" },
]

let folder: string
let extracts: MadeExtract[]
let portal: PortalServer
let hook: FileServer
let told: string[]
let lab: Lab
let feed_id: string

beforeAll(async () => {
  const steps = Array.from({ length: 41 }, (_, day) => ({
    type: day === 0 ? ("full" as const) : ("update" as const),
  }))
  extracts = await makeExtracts({ rows: 800, changes: 20, steps })
  portal = await startPortal(ACCOUNT)
  told = []
  hook = await serve((request, response) => {
    let body = ""
    request.on("data", (part) => (body += part))
    request.on("end", () => {
      told.push(JSON.parse(body).type)
      response.writeHead(204).end()
    })
  })
  folder = newFolder()
  const env = {
    ...{ SLUICE_KBO_URL: portal.url, SLUICE_KBO_USER: ACCOUNT.user, SLUICE_KBO_PASSWORD: ACCOUNT.password },
    ...{ SLUICE_URL_ALLOW: `${portal.host},${hook.host}`, SLUICE_WEBHOOK_URL: hook.url("/hook") },
    SLUICE_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24).toString("base64")}`,
  }
  lab = await openLabIn(folder, env, movableClock(FIRST_DAY + (LISTED - 1) * DAY_MS))
  const asked = { name: "register", dataset: "daily-update", source: { kbo: true } }
  feed_id = (await addFeed({ ...FeedRequest.parse(asked), actor }, lab.effects)).feed_id
}, 60_000)
afterAll(async () => {
  lab.close()
  rmSync(folder, { recursive: true, force: true })
  await Promise.all([portal.close(), hook.close()])
})

/** A morning in Brussels: the scheduler comes every hour, from twenty to eight to twenty to two; answers what each run came to. */
async function morning(day: number, published: number, trouble: Switches = {}): Promise<string[]> {
  const listed = extracts.slice(Math.max(0, published - LISTED + 1), published + 1)
  portal.files = listed.map(({ file_name: name, bytes }) => ({ name, bytes }))
  portal.switches = trouble
  const before = (await runs()).length
  for (let hour = 6; hour <= 12; hour += 1) {
    lab.clock.advance((FIRST_DAY + day * DAY_MS + hour * 3_600_000 + 40 * 60_000 - lab.clock.now()) / 1_000)
    await driveFeeds("scheduler", lab.effects)
    portal.switches = {}
    const { paused } = await showFeed({ id: feed_id, actor }, lab.effects)
    if (paused) await changeFeed({ id: feed_id, actor, paused: false }, lab.effects)
  }
  const all = await runs()
  return all
    .slice(0, all.length - before)
    .map(({ result }) => result)
    .reverse()
}

const runs = async () => (await listRuns({ id: feed_id, limit: 500, actor }, lab.effects)).runs
const newest = async () =>
  (await lab.read("select max(extract_number)::integer as n from register_extract"))[0]?.n
const count = (event: string) => told.filter((one) => one === event).length

test("forty days of extracts come in by themselves, whatever goes wrong at the portal once, and those who want to know are told once", async () => {
  const quiet = Array(6).fill("nothing_new")
  expect(await morning(30, 30)).toEqual(["imported", ...quiet])
  expect(await newest()).toBe(170)
  const asked = portal.requests.length
  expect(await morning(30, 30)).toEqual([])
  expect(portal.requests).toHaveLength(asked)

  for (const [at, trouble] of TROUBLES.slice(0, 6).entries()) {
    const results = await morning(31 + at, 31 + at, trouble)
    expect(results.filter((one) => one === "imported")).toHaveLength(1)
    expect(results.indexOf("imported")).toBeLessThan(2)
    expect(await newest()).toBe(171 + at)
  }

  for (let day = 37; day < 44; day += 1)
    expect(new Set(await morning(day, 36))).toEqual(new Set(["nothing_new"]))
  expect([count("data.stale"), count("data.fresh")]).toEqual([1, 0])

  for (const [at, trouble] of TROUBLES.slice(6).entries()) {
    const results = await morning(44 + at, 37 + at, trouble)
    expect(results.filter((one) => one === "imported")).toHaveLength(1)
    expect(await newest()).toBe(177 + at)
  }
  expect([count("import.finished"), count("feed.failed")]).toEqual([41, 3])

  const reference = new Reference()
  for (const { bytes } of extracts) await reference.apply(bytes)
  expect(await compareDatabase(lab.read, reference.register)).toEqual([])
})
