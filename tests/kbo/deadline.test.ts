import { describe, expect, test } from "vitest"
import { systemClock } from "../../lib/clock.ts"
import { FUNCTIONS } from "../../lib/contract/functions.ts"
import { ImportOptions } from "../../lib/contract/index.ts"
import type { Connection, Database } from "../../lib/db/connection.ts"
import { deadlineOf, endWithin } from "../../lib/deadline.ts"
import type { Effects } from "../../lib/effects.ts"
import { connectWithinTime } from "../../lib/engine/jobs/time-limit.ts"
import { controlJob } from "../../lib/import/control.ts"
import { driveOpenJobs } from "../../lib/import/drive.ts"
import { finalizeJob } from "../../lib/import/finalize.ts"
import { listBatches, listImports } from "../../lib/import/listings.ts"
import { rowErrorFile } from "../../lib/import/mending/error-file.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { processBatch } from "../../lib/import/process-batch.ts"
import { jobReport } from "../../lib/import/report.ts"
import { rollbackJob } from "../../lib/import/rollback.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { sweepUploads } from "../../lib/import/uploads/sweep-uploads.ts"
import { expectRegister, statusOf } from "../support/ask.ts"
import { actor, dataset, driveToEnd, finalize, importExtract, prepare, step } from "../support/drive.ts"
import { applying } from "../support/gate.ts"
import { smallFull } from "../support/handmade.ts"
import { endingAt } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"

const lab = ownLab({ SLUICE_STRIDE_SECONDS: "0" })

/** A lab in which a chunk takes ten seconds, and a function that has what is left until `deadline`. */
function slowly(deadline?: number): { effects: Effects; staged: number[] } {
  const staged: number[] = []
  const emit: Effects["emit"] = (event) => {
    if (event.type !== "chunk.staged") return
    lab.clock.advance(10)
    staged.push(lab.clock.now())
  }
  return { effects: { ...lab.effects, emit, deadline }, staged }
}

const prepareMore = (job_id: string, effects: Effects) =>
  prepareImport(
    { dataset, source: { kind: "job", job_id }, options: ImportOptions.parse({}), actor },
    effects,
  )

async function leftPreparing(): Promise<string> {
  await expect(prepare(endingAt(lab, "mid_prepare"), await smallFull(30))).rejects.toThrow("ended here")
  const [job] = await lab.read("select job_id from import_jobs")
  return String(job?.job_id)
}

describe("a call's end", () => {
  test("is five seconds before the platform's, of a short one a second", () => {
    for (const name of ["prepare", "work", "stream", "cron", "rest"] as const)
      expect(deadlineOf(name, 1_000)).toBe(1_000 + (FUNCTIONS[name] - 5) * 1_000)
    expect(deadlineOf("status", 1_000)).toBe(1_000 + (FUNCTIONS.status - 1) * 1_000)
  })

  test("is its time budget's where that is shorter, never a later one than its caller's", () => {
    const clock = { ...lab.clock, now: () => 1_000 }
    expect(endWithin({ clock }, 75)).toBe(76_000)
    expect(endWithin({ clock, deadline: 26_000 }, 75)).toBe(26_000)
    expect(endWithin({ clock, deadline: 26_000 }, 3)).toBe(4_000)
  })
})

describe("prepare", () => {
  test("asks for the time between files, and each call gets further", async () => {
    const job_id = await leftPreparing()
    for (let calls = 1; ; calls += 1) {
      const deadline = lab.clock.now() + 5_000
      const { effects, staged } = slowly(deadline)
      const { answer } = await prepareMore(job_id, effects)
      if (answer.status !== "preparing") {
        expect({ status: answer.status, staged }).toEqual({ status: "ready", staged: [] })
        expect(calls).toBeGreaterThan(2)
        break
      }
      expect(staged.length).toBeGreaterThanOrEqual(1)
      // One in each of the two lanes: none is begun when the time is up.
      expect(staged.length).toBeLessThanOrEqual(2)
    }
    await driveToEnd(lab, job_id)
    expect(await finalize(lab, job_id)).toMatchObject({ outcome: "complete" })
  })

  inLongRuns("has what is left of the scheduler's time, not a budget of its own", async () => {
    const full = await smallFull(30)
    await expect(prepare(endingAt(lab, "mid_prepare"), full)).rejects.toThrow("ended here")
    const [job] = await lab.read("select job_id from import_jobs")
    lab.clock.advance(120)
    const begun = lab.clock.now()
    const { effects, staged } = slowly()
    await driveOpenJobs({ driver: { id: "scheduler", label: "scheduler" } }, effects)
    expect(staged.length).toBeGreaterThan(0)
    // What was begun before the end of the 25 s, in two lanes of ten seconds a chunk.
    expect(lab.clock.now() - begun).toBeLessThan(45_000)
    expect((await statusOf(lab, String(job?.job_id))).status).toBe("preparing")
    for (let calls = 0; calls < 20; calls += 1) {
      lab.clock.advance(120)
      const { jobs } = await driveOpenJobs({ driver: { id: "scheduler", label: "scheduler" } }, lab.effects)
      if (jobs.length === 0) break
    }
    await expectRegister(lab, full)
  })
})

