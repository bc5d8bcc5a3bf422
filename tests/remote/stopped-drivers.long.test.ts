import { once } from "node:events"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest"
import type { Operation } from "../../lib/contract/index.ts"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { ONE_BATCH_A_CALL } from "../conformance/ground.ts"
import { Reference } from "../reference/reference.ts"
import { expectRegister, refusal } from "../support/ask.ts"
import { movableClock } from "../support/clock.ts"
import { countsOf, expectedCounts } from "../support/counts.ts"
import { driveToEnd, finalize, importExtract, prepare, rollBack, type Sent, step } from "../support/drive.ts"
import { STEP_BY_STEP, signal } from "../support/gate.ts"
import { type Lab, newFolder, openLabIn } from "../support/lab.ts"
import { checksums } from "../support/tables.ts"
import { type RemoteEngine, startEngine } from "./engine.ts"
import { startDriver, type Told } from "./fleet.ts"
import "./engine-client.ts"

const folder = newFolder()
const clock = movableClock(Date.now())
let engine: RemoteEngine
let lab: Lab
let extracts: Sent[]
let before: Record<string, string>
let job_id: string

/** A Full that is imported, and an update that every test does some batches of. */
beforeAll(async () => {
  const steps = [{ type: "full" }, { type: "update" }] as const
  extracts = await makeExtracts({ seed: 7, rows: 60, changes: 40, traps: true, steps: [...steps] })
  const [full, update] = extracts as [Sent, Sent]
  const near = await openLabIn(folder)
  await importExtract(near, full)
  before = await checksums(near)
  job_id = (await prepare(near, update, { batch_size: 50 })).answer.job_id
  near.close()
  engine = await startEngine(join(folder, "sluice.duckdb"), { latency_ms: 20 })
  lab = await openLabIn(folder, { SLUICE_DATABASE: engine.location, ...ONE_BATCH_A_CALL }, clock)
})
afterAll(async () => {
  lab.close()
  await engine.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Named = { table_name: string; batch_number: number; operation: Operation }

interface Stopped {
  /** The batch it has in its hands. */
  named: Named
  /** Lets it go on until it is through with its batch; answers how it told that this ended. */
  goOn(): Promise<string[]>
  kill(): void
}

/** A driver that stands still at a fail point, its connections open. One that has sent its script sends it as usual, whole. */
async function stoppedAt(point: string, ...when: "sent"[]): Promise<Stopped> {
  const told: Told[] = []
  const stopped = signal()
  const more = when.length > 0 ? {} : STEP_BY_STEP
  const args = ["stopped", point, ...when]
  const driver = startDriver({ folder, engine }, args, { ...ONE_BATCH_A_CALL, ...more }, (event) => {
    told.push(event)
    if (event.type === "driver.stopped") stopped.give()
  })
  const closed = once(driver, "close")
  onTestFinished(() => void driver.kill("SIGKILL"))
  await stopped.given
  const [named] = await lab.read(
    `select table_name, batch_number, operation from import_job_batches
     where driver_label = 'stopped' and job_id = '${job_id}' order by started_at desc limit 1`,
  )
  return {
    named: named as unknown as Named,
    async goOn() {
      driver.kill("SIGCONT")
      await closed
      return told
        .map(({ type }) => type)
        .filter((type) => /^(batch.completed|claim.lost|drive.failed)$/.test(type))
    },
    kill: () => void driver.kill("SIGKILL"),
  }
}

let hours = 0

/** Does something when every lease and every back-off is over; others still have the time that it is. */
async function later<T>(work: () => Promise<T>): Promise<T> {
  hours += 1
  const seconds = hours * 3600
  clock.advance(seconds)
  return work().finally(() => clock.advance(-seconds))
}

const doIt = (named: Named) => step(lab, job_id, named)

async function expectOthersGoOn(named: Named): Promise<void> {
  expect(await refusal(doIt(named))).toBe("409 batch_not_pending")
  expect(await step(lab, job_id)).toMatchObject({ batch_completed: true })
}

test.each(["after_claim", "mid_apply"])(
  "a driver that stops at %s holds up its own batch, until its lease is over, and then does nothing to it",
  async (point) => {
    const { named, goOn } = await stoppedAt(point)
    await expectOthersGoOn(named)
    const taken = { batch_completed: true, batch: { attempt: 2 } }
    expect(await later(() => doIt(named))).toMatchObject(taken)
    expect(await goOn()).toEqual(["claim.lost"])
    expect(await doIt(named)).toMatchObject(taken)
  },
)

test("a driver that stops once it has sent what applies its batch holds nobody up: that is done without it", async () => {
  const { named, goOn } = await stoppedAt("after_claim", "sent")
  const done = { batch_completed: true, batch: { attempt: 1 } }
  await expect.poll(() => doIt(named).catch((error: Error) => error.message)).toMatchObject(done)
  expect(await goOn()).toEqual(["batch.completed"])
  expect(await doIt(named)).toMatchObject(done)
})

test("a driver that is killed with rows of its batch changed holds them no longer, and the batch until its lease is over", async () => {
  const { named, kill } = await stoppedAt("before_commit")
  await expectOthersGoOn(named)
  expect(await refusal(later(() => doIt(named)))).toBe("409 batch_not_pending")
  kill()
  const done = { batch_completed: true, batch: { attempt: 2 } }
  const take = () => later(() => doIt(named)).catch((error: Error) => error.message)
  await expect.poll(take).toMatchObject(done)
})

test("rows that a driver has changed who stopped are waited for, which is no attempt of whoever waits", async () => {
  await driveUntil("resolve_names")
  const { named, goOn } = await stoppedAt("mid_apply")
  for (const _again of [1, 2]) {
    await later(() => driveToEnd(lab, job_id))
    expect(await stateOf(named)).toEqual({ status: "pending", attempt: 1 })
  }
  expect(await goOn()).toEqual(["claim.lost"])
  await later(() => driveToEnd(lab, job_id))
  expect(await stateOf(named)).toEqual({ status: "completed", attempt: 2 })
})

test("and all of it comes to what one driver alone comes to", async () => {
  const [full, update] = extracts as [Sent, Sent]
  await finalize(lab, job_id)
  await expectRegister(lab, full, update)
  const reference = new Reference()
  await reference.apply(full.bytes)
  expect(await countsOf(lab, job_id)).toEqual(expectedCounts(await reference.apply(update.bytes)))
  await rollBack(lab, job_id)
  expect(await checksums(lab)).toEqual(before)
})

async function driveUntil(operation: string): Promise<void> {
  const answer = await later(() => step(lab, job_id))
  if (answer.next_batch?.operation !== operation) await driveUntil(operation)
}

async function stateOf({ table_name, batch_number, operation }: Named) {
  const [state] = await lab.read(
    `select status, attempt from import_job_batches where job_id = '${job_id}' and table_name = '${table_name}'
     and batch_number = ${batch_number} and operation = '${operation}'`,
  )
  return state
}
