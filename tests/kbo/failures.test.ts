import { describe, expect, test } from "vitest"
import { listRowErrors } from "../../lib/import/listings.ts"
import { batchesThat, expectRegister, retryAll, statusOf } from "../support/ask.ts"
import { actor, driveToEnd, finalize, importExtract, prepare, type Sent, step } from "../support/drive.ts"
import { failing, passing } from "../support/failing.ts"
import { enterprise, handmade, line, smallFull, upTo } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"

const lab = ownLab()

const rowErrorsOf = async (job_id: string) =>
  (await listRowErrors({ job_id, limit: 100, actor }, lab.effects)).errors.map(
    ({ message: _message, ...error }) => error,
  )

/** An update that touches every table's rows of enterprises 1 to 5. */
function smallUpdate(number: number): Promise<Sent> {
  const some = upTo(5)
  return handmade({
    number,
    type: "update",
    lines: {
      enterprise_delete: some.map(line.key),
      enterprise_insert: some.map((n) => line.enterprise(n, "012")),
      contact_delete: some.map(line.key),
      contact_insert: some.map((n) => line.contact(n, `2${n}`)),
      activity_delete: some.map(line.key),
      activity_insert: some.map((n) => line.activity(n, "63110")),
    },
  })
}

/** Drives until all is done or failed, past every back-off. */
async function driveThrough(job_id: string) {
  for (let tries = 0; tries < 20; tries += 1) {
    const answer = await driveToEnd(lab, job_id)
    if (answer.status !== "waiting") return answer
    lab.clock.advance(100)
  }
  throw new Error("The job does not come to an end.")
}

describe("a row the target refuses", () => {
  const poisoned = (forms: Record<number, string>) =>
    handmade({
      number: 1,
      type: "full",
      lines: {
        enterprise: upTo(40).map((n) => line.enterprise(n).replace('"014"', forms[n] ?? '"014"')),
        contact: [],
      },
    })

  test("is found, becomes a row error, and the rest of its batch lands", async () => {
    await lab.run("alter table enterprise alter column juridical_form set not null")
    const { answer } = await prepare(lab, await poisoned({ 7: "", 33: "" }))
    const { job_id } = answer
    await driveToEnd(lab, job_id)
    expect(await finalize(lab, job_id)).toMatchObject({ outcome: "partial_failure", row_errors: 2 })
    expect(await lab.read("select count(*) as n from enterprise_current")).toEqual([{ n: 38 }])
    const same = { table: "enterprises", operation: "insert", file: "enterprise.csv" }
    const refused = { column: null, value: null, code: "refused_by_target", category: "database" }
    expect(await rowErrorsOf(job_id)).toEqual([
      { ...same, line: 8, row: 7, ...refused },
      { ...same, line: 34, row: 33, ...refused },
    ])
  })

  test("is found too when it is only refused beside another row of its batch", async () => {
    await lab.run("create unique index one_situation on enterprise (juridical_form)")
    const forms = Object.fromEntries(upTo(40).map((n) => [n, `"${100 + (n === 29 ? 11 : n)}"`]))
    const { answer } = await prepare(lab, await poisoned(forms))
    await driveToEnd(lab, answer.job_id)
    await finalize(lab, answer.job_id)
    expect(await rowErrorsOf(answer.job_id)).toMatchObject([{ row: 29, code: "refused_by_target" }])
    expect(await lab.read("select count(*) as n from enterprise_current")).toEqual([{ n: 39 }])
  })

  inLongRuns("fails its batch as a whole when there are more than a hundred of them", async () => {
    await lab.run("alter table enterprise alter column juridical_form_cac set not null")
    const full = await smallFull(150)
    const { answer } = await prepare(lab, full, { max_retries: 2 })
    const { job_id } = answer
    // Again they would be refused as well, so nothing waits for a second attempt.
    expect(await driveToEnd(lab, job_id)).toMatchObject({ status: "blocked_by_failed" })
    expect(await batchesThat(lab, job_id, "failed")).toEqual(["enterprise insert 1"])
    expect((await statusOf(lab, job_id)).failed_batches).toMatchObject([{ attempts: 1, retryable: false }])
    expect(await rowErrorsOf(job_id)).toEqual([])
    await lab.run("alter table enterprise alter column juridical_form_cac drop not null")
    await retryAll(lab, job_id)
    await driveThrough(job_id)
    expect(await finalize(lab, job_id)).toMatchObject({ outcome: "complete" })
    await expectRegister(lab, full)
  })
})