test("with 40 ms a statement, a call of prepare ends soon after its time, and the next goes on", async () => {
  await lab.anew({ SLUICE_STATEMENT_LATENCY_MS: "40" })
  const job_id = await leftPreparing()
  for (let calls = 1; ; calls += 1) {
    const begun = Date.now()
    const deadline = begun + 100 * calls
    const effects = { ...lab.effects, clock: systemClock, deadline }
    const { answer } = await prepareMore(job_id, effects)
    expect(Date.now() - deadline).toBeLessThan(2_000)
    if (answer.status === "preparing") continue
    expect(calls).toBeGreaterThan(2)
    break
  }
}, 30_000)

describe("a statement that takes longer than its call", () => {
  const endless = "select count(*) as n from range(1000000000000) where range % 7 = 8"

  test("is broken off, and the answer says to call again", async () => {
    const { db, clock } = lab.effects
    const deadline = clock.now() + 5
    const asked = connectWithinTime({ db, clock, deadline }, (connection) => connection.rows(endless))
    await expect(asked).rejects.toMatchObject({ status: 503, code: "out_of_time" })
  })

  test("is broken off in whatever asks how an import stands, and in every list", async () => {
    const { answer } = await prepare(lab, await smallFull(5))
    const call = { dataset, job_id: answer.job_id, actor }
    const effects = {
      ...lab.effects,
      db: slowDatabase(lab.effects.db, endless),
      deadline: lab.clock.now() + 5,
    }
    const asked = [
      jobStatus(call, effects),
      listImports({ actor, limit: 10 }, effects),
      listBatches({ ...call, limit: 10 }, effects),
      jobReport(call, effects),
      rowErrorFile(call, effects),
    ]
    for (const end of await Promise.allSettled(asked))
      expect(end).toMatchObject({ status: "rejected", reason: { status: 503, code: "out_of_time" } })
  })

  test.each([
    {
      where: "a chunk that is being staged",
      here: (sql: string) => sql.includes("rows_staged + $rows_staged"),
    },
    {
      where: "the search for repeated rows",
      here: (sql: string) => sql.includes("import_staging_duplicates"),
    },
    {
      where: "the cutting into batches",
      here: (sql: string) => sql.includes("insert into import_job_batches"),
    },
  ])("is broken off in $where, of which nothing is kept, and the next call goes on", async ({ here }) => {
    const full = await smallFull(30)
    const job_id = await leftPreparing()
    const count = () =>
      lab.read(
        `select (select count(*) from import_staging_enterprise) as rows, (select sum(rows_staged) from import_job_files
          where table_name = 'enterprise') as noted, (select count(*) from import_job_batches) as batches`,
      )
    const deadline = lab.clock.now() + 400
    const effects = { ...lab.effects, db: slowDatabase(lab.effects.db, endless, here), deadline }
    const { answer } = await prepareMore(job_id, effects)
    expect(answer.status).toBe("preparing")
    expect(lab.clock.now() - deadline).toBeLessThan(1_000)
    const [kept] = await count()
    expect(kept).toMatchObject({ batches: 0 })
    expect(Number(kept?.rows)).toBe(Number(kept?.noted))
    expect((await prepareMore(job_id, lab.effects)).answer.status).toBe("ready")
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id)
    await expectRegister(lab, full)
  })

  test("is broken off in a claim, which is as if it had not been tried", async () => {
    const { answer } = await prepare(lab, await smallFull(5))
    const { job_id } = answer
    const db = slowDatabase(lab.effects.db, endless, (sql) => sql.includes("set variable ask"))
    const effects = { ...lab.effects, db, deadline: lab.clock.now() + 5 }
    const claim = processBatch({ dataset, job_id, driver: { id: "slow", label: "CLI" } }, effects)
    await expect(claim).rejects.toMatchObject({ status: 503, code: "out_of_time" })
    const batches = await lab.read("select distinct status, attempt from import_job_batches")
    expect(batches).toEqual([{ status: "pending", attempt: 0 }])
    await driveToEnd(lab, job_id)
  })

  test("is broken off in a batch, which is cut in two, and the call is over in its time", async () => {
    const full = await smallFull(30)
    const { answer } = await prepare(lab, full)
    const { job_id } = answer
    await step(lab, job_id)
    const planned = await lab.read("select count(*) as n from import_job_batches")
    const db = slowDatabase(lab.effects.db, endless, applying)
    const deadline = lab.clock.now() + 1_500
    const cut = await processBatch(
      { dataset, job_id, driver: { id: "slow", label: "CLI" } },
      { ...lab.effects, db, deadline },
    )
    expect(cut).toMatchObject({ batch_completed: false })
    expect(lab.events.filter(({ type }) => type === "batch.split")).toHaveLength(1)
    const [after] = await lab.read("select count(*) as n from import_job_batches")
    expect(Number(after?.n)).toBe(Number(planned[0]?.n) + 1)
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id)
    await expectRegister(lab, full)
  })
})

