import { join } from "node:path"
import { Readable } from "node:stream"
import { expect, onTestFinished, test } from "vitest"
import { ImportOptions, type ImportOptionsInput } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { contactsMaterial } from "../conformance/contacts-material.ts"
import { endOf, faultFree, type Ground, layGround } from "../conformance/ground.ts"
import { Reference } from "../reference/reference.ts"
import { expectRegister } from "../support/ask.ts"
import { movableClock } from "../support/clock.ts"
import { countsOf, expectedCounts } from "../support/counts.ts"
import { actor, dataset, rollBack, type Sent } from "../support/drive.ts"
import { undo } from "../support/imports.ts"
import { type Lab, openLabIn } from "../support/lab.ts"
import { checksums, leftovers } from "../support/tables.ts"
import { startEngine } from "./engine.ts"
import { type Campaign, type Fleet, startFleet } from "./fleet.ts"
import "./engine-client.ts"

const LATENCY_MS = 20
const WAIT = { timeout: 600_000, interval: 400 }
/** The drivers begin with staging; a batch that some of them die over is not at fault. */
const BY_DRIVERS = { run: "background", max_retries: 10 } as const

export interface ManyDrivers extends Campaign {
  /** Rows of the extracts' Full, and of contacts. */
  rows: number
  people: number
  batch_size: number
  /** Whether the drivers take the update back together, or somebody alone. */
  together: boolean
}

/** Drivers in processes of their own, on a database some way off, do several imports at once while they are killed. */
export function exerciseManyDrivers(how: ManyDrivers): void {
  const ground = layGround(contacts, contactsMaterial(how.people))

  test(`${how.drivers} drivers, ${how.kills} of them killed, lead where one alone does, and do each batch once`, async () => {
    const { lab, fleet } = await open(ground, how)
    const [full, update] = await extractsOf(how)
    const nothing = await checksums(lab)
    const [people] = ground.material.second.files as [Sent]
    const merged = await send(lab, contacts, people, ground.material.options)
    const first = await send(lab, dataset, full, { batch_size: how.batch_size })
    for (const job_id of [merged, first]) await completed(lab, fleet, job_id)
    const registered = await checksums(lab)
    const second = await send(lab, dataset, update, { batch_size: how.batch_size })
    await completed(lab, fleet, second)

    expect(await endOf(ground, lab, merged)).toEqual(faultFree(ground))
    await expectRegister(lab, full, update)
    const reference = new Reference()
    for (const [job_id, { bytes }] of [
      [first, full],
      [second, update],
    ] as const)
      expect(await countsOf(lab, job_id)).toEqual(expectedCounts(await reference.apply(bytes)))
    await expectOnce(lab, fleet, [merged, first, second])
    for (const each of [dataset, contacts]) expect(await leftovers(lab, each)).toEqual({})

    expect({ killed: fleet.killed(), ended: fleet.ended() }).toEqual({ killed: how.kills, ended: 0 })
    if (!how.together) await fleet.stop()
    await rollBack(lab, second)
    expect(await checksums(lab)).toEqual(registered)
    await fleet.stop()
    await rollBack(lab, first)
    expect(await checksums(lab)).toEqual(nothing)
    await undo(lab, merged)
    expect(await checksums(lab, contacts)).toEqual(ground.before)
  })
}

async function open(ground: Ground, how: ManyDrivers): Promise<{ lab: Lab; fleet: Fleet }> {
  const folder = ground.copy()
  const engine = await startEngine(join(folder, "sluice.duckdb"), { latency_ms: LATENCY_MS })
  onTestFinished(() => engine.stop())
  const lab = await openLabIn(folder, { SLUICE_DATABASE: engine.location }, movableClock(Date.now()))
  onTestFinished(() => lab.close())
  const fleet = startFleet({ folder, engine }, how)
  onTestFinished(() => fleet.stop())
  return { lab, fleet }
}

async function extractsOf({ rows, seed }: ManyDrivers): Promise<[Sent, Sent]> {
  const steps = [{ type: "full" }, { type: "update" }] as const
  const made = await makeExtracts({ seed, rows, changes: rows / 4, traps: true, steps: [...steps] })
  return made as unknown as [Sent, Sent]
}

/** Leaves everything but sending the file to the drivers. */
async function send(lab: Lab, to: Dataset, { bytes, file_name }: Sent, options: ImportOptionsInput) {
  const file = await lab.effects.store.receive(Readable.from([bytes]), file_name, { max_bytes: 10_000_000 })
  const source = { kind: "upload" as const, files: [file] }
  const input = { dataset: to, source, options: ImportOptions.parse({ ...options, ...BY_DRIVERS }), actor }
  const { answer } = await prepareImport(input, lab.effects)
  return answer.job_id
}

async function completed(lab: Lab, fleet: Fleet, job_id: string): Promise<void> {
  const look = async () => {
    const [job] = await lab.read(`select status, error from import_jobs where job_id = '${job_id}'`)
    return fleet.ended() > 0 || job?.status === "failed" ? { ...job, ended: fleet.ended() } : job?.status
  }
  await expect.poll(look, WAIT).toBe("completed")
}

/** Of a batch whose driver was killed before it told, nobody may have told either. */
async function expectOnce(lab: Lab, fleet: Fleet, jobs: readonly string[]): Promise<void> {
  const told = fleet.events.flatMap((event) =>
    event.type === "batch.completed"
      ? [`${event.job_id} ${event.table} ${event.operation} ${event.batch}`]
      : [],
  )
  const rows = await lab.read(
    `select job_id || ' ' || table_name || ' ' || operation || ' ' || batch_number as batch, status
     from import_job_batches where list_contains(['${jobs.join("', '")}']::uuid[], job_id)`,
  )
  expect(rows.filter(({ status }) => status !== "completed")).toEqual([])
  expect(new Set(told).size).toBe(told.length)
  const all = new Set(rows.map(({ batch }) => batch))
  expect(told.filter((batch) => !all.has(batch))).toEqual([])
  const errors = fleet.events.filter(({ type }) => type === "drive.failed" || type === "batch.failed")
  expect(errors).toEqual([])
  console.info(`${rows.length} batches, ${told.length} told, ${fleet.killed()} drivers killed`)
}