describe("a batch that fails", () => {
  test("keeps only its own table waiting, and retry lets that go on", async () => {
    const [full, update] = [await smallFull(20), await smallUpdate(2)]
    await importExtract(lab, full)
    await lab.run("alter table contact rename column value to telephone")
    const { answer } = await prepare(lab, update)
    const { job_id } = answer
    expect(await driveThrough(job_id)).toMatchObject({ status: "blocked_by_failed", next_batch: null })
    expect(await batchesThat(lab, job_id, "failed")).toEqual(["contact insert 1"])
    expect(await statusOf(lab, job_id)).toMatchObject({
      status: "failed",
      actions: ["cancel", "retry", "finalize", "rollback"],
      tables: { activities: { status: "completed" }, contacts: { status: "failed" } },
    })
    await lab.run("alter table contact rename column telephone to value")
    expect(await retryAll(lab, job_id)).toEqual({ success: true, reset: 1 })
    await driveThrough(job_id)
    await finalize(lab, job_id)
    await expectRegister(lab, full, update)
  })

  inLongRuns(
    "and was retried while the last driver gave the import up goes on with another retry",
    async () => {
      await lab.run("alter table contact rename column value to telephone")
      const full = await smallFull(5)
      const { answer } = await prepare(lab, full, { max_retries: 1 })
      const { job_id } = answer
      await driveThrough(job_id)
      await lab.run("alter table contact rename column telephone to value")
      await Promise.all(upTo(5).map(() => retryAll(lab, job_id)))
      await lab.run(`update import_jobs set status = 'failed' where job_id = '${job_id}'`)
      expect(await driveToEnd(lab, job_id)).toMatchObject({ status: "blocked_by_failed" })
      expect(await retryAll(lab, job_id)).toEqual({ success: true, reset: 0 })
      await driveThrough(job_id)
      await finalize(lab, job_id)
      await expectRegister(lab, full)
    },
  )

  inLongRuns("among the deletes of a table keeps its inserts from starting", async () => {
    const [full, update] = [await smallFull(20), await smallUpdate(2)]
    await importExtract(lab, full)
    await lab.run("alter table contact rename column _closed_job_id to closed_by")
    const { answer } = await prepare(lab, update)
    await driveThrough(answer.job_id)
    expect(await batchesThat(lab, answer.job_id, "failed")).toEqual(["contact delete 1"])
    expect(await batchesThat(lab, answer.job_id, "pending")).toEqual(["contact insert 1"])
    await lab.run("alter table contact rename column closed_by to _closed_job_id")
    expect(await finalize(lab, answer.job_id, true)).toMatchObject({
      outcome: "partial_failure",
      failed_batches: 2,
    })
  })

  test("and is accepted leaves what did land with its names", async () => {
    await importExtract(lab, await smallFull(5))
    const lines = {
      enterprise_insert: upTo(7).map((n) => line.enterprise(n, "012")),
      denomination_insert: [6, 7].map((n) => line.name(n, `Nieuw ${n}`)),
    }
    const update = await handmade({ number: 2, type: "update", lines })
    await lab.run("alter table denomination rename column denomination to naam")
    const { answer } = await prepare(lab, update, { max_retries: 1 })
    expect(await driveThrough(answer.job_id)).toMatchObject({ status: "blocked_by_failed" })
    await lab.run("alter table denomination rename column naam to denomination")
    expect(await finalize(lab, answer.job_id, true)).toMatchObject({
      outcome: "partial_failure",
      failed_batches: 1,
      names_resolved: 7,
    })
    const names = await lab.read("select primary_name from enterprise_current order by entity_number")
    expect(names.map((row) => row.primary_name)).toEqual([
      ...upTo(5).map((n) => `Naam ${n}`),
      enterprise(6),
      enterprise(7),
    ])
  })

  test("for what only a person can mend is not tried again", async () => {
    await lab.run("alter table contact rename column value to telephone")
    const { answer } = await prepare(lab, await smallFull(5), { max_retries: 3 })
    expect(await driveToEnd(lab, answer.job_id)).toMatchObject({ status: "blocked_by_failed" })
    expect((await statusOf(lab, answer.job_id)).failed_batches).toMatchObject([
      { table: "contacts", attempts: 1, retryable: false },
    ])
  })

  inLongRuns(
    "for a refusal that was gone when its rows were looked for is tried again, and lands",
    async () => {
      await lab.run("create sequence once")
      await lab.run(failing("contact", "nextval('once') = 1", "Refused for a moment"))
      const full = await smallFull(5)
      const { answer } = await prepare(lab, full)
      await driveThrough(answer.job_id)
      const failures = lab.events.filter((event) => event.type === "batch.failed")
      expect(failures).toMatchObject([{ table: "contact", attempt: 1, retryable: true }])
      expect(await finalize(lab, answer.job_id)).toMatchObject({ outcome: "complete", row_errors: 0 })
      await expectRegister(lab, full)
    },
  )

  test("is tried again after a back-off that grows, as often as the job allows", async () => {
    await lab.run(passing("contact"))
    const { answer } = await prepare(lab, await smallFull(5), { max_retries: 3 })
    const waits: number[] = []
    await driveToEnd(lab, answer.job_id)
    for (const _retry of [2, 3]) {
      const begun = lab.clock.now()
      const failed = async () => (await step(lab, answer.job_id)).batch?.table_name === "contacts"
      while (!(await failed())) lab.clock.advance(0.1)
      waits.push((lab.clock.now() - begun) / 1000)
    }
    expect(waits[0]).toBeGreaterThan(0.6)
    expect(waits[0]).toBeLessThan(1.5)
    expect(waits[1]).toBeGreaterThan(1.3)
    expect(waits[1]).toBeLessThan(2.7)
    expect(await statusOf(lab, answer.job_id)).toMatchObject({
      status: "failed",
      failed_batches: [{ table: "contacts", attempts: 3 }],
    })
  })
})

inLongRuns("a batch that outruns its budget is cut in two until its parts fit", async () => {
  await lab.anew({ SLUICE_BATCH_BUDGET_SECONDS: "0.2" })
  // Every row of this table takes some 140 µs longer.
  await lab.run(
    "alter table contact add column _slow integer default (length(repeat('x', 60000 + random()::integer)))",
  )
  const full = await smallFull(1500)
  const { answer } = await prepare(lab, full, { batch_size: 10_000 })
  const last = await driveThrough(answer.job_id)
  expect(lab.events.filter((event) => event.type === "batch.split").length).toBeGreaterThan(0)
  expect(last.progress.total).toBeGreaterThan(answer.total_batches)
  await finalize(lab, answer.job_id)
  await expectRegister(lab, full)
})
