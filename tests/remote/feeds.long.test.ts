import { afterAll, beforeAll, expect, test } from "vitest"
import { startServer } from "../http/own-server.ts"
import { newFolder } from "../support/lab.ts"
import { type ApartGround, CRON_SECRET, layGround } from "../vercel/apart-ground.ts"

type Server = Awaited<ReturnType<typeof startServer>>

const KEY = "the key of an admin, long enough for one"
const FEEDS = 4

let ground: ApartGround
let servers: Server[]

beforeAll(async () => {
  ground = await layGround()
  const { PATH, VERCEL, ...env } = ground.env
  const keys = JSON.stringify([{ name: "an admin", role: "admin", projects: ["*"], key: KEY }])
  const own = () => ({
    ...{ ...env, TMPDIR: newFolder(), HOST: "127.0.0.1", PORT: "0", SLUICE_API_KEYS: keys },
  })
  servers = await Promise.all([startServer(own()), startServer(own())])
  for (let n = 0; n < FEEDS; n += 1) {
    const file = { file_name: `people-${n}.csv`, bytes: Buffer.from(`email\nann${n}@example.org\n`) }
    const source = { url: ground.slowly(file, 1_000_000) }
    // Once a year, so that it is due when the test says so.
    const feed = { name: `people ${n}`, dataset: "contacts", source, schedule: "0 0 1 1 *" }
    expect((await ask(0, "/api/feeds", { method: "POST", body: JSON.stringify(feed) })).status).toBe(201)
  }
}, 60_000)
afterAll(async () => {
  for (const server of servers) server.kill("SIGKILL")
  await Promise.all(servers.map(({ ended }) => ended))
  await ground.close()
})

function ask(server: number, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { "x-api-key": KEY, "content-type": "application/json" }
  return fetch(`${servers[server % servers.length]?.url}${path}`, { headers, ...init })
}

const drive = (server: number) =>
  ask(server, "/api/cron/drive", { headers: { authorization: `Bearer ${CRON_SECRET}` } })

test("two servers, and a scheduler that calls both of them, run each feed once at each due time", async () => {
  const running =
    "select count(*)::integer as n from feed where run_id is not null or next_run_at <= now()::timestamp"
  for (let due = 1; due <= 3; due += 1) {
    await ground.run("update feed set next_run_at = now()::timestamp - interval 1 second")
    const answers = await Promise.all([0, 1, 0, 1].map(drive))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    await expect.poll(() => ground.read(running), { timeout: 30_000 }).toEqual([{ n: 0 }])
    const runs = "select count(*)::integer as n from feed_run group by feed_id"
    expect(await ground.read(runs)).toEqual(Array(FEEDS).fill({ n: due }))
  }
  const results = await ground.read(
    "select result, count(*)::integer as n from feed_run group by result order by result",
  )
  expect(results).toEqual([
    { result: "imported", n: FEEDS },
    { result: "nothing_new", n: 2 * FEEDS },
  ])
  expect(await ground.read("select count(*)::integer as n from import_jobs")).toEqual([{ n: FEEDS }])
}, 120_000)

test("one that dies in a run leaves it to the other, which does not begin it again", async () => {
  const file = { file_name: "slow.csv", bytes: Buffer.from(`email\n${"x@example.org\n".repeat(20_000)}`) }
  const source = { url: ground.slowly(file, 60_000) }
  const feed = { name: "slow", dataset: "contacts", source, schedule: "0 0 1 1 *" }
  const { feed_id } = (await (
    await ask(0, "/api/feeds", { method: "POST", body: JSON.stringify(feed) })
  ).json()) as { feed_id: string }
  const of = `where feed_id = '${feed_id}'`
  await ground.run(`update feed set next_run_at = now()::timestamp - interval 1 second ${of}`)
  void drive(0).catch(() => null)
  await expect
    .poll(() => ground.read(`select run_id is not null as under_way from feed ${of}`), { timeout: 20_000 })
    .toEqual([{ under_way: true }])
  const [first] = await ground.read(`select started_by from feed_run ${of}`)
  servers.shift()?.kill("SIGKILL")
  await ground.run(`update feed set lease_until = now()::timestamp - interval 1 second ${of}`)
  await drive(0)
  await expect
    .poll(() => ground.read(`select result from feed_run ${of}`), { timeout: 60_000 })
    .toEqual([{ result: "imported" }])
  expect(first).toBeDefined()
}, 120_000)
