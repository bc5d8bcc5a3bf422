import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { exampleOf } from "../../lib/datasets/example.ts"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { importExtract } from "../support/drive.ts"
import { type ApartGround, asServed, CRON_SECRET, expectSameAsHere, layGround } from "./apart-ground.ts"

/** Prepare ends before a slow download does. */
const BRIEF = { SLUICE_PREPARE_BUDGET_SECONDS: "1" }

const reference = new Reference()
let ground: ApartGround
let update: MadeExtract

beforeAll(async () => {
  const steps = [{ type: "full" }, { type: "update" }] as const
  const [full, second] = await makeExtracts({
    seed: 17,
    rows: 300,
    changes: 80,
    traps: true,
    steps: [...steps],
  })
  if (!full || !second) throw new Error("no extracts were made")
  update = second
  ground = await layGround(async (lab) => void (await importExtract(lab, full)))
  await reference.apply(full.bytes)
})
afterAll(() => ground.close())

describe("where every call is a process of its own, with an empty folder that is gone afterwards", () => {
  test("contacts are uploaded and imported, whichever calls are killed", async () => {
    const { apart, client } = ground.open(asServed, { seed: 4, kill_one_in: 3 })
    const file = await exampleOf(contacts)
    const filename = await client.upload(file)
    expect(await client.import("contacts", { filename })).toMatchObject({ outcome: "complete" })
    expect(apart.killed).toBeGreaterThan(0)
    await expectSameAsHere(ground, contacts, [file])
  })

  test("a URL that is too slow and knows no ranges is refused with what to do, and nothing is left behind", async () => {
    const { client, apart } = ground.open(asServed, { seed: 5, kill_one_in: 0 }, BRIEF)
    const url = ground.slowly(update, update.bytes.length / 4, { ranges: false })
    const refused = await apart.once("/api/import/daily-update/prepare", { key: client.key, body: { url } })
    expect(refused).toMatchObject({ status: 422, told: { code: "download_not_resumable" } })
    expect(refused?.told.detail).toContain("upload the file")
  })

  test("an update comes by a URL too slow for one call, and the scheduler alone ends it", async () => {
    const { apart, client } = ground.open(asServed, { seed: 5, kill_one_in: 0 }, BRIEF)
    const url = ground.slowly(update, Math.ceil(update.bytes.length / 1.2))
    const job_id = await client.prepare("daily-update", { url })
    expect(apart.calls.length).toBeGreaterThan(2)
    for (let calls = 0; calls < 5; calls += 1) {
      const { jobs } = await client.ask("/api/cron/drive", { key: CRON_SECRET })
      if ((jobs as object[]).length === 0) break
    }
    const status = await client.ask(`/api/import/daily-update/status/${job_id}`)
    expect(status).toMatchObject({ status: "completed", reconciles: true })
    await reference.apply(update.bytes)
    expect(await compareDatabase(ground.read, reference.register)).toEqual([])
  })
})
