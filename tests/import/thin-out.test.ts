import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { jobReport } from "../../lib/import/report.ts"
import { rollbackJob } from "../../lib/import/rollback.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { thinOut } from "../../lib/import/upkeep/thin-out.ts"
import { control, schedule } from "../support/ask.ts"
import { actor, dataset, driveToEnd, finalize, importExtract, prepare, type Sent } from "../support/drive.ts"
import { leastFull } from "../support/handmade.ts"
import { importFiles, textFile } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { leftovers } from "../support/tables.ts"

const YEAR_AND_MORE = 401 * 86_400
const ONE = "00000000-0000-7000-8000-000000000001"
const OTHER = "00000000-0000-7000-8000-000000000002"

const lab = ownLab()

const people = (count: number) =>
  textFile(
    "people.csv",
    [
      "email,first_name",
      ...Array.from({ length: count }, (_, n) => `p${n}@example.com,P${n}`),
      "nobody,X",
      "none,Y",
    ].join("\n"),
  )

const statusOf = (job_id: string) => jobStatus({ dataset: contacts, job_id, actor }, lab.effects)

const rowsOf = async (table: string, job_id: string) =>
  (await lab.read(`select count(*)::int as n from ${table} where job_id = '${job_id}'`))[0]?.n

test("what an import long ago did stays in numbers, and it can no longer be taken back", async () => {
  const { job_id } = await importFiles(lab, contacts, [people(140)], { batch_size: 50 })
  const look = async () => {
    const {
      job,
      duration_seconds: _duration,
      errors: _errors,
      errors_listed: _listed,
      errors_not_kept: _not,
      tables,
      ...rest
    } = await jobReport({ job_id, actor }, lab.effects)
    const { overall_progress: _progress, ...facts } = job
    const { counts, row_errors, outcome } = await statusOf(job_id)
    return { facts, rest, counts, row_errors, outcome }
  }
  const before = await look()
  expect(before).toMatchObject({ row_errors: 2, rest: { errors_by_code: { bad_email: 2 } } })

  lab.clock.advance(YEAR_AND_MORE / 2)
  await schedule(lab)
  expect(await rowsOf("import_undo", job_id)).toBe(140)

  lab.clock.advance(YEAR_AND_MORE / 2)
  await Promise.all([schedule(lab), schedule(lab)])
  expect(await look()).toEqual(before)
  expect(
    await Promise.all(
      ["import_undo", "import_row_errors", "import_job_batches"].map((table) => rowsOf(table, job_id)),
    ),
  ).toEqual([0, 0, 1])
  expect((await statusOf(job_id)).actions).not.toContain("rollback")
  const undo = rollbackJob({ job_id, dry_run: false, actor }, lab.effects)
  await expect(undo).rejects.toMatchObject({ status: 409, code: "undo_removed" })
  expect(await thinOut(lab.effects)).toBe(0)
  expect((await lab.read("select count(*)::int as n from import_audit"))[0]?.n).toBeGreaterThan(0)
})

test("the newest extracts keep all that taking them back needs", async () => {
  const first = await importExtract(lab, await leastFull(1))
  const newest = await importExtract(lab, await leastFull(2))
  // Twenty-nine more in between.
  await lab.run(`insert into import_jobs select j.* replace (uuidv7() as job_id, 1 as extract_number)
    from import_jobs as j, range(29) where job_id = '${first}'`)
  lab.clock.advance(YEAR_AND_MORE)
  await schedule(lab)
  const [kept] = await lab.read(`select thinned_at from import_jobs where job_id = '${newest}'`)
  expect(kept?.thinned_at).toBeNull()
  expect(
    (await lab.read("select count(*)::int as n from import_jobs where thinned_at is not null"))[0]?.n,
  ).toBe(1)
})

test("a cancelled import keeps nothing it has staged", async () => {
  const { answer } = await prepare(lab, await leastFull(1))
  await control(lab, answer.job_id, "cancel")
  expect(await leftovers(lab)).toEqual({})
})

