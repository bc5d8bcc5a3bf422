import { cpSync, mkdtempSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { controlJob } from "../../lib/import/control.ts"
import { rollbackJob } from "../../lib/import/rollback.ts"
import { cleanUp, findLeftovers } from "../../lib/import/upkeep/cleanup.ts"
import { diagnose } from "../../lib/import/upkeep/diagnose.ts"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { actor, dataset, driveToEnd, finalize, prepare, step } from "../support/drive.ts"
import { type Lab, openLabIn } from "../support/lab.ts"
import { sharedFolder } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { leftovers } from "../support/tables.ts"
import { runCommand, runForJson } from "./child.ts"
import { commandEnvironment } from "./samples.ts"

const NO_JOB = "00000000-0000-7000-8000-000000000000"

let chain: MadeExtract[]
let lab: Lab
let full: string
let update: string

const folder = sharedFolder()

beforeAll(async () => {
  chain = await makeExtracts({ rows: 600, changes: 60 })
  const place = await openLabIn(join(folder, "filled"))
  await fill(place)
  place.close()
})

/** A copy of the database that was filled, some time later. */
async function later(): Promise<Lab> {
  const place = mkdtempSync(join(folder, "copy-"))
  cpSync(join(folder, "filled"), place, { recursive: true })
  const copy = await openLabIn(place)
  copy.clock.advance(30)
  return copy
}

/** A Full that is imported, and an Update of which one batch is applied. */
async function fill(place: Lab): Promise<void> {
  const [one, two] = chain
  if (!one || !two) throw new Error("the sample is too short")
  full = (await prepare(place, one)).answer.job_id
  await driveToEnd(place, full)
  await finalize(place, full)
  update = (await prepare(place, two)).answer.job_id
  await step(place, update)
}

/** The update is cancelled, by a call that ended before it had cleared what was staged. */
const cancelledMidway = (place: Lab) =>
  place.run(
    `update import_jobs set status = 'cancelled', outcome = 'partial_failure' where job_id = '${update}'`,
  )

const found = async (job_id?: string) => (await diagnose({ job_id }, lab.effects)).map(({ code }) => code)

describe("diagnosing", () => {
  beforeEach(async () => {
    lab = await later()
  })
  afterEach(() => lab.close())

  test("a job under way has no findings", async () => {
    expect(await diagnose({}, lab.effects)).toEqual([])
  })

  test("a job nobody drives is found after a minute, with a claim that expired", async () => {
    await lab.run(`update import_job_batches set status = 'processing', attempt = 1, driver_label = 'CLI',
      lease_until = '2026-01-05 06:00:30', started_at = '2026-01-05 06:00:00'
      where job_id = '${update}' and status = 'pending' and operation = 'resolve_names'`)
    lab.clock.advance(120)
    const findings = await diagnose({}, lab.effects)
    expect(findings.map(({ code }) => code)).toEqual(["undriven_jobs", "expired_claims", "expired_claims"])
    expect(findings[1]).toMatchObject({
      job_id: update,
      table: "enterprises",
      operation: "resolve_names",
      count: 1,
    })
    expect(findings[1]?.message).toBe("1 batch taken since 2026-01-05 06:00 by CLI and never finished.")
    expect(findings[0]?.advice).toContain(`npm run import -- ${update}`)
  })

  test.each([
    [
      "exhausted_batches",
      () =>
        `update import_job_batches set status = 'failed', error = 'No' where job_id = '${update}' and status = 'pending'`,
    ],
    ["repeated_identities", () => "insert into code select * from code limit 1"],
    [
      "staging_differs",
      () => `delete from import_staging_activity where row_no = 1 and job_id = '${update}'`,
    ],
    [
      "unplanned_rows",
      () =>
        `delete from import_job_batches where job_id = '${update}' and table_name = 'activity' and operation = 'insert'`,
    ],
    [
      "orphaned_staging",
      () =>
        `insert into import_staging_branch (job_id, operation, row_no, line) values ('${full}', 'insert', 1, 2)`,
    ],
    [
      "leftover_journal",
      () =>
        `insert into import_undo by name select '${NO_JOB}' as job_id, 'code' as table_name, 'insert' as operation, 1 as batch_number, 'k' as row_key`,
    ],
    [
      "orphaned_records",
      () => `insert into import_audit values ('${NO_JOB}', now()::timestamp, 'me', 'x', null, null, null)`,
    ],
    ["target_differs", () => "update activity set _job_id = uuid() where rowid = 0"],
  ])("%s: planted, it is found, and nothing else", async (code, plant) => {
    await lab.run(plant())
    expect(new Set(await found())).toEqual(new Set([code]))
  })

  test("counts that do not add up are found, in the batches and against the target", async () => {
    await lab.run(`update import_job_batches set inserted = inserted + 1
      where job_id = '${full}' and table_name = 'address'`)
    expect(await found(full)).toEqual(["counts_differ", "target_differs"])
    expect(await found(update)).toEqual([])
  })

  test("a thing that is current twice is found, and named", async () => {
    await lab.run("insert into activity select * from activity where _is_current limit 2")
    const findings = await diagnose({}, lab.effects)
    const [twice] = findings.filter(({ code }) => code === "repeated_identities")
    expect(twice).toMatchObject({ table: "activities", count: 2 })
    expect(twice?.message).toMatch(/one of them is \d{4}\.\d{3}\.\d{3}\.$/)
  })

  test("a table somebody changed is found, and the others are looked at all the same", async () => {
    await lab.run("alter table activity rename column nace_code to nace")
    await lab.run("insert into code select * from code limit 1")
    const findings = await diagnose({}, lab.effects)
    expect(findings.map(({ code, table }) => [code, table])).toEqual([
      ["repeated_identities", "codes"],
      ["check_impossible", "activities"],
    ])
  })

  test("a job that does not exist cannot be diagnosed", async () => {
    await expect(diagnose({ job_id: NO_JOB }, lab.effects)).rejects.toMatchObject({ code: "job_not_found" })
  })

  test("cleaning up is refused while a job is open, and removes what a cancelled one left", async () => {
    const input = { job_id: update, actor }
    await expect(cleanUp(input, lab.effects)).rejects.toMatchObject({ status: 409, code: "job_open" })
    await cancelledMidway(lab)
    expect(await found()).toContain("orphaned_staging")
    const removed = await cleanUp(input, lab.effects)
    expect(removed).toMatchObject({ status: "cancelled", title: "Daily update – extract 141" })
    expect(removed.staged_rows).toBeGreaterThan(0)
    expect(await leftovers(lab)).toEqual({})
    expect(await lab.effects.store.list()).toEqual([])
    expect(await found()).toEqual([])
    expect((await cleanUp(input, lab.effects)).staged_rows).toBe(0)
  })

  test("cleaning up a failed job cancels it, since its batches cannot be tried again", async () => {
    await lab.run(
      `update import_job_batches set status = 'failed' where job_id = '${update}' and status = 'pending'`,
    )
    await step(lab, update)
    expect((await findLeftovers(update, lab.effects)).status).toBe("failed")
    await cleanUp({ job_id: update, actor }, lab.effects)
    expect((await findLeftovers(update, lab.effects)).status).toBe("cancelled")
  })

  test("cleaning up leaves nothing of an import that does not exist, rows that were mended included", async () => {
    const settled =
      "'contact' as table_name, 'insert' as operation, 'f' as file, 'c' as code, 'm' as message, 1 as rows"
    await lab.run(`insert into import_settled_rows by name select '${NO_JOB}' as job_id, ${settled},
      'system' as category, 'mended' as state, 'me' as actor, now()::timestamp as settled_at`)
    await lab.run(`insert into import_lost_rows values ('${NO_JOB}', 'enterprise', 'f', 1, '1')`)
    expect(await found()).toContain("orphaned_records")
    await cleanUp({ job_id: NO_JOB, actor }, lab.effects)
    expect(
      await lab.read(`select job_id from import_settled_rows where job_id = '${NO_JOB}'
      union all select job_id from import_lost_rows where job_id = '${NO_JOB}'`),
    ).toEqual([])
    expect(await found()).not.toContain("orphaned_records")
  })

  inLongRuns("a dry run that was cleaned up cannot be applied, which would apply nothing", async () => {
    await rollbackJob({ job_id: update, dry_run: false, actor }, lab.effects)
    expect(await found()).toEqual([])
    const { answer } = await prepare(lab, chain[0] as MadeExtract, { dry_run: true })
    await driveToEnd(lab, answer.job_id)
    await finalize(lab, answer.job_id)
    await cleanUp({ job_id: answer.job_id, actor }, lab.effects)
    const applying = controlJob({ dataset, job_id: answer.job_id, actor, action: "apply" }, lab.effects)
    await expect(applying).rejects.toMatchObject({ status: 409, code: "staging_gone" })
  })

  test("what bears the id of a job that does not exist is cleaned up too", async () => {
    await lab.run(
      `insert into import_undo by name select '${NO_JOB}' as job_id, 'code' as table_name, 'insert' as operation, 1 as batch_number, 'k' as row_key`,
    )
    await lab.run(
      `insert into import_staging_branch (job_id, operation, row_no, line) values ('${NO_JOB}', 'insert', 1, 2)`,
    )
    expect(await cleanUp({ job_id: NO_JOB, actor }, lab.effects)).toMatchObject({
      staged_rows: 1,
      journal_rows: 1,
    })
    expect(await found()).toEqual([])
    await expect(cleanUp({ job_id: NO_JOB, actor }, lab.effects)).rejects.toMatchObject({
      code: "job_not_found",
    })
  })
})

describe("the command", () => {
  let env: Record<string, string>
  beforeAll(async () => {
    const place = await later()
    await cancelledMidway(place)
    env = commandEnvironment(dirname(place.effects.db.location))
    place.close()
  })
  afterAll(async () => {
    expect(await runCommand("diagnose", env)).toMatchObject({ status: 0 })
  })

  test("tells what it found and what to do with exit status 4, and cleanup does it", async () => {
    const told = await runCommand("diagnose", env)
    expect(told).toMatchObject({ status: 4, err: "" })
    expect(told.out).toContain(`orphaned_staging: Daily update – extract 141 (${update})\n`)
    expect(told.out).toContain(`Remove them: npm run cleanup -- ${update}`)
    const { json } = await runForJson("diagnose", env, update)
    expect(json).toMatchObject({ exit_code: 4, findings: [{ code: "orphaned_staging", job_id: update }] })

    const unsure = await runCommand("cleanup", env, update)
    expect(unsure).toMatchObject({ status: 3, out: "" })
    expect(unsure.err).toContain("Give --yes to go ahead.")
    expect(await runForJson("cleanup", env, update, "--yes")).toMatchObject({
      status: 0,
      json: { removed: true },
    })
  })
})
