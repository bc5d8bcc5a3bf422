import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { expect } from "vitest"
import { readConfig } from "../../lib/config.ts"
import { openEffects } from "../../lib/effects.ts"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { Random } from "../../scripts/sample/random.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { builtChild } from "../support/child.ts"
import { countsOf, expectedCounts } from "../support/counts.ts"
import { importExtract, prepare, rollBack } from "../support/drive.ts"
import { upTo } from "../support/handmade.ts"
import { type Lab, labEnvironment, newFolder, openLabIn } from "../support/lab.ts"
import { checksums, leftovers } from "../support/tables.ts"
import { type RemoteEngine, startEngine } from "./engine.ts"
import "./engine-client.ts"
import { anHourLater } from "./later.ts"

export interface Drivers {
  seed: number
  /** Processes at a time. */
  drivers: number
  /** Rows of the Full, and changes of the update that is driven. */
  rows: number
  changes: number
  /** Of a driver, before it is killed and another takes its place: from half of it to the whole. */
  lives_ms: number
  /** How many are killed at the most. */
  kills: number
}

/**
 * Has an update driven by processes on an engine that is 20 ms away, killing one after the other while one more stands still,
 * and expects what one driver leads to that nothing befalls: every batch applied once, the register, the counts, and a
 * rollback to what was before.
 */
export async function expectDrivenOnce(input: Drivers): Promise<{ killed: number }> {
  const { seed, rows, changes } = input
  const [full, update] = await makeExtracts({
    seed,
    rows,
    changes,
    traps: true,
    steps: [{ type: "full" }, { type: "update" }],
  })
  if (!full || !update) throw new Error("no extracts were made")
  const folder = newFolder()
  const near = await openLabIn(folder)
  await importExtract(near, full)
  const before = await checksums(near)
  near.close()
  const engine = await startEngine(join(folder, "sluice.duckdb"), { latency_ms: 20 })
  const lab = await farLab(folder, engine)
  try {
    const { answer } = await prepare(lab, update, { batch_size: 10 })
    const { job_id } = answer
    const goOn = await standingStill(input, job_id, engine, lab)
    const killed = await drivenByMany(input, job_id, engine, lab)
    await goOn()
    const reference = new Reference()
    await reference.apply(full.bytes)
    const counts = expectedCounts(await reference.apply(update.bytes))
    const [batches] = await lab.read(
      `select count(*)::integer as n, count(*) filter (where status = 'completed')::integer as done
       from import_job_batches where job_id = '${job_id}'`,
    )
    expect(batches).toEqual({ n: answer.total_batches, done: answer.total_batches })
    expect(await compareDatabase(lab.read, reference.register)).toEqual([])
    expect(await countsOf(lab, job_id)).toEqual(counts)
    expect(await leftovers(lab)).toEqual({})
    await rollBack(lab, job_id)
    expect(await checksums(lab)).toEqual(before)
    return { killed }
  } finally {
    lab.close()
    await engine.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A lab whose database is in the engine's process. */
async function farLab(folder: string, { location }: RemoteEngine): Promise<Lab> {
  const effects = await openEffects(readConfig(labEnvironment(folder, { SLUICE_DATABASE: location })))
  const { db, clock } = effects
  return {
    effects,
    clock: { ...clock, advance: () => {} },
    events: [],
    read: (sql) => db.use((connection) => connection.rows(sql)),
    run: async (sql) => void (await db.use((connection) => connection.run(sql))),
    close: () => db.close(),
  }
}

/** A driver that stops in the middle of its work, with its connection open; answers how it is let go on, to its end. */
async function standingStill({ seed, lives_ms }: Drivers, job_id: string, engine: RemoteEngine, lab: Lab) {
  const child = startDriver(job_id, "the one that stands still", engine)
  const closed = once(child, "close") as Promise<[number | null]>
  await once(child.stdout as NodeJS.ReadableStream, "data")
  await new Promise((done) => setTimeout(done, (lives_ms / 4) * new Random(seed).fraction()))
  child.kill("SIGSTOP")
  await anHourLater(lab.effects.db)
  return async () => {
    child.kill("SIGCONT")
    expect((await closed)[0]).toBe(0)
  }
}

/** Keeps as many processes at it as are wanted until one has nothing left to do; answers how many were killed. */
async function drivenByMany(input: Drivers, job_id: string, engine: RemoteEngine, lab: Lab): Promise<number> {
  const random = new Random(input.seed)
  let [started, killed] = [0, 0]
  const alive = new Set<ChildProcess>()
  const oneAfterTheOther = async () => {
    for (;;) {
      started += 1
      const child = startDriver(job_id, `driver ${started}`, engine)
      alive.add(child)
      const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>
      const begun = once(child.stdout as NodeJS.ReadableStream, "data")
      await Promise.race([begun, closed])
      const timer = setTimeout(
        () => {
          if (killed < input.kills && child.kill("SIGKILL")) killed += 1
        },
        input.lives_ms * (0.5 + 0.5 * random.fraction()),
      )
      const [code, signal] = await closed
      clearTimeout(timer)
      alive.delete(child)
      if (signal !== "SIGKILL") return expect(code).toBe(0)
      await anHourLater(lab.effects.db)
    }
  }
  try {
    await Promise.all(upTo(input.drivers).map(oneAfterTheOther))
  } finally {
    for (const child of alive) child.kill("SIGKILL")
  }
  return killed
}

function startDriver(job_id: string, id: string, engine: RemoteEngine): ChildProcess {
  const { SLUICE_FAIL_AT: _own, ...env } = process.env
  const own = { ...engine.env, LOG_LEVEL: "silent", SLUICE_STRIDE_SECONDS: "0.1" }
  return spawn(process.execPath, [builtChild("driver-child"), job_id, id], {
    env: { ...env, ...own },
    stdio: ["ignore", "pipe", "inherit"],
  })
}