test("what a call left staged that ended midway is cleared by the scheduler", async () => {
  const { answer } = await prepare(lab, await leastFull(1))
  await lab.run(`update import_jobs set status = 'cancelled' where job_id = '${answer.job_id}'`)
  expect(await leftovers(lab)).not.toEqual({})
  await schedule(lab)
  expect(await leftovers(lab)).toEqual({})
})

const tried = async (sent: Sent) => {
  const { answer } = await prepare(lab, sent, { dry_run: true })
  await driveToEnd(lab, answer.job_id)
  await finalize(lab, answer.job_id)
  return answer.job_id
}

test("a dry run keeps what it staged while it can be applied, and for as long as files are kept", async () => {
  const job_id = await tried(await leastFull(1))
  await schedule(lab)
  expect(await leftovers(lab)).not.toEqual({})
  expect((await jobStatus({ dataset, job_id, actor }, lab.effects)).actions).toContain("apply")

  lab.clock.advance(31 * 86_400)
  await schedule(lab)
  expect(await leftovers(lab)).toEqual({})
  expect((await jobStatus({ dataset, job_id, actor }, lab.effects)).actions).not.toContain("apply")
  await expect(control(lab, job_id, "apply")).rejects.toMatchObject({ status: 409, code: "staging_gone" })

  lab.clock.advance(YEAR_AND_MORE)
  await schedule(lab)
  expect((await lab.read("select thinned_at is not null as thinned from import_jobs"))[0]?.thinned).toBe(true)
})

test("a dry run that the register has passed keeps nothing it staged", async () => {
  await tried(await leastFull(1))
  await importExtract(lab, await leastFull(2))
  expect(await leftovers(lab)).not.toEqual({})
  await schedule(lab)
  expect(await leftovers(lab)).toEqual({})
})

test("what is half applied keeps what taking it back needs", async () => {
  const { job_id } = await importFiles(lab, contacts, [people(3)])
  await lab.run(`update import_jobs set status = 'cancelled' where job_id = '${job_id}'`)
  lab.clock.advance(YEAR_AND_MORE)
  expect(await thinOut(lab.effects)).toBe(0)
})

test("of deliveries and runs of feeds from long ago what still tells something stays", async () => {
  const at = (days: number) => `timestamp '2026-01-01' + interval ${days} day`
  await lab.run(`insert into outbox by name
    select uuid() as delivery_id, 'webhook' as channel, 'https://' || a || '.example.org' as address, 'import.finished' as event,
      'completed' as about, if(a = 'off' and n = 2, 'failed', 'delivered') as status, 1 as attempts, ${at(0)} as created_at,
      ${at(0)} as due_at, ${at(0)} + to_hours(n) as settled_at
    from range(3) as r (n), (values ('off'), ('on')) as w (a)`)
  await lab.run(`insert into outbox by name
    select uuid() as delivery_id, 'mail' as channel, 'a' as address, 'x' as event, 'x' as about, 'due' as status, 0 as attempts,
      ${at(0)} as created_at, timestamp '2030-01-01' as due_at`)
  await lab.run(`insert into feed_run by name
    select uuid() as run_id, if(n % 2 = 0, '${ONE}', '${OTHER}')::uuid as feed_id, ${at(0)} + to_hours(n) as begun_at,
      ${at(0)} + to_hours(n) as ended_at, 'me' as started_by, 'nothing_new' as result, 0 as missed, '[]' as jobs
    from range(80) as r (n)`)
  lab.clock.advance(YEAR_AND_MORE)
  await schedule(lab)
  expect(
    await lab.read("select address, status, count(*)::int as n from outbox group by all order by all"),
  ).toEqual([
    { address: "a", status: "due", n: 1 },
    { address: "https://off.example.org", status: "failed", n: 1 },
    { address: "https://on.example.org", status: "delivered", n: 1 },
  ])
  expect(
    await lab.read(
      "select count(*)::int as n, min(hour(begun_at) + 24 * (day(begun_at) - 1))::int as oldest from feed_run group by feed_id order by all",
    ),
  ).toEqual([
    { n: 30, oldest: 20 },
    { n: 30, oldest: 21 },
  ])
})