/** The database, which never comes to an end with what it is asked where that is `here`. */
function slowDatabase(db: Database, endless: string, here = (_sql: string) => true): Database {
  const slow = (connection: Connection): Connection => ({
    ...connection,
    run: (sql, values) => connection.run(here(sql) ? endless : sql, here(sql) ? {} : values),
    rows: (sql, values) => connection.rows(here(sql) ? endless : sql, here(sql) ? {} : values),
  })
  return {
    ...db,
    connect: async () => slow(await db.connect()),
    use: (work) => db.use((connection) => work(slow(connection))),
  }
}

test("uploads nobody needs any more are removed as far as the call's time goes", async () => {
  const upload = (n: number) =>
    `insert into import_uploads by name
     select uuidv7() as upload_id, '${n}.csv' as filename, '${n}.csv' as original_name, 1 as bytes, 1 as part_bytes,
       'token' as token, 'tester' as uploader, true as kept, '2020-01-01' as created_at, '2020-01-01' as completed_at`
  for (const n of [1, 2]) await lab.run(upload(n))
  expect(await sweepUploads({ ...lab.effects, deadline: lab.clock.now() + 1_000 })).toBe(0)
  expect(await sweepUploads(lab.effects)).toBe(2)
})

inLongRuns(
  "a transaction that somebody left open holds no call up for longer than its own time",
  async () => {
    const { answer } = await prepare(lab, await smallFull(5))
    await driveToEnd(lab, answer.job_id)
    await lab.effects.db.use(async (left) => {
      await left.run("begin transaction")
      await left.run("update import_jobs set updated_at = updated_at")
      await left.run("update import_locks set version = version + 1 where name = 'admission'")
      const begun = lab.clock.now()
      const effects = () => ({ ...lab.effects, deadline: lab.clock.now() + 3_000 })
      const input = { dataset, job_id: answer.job_id, actor }
      const calls = [
        () => finalizeJob({ ...input, accept_failed: false }, effects()),
        () => controlJob({ ...input, action: "cancel" }, effects()),
        () => prepare({ ...lab, effects: effects() }, full),
      ]
      const full = await smallFull(6)
      for (const call of calls)
        await expect(call()).rejects.toMatchObject({
          status: 503,
          // At the very end it may be trying once more.
          code: expect.stringMatching(/^(busy_elsewhere|out_of_time)$/),
        })
      expect(lab.clock.now() - begun).toBeLessThan(calls.length * 4_000)
      await left.run("rollback")
    })
    expect(await finalize(lab, answer.job_id)).toMatchObject({ outcome: "complete" })
  },
)

test("undoing ends with its call and is called again until it is done", async () => {
  const job_id = await importExtract(lab, await smallFull(30))
  const input = { job_id, dry_run: false, actor }
  // Its first step takes longer than the call has.
  const slow = { ...lab.effects, deadline: lab.clock.now() + 5_000, failAt: () => lab.clock.advance(10) }
  const first = await rollbackJob(input, slow)
  expect(first).toMatchObject({ done: false, progress: { completed: 1 } })
  let answer = first
  while (!answer.done) answer = await rollbackJob(input, lab.effects)
  expect(await statusOf(lab, job_id)).toMatchObject({ status: "rolled_back" })
})
