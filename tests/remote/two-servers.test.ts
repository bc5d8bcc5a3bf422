import { afterAll, beforeAll, expect, test } from "vitest"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { startServer } from "../http/own-server.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { importExtract } from "../support/drive.ts"
import { newFolder } from "../support/lab.ts"
import { requestOf, type Sent, type Told } from "../vercel/apart.ts"
import { type ApartGround, layGround } from "../vercel/apart-ground.ts"

type Server = Awaited<ReturnType<typeof startServer>>

let ground: ApartGround
let servers: Server[]
let full: MadeExtract
let update: MadeExtract

beforeAll(async () => {
  const steps = [{ type: "full" }, { type: "update" }] as const
  const [first, second] = await makeExtracts({
    seed: 29,
    rows: 200,
    changes: 60,
    traps: true,
    steps: [...steps],
  })
  if (!first || !second) throw new Error("no extracts were made")
  full = first
  update = second
  ground = await layGround(async (lab) => void (await importExtract(lab, full)))
  const { PATH, VERCEL, ...env } = ground.env
  // Several batches a table, so that there is something to share.
  const own = () => ({
    ...env,
    TMPDIR: newFolder(),
    HOST: "127.0.0.1",
    PORT: "0",
    SLUICE_STRIDE_SECONDS: "0",
  })
  servers = await Promise.all([startServer(own()), startServer(own())])
}, 60_000)
afterAll(async () => {
  for (const server of servers) server.kill("SIGKILL")
  await Promise.all(servers.map(({ ended }) => ended))
  await ground.close()
})

/** Sends each call to the next server that lives. */
function inTurns() {
  let calls = 0
  return {
    async once(path: string, sent: Sent = {}) {
      calls += 1
      const { url } = servers[calls % servers.length] as Server
      const response = await fetch(requestOf(path, sent, url)).catch(() => null)
      return response && { status: response.status, told: (await response.json()) as Told }
    },
  }
}

test("two servers on one database and one bucket drive one import, and either of them may be killed", async () => {
  const client = ground.client(inTurns())
  const job_id = await client.prepare("daily-update", { filename: await client.upload(update) })
  const both = [1, 2].map(() => client.drive("daily-update", job_id))
  const begun = `select count(*) > 0 as begun from import_job_batches where job_id = '${job_id}' and status = 'completed'`
  await expect.poll(() => ground.read(begun), { timeout: 20_000 }).toEqual([{ begun: true }])
  servers.pop()?.kill("SIGKILL")
  await Promise.all(both)
  const status = await client.ask(`/api/import/daily-update/status/${job_id}`)
  expect(status).toMatchObject({ status: "completed", reconciles: true })
  const reference = new Reference()
  for (const { bytes } of [full, update]) await reference.apply(bytes)
  expect(await compareDatabase(ground.read, reference.register)).toEqual([])
})
