import { describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { controlJob } from "../../lib/import/control.ts"
import { readRow } from "../../lib/import/rows/read-row.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { diagnose } from "../../lib/import/upkeep/diagnose.ts"
import { refusal } from "../support/ask.ts"
import { gateBefore } from "../support/gate.ts"
import {
  actor,
  carryOn,
  drive,
  finish,
  importFiles,
  prepareFiles,
  textFile,
  undo,
} from "../support/imports.ts"
import { endingAt } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { mend, mendToEnd, toMend } from "./mending.ts"

const lab = ownLab()

const HEADER = "email,phone,first_name,city"
const fileOf = (...lines: string[]) => textFile("people.csv", [HEADER, ...lines].join("\n"))
const people = () => lab.read("select email, phone, first_name, city from contact_person order by all")
const bad = (count: number) => Array.from({ length: count }, (_, n) => `bad ${n},,P${n},`)
const good = (row: number) => ({ row, values: { email: `p${row}@example.org` } })

describe("before the first batch", () => {
  const held = async (...lines: string[]) => {
    const options = { on_row_errors: "hold", duplicates: "update" } as const
    const { answer } = await prepareFiles(lab, contacts, fileOf(...lines), options)
    expect(answer).toMatchObject({ status: "ready", held: "row_errors" })
    return answer.job_id
  }
  const start = (job_id: string) =>
    controlJob({ dataset: contacts, job_id, action: "start", actor }, lab.effects)

  test("rows of a held import are mended, and come after every row of its file", async () => {
    const job_id = await held("bad,,Ann,Ghent", "ann@example.org,,Ann,Bruges", "bad,+32 2 555 12 12,Dan,")
    const values = { email: "ann@example.org" }
    expect(await mend(lab, job_id, { rows: [{ row: 1, values }] })).toMatchObject({
      accepted: 1,
      status: "ready",
      held: "row_errors",
    })
    await mend(lab, job_id, { rows: [{ row: 3, values: { email: "" } }] })
    expect((await toMend(lab, job_id)).counts).toMatchObject({ open: 0, mended: 2 })
    expect(await people()).toEqual([])
    await start(job_id)
    await carryOn(lab, contacts, job_id)
    expect(await jobStatus({ job_id, actor }, lab.effects)).toMatchObject({
      outcome: "complete",
      row_errors: 0,
    })
    expect(await people()).toEqual([
      { email: "ann@example.org", phone: null, first_name: "Ann", city: "Ghent" },
      { email: null, phone: "+3225551212", first_name: "Dan", city: null },
    ])
    expect(await undo(lab, job_id)).toMatchObject({ rows_removed: 2, rows_kept: 0 })
    expect(await people()).toEqual([])
  })

  test("a mended row is known by its phone among those that wait before it", async () => {
    const job_id = await held("ann@example.org,+32 2 555 12 12,Ann,Ghent", "bad,+32 2 555 12 12,,Bruges")
    await mend(lab, job_id, { rows: [{ row: 2, values: { email: "" } }] })
    await start(job_id)
    await carryOn(lab, contacts, job_id)
    expect(await people()).toMatchObject([{ email: "ann@example.org", first_name: "Ann", city: "Bruges" }])
  })
})

inLongRuns("ten rounds are as safe as one, and are undone as one", async () => {
  await importFiles(lab, contacts, fileOf("p1@example.org,,Before,Ghent"))
  const before = await people()
  const { job_id } = await importFiles(lab, contacts, fileOf(...bad(10)), { duplicates: "update" })
  for (let row = 1; row <= 10; row += 1) await mendToEnd(lab, contacts, job_id, { rows: [good(row)] })
  expect(await jobStatus({ job_id, actor }, lab.effects)).toMatchObject({
    outcome: "complete",
    reconciles: true,
    counts: { inserted: 9, updated: 1, mended: 10, failed_rows: 0 },
  })
  expect(await diagnose({}, lab.effects)).toEqual([])
  expect(await undo(lab, job_id)).toMatchObject({ rows_removed: 9, rows_restored: 1, rows_kept: 0 })
  expect(await people()).toEqual(before)
})

test("a row that is mended over one of the same import is undone to what was before both", async () => {
  await importFiles(lab, contacts, fileOf("p1@example.org,,Before,Ghent"))
  const before = await people()
  const lines = ["bad,,Mended,", "p1@example.org,,File,"]
  const { job_id } = await importFiles(lab, contacts, fileOf(...lines), { duplicates: "update" })
  await mendToEnd(lab, contacts, job_id, { rows: [good(1)] })
  expect(await people()).toMatchObject([{ first_name: "Mended" }])
  await undo(lab, job_id)
  expect(await people()).toEqual(before)
})

test("the history of a row that was mended tells the mend last", async () => {
  await importFiles(lab, contacts, fileOf("p1@example.org,,Before,Ghent"))
  const many = Array.from({ length: 60 }, (_, n) => `x${n}@example.org,,X,`)
  const lines = ["bad,,Mended,", ...many, "p1@example.org,,File,"]
  const options = { duplicates: "update", batch_size: 50 } as const
  lab.clock.advance(60)
  const { job_id } = await importFiles(lab, contacts, fileOf(...lines), options)
  lab.clock.advance(60)
  await mendToEnd(lab, contacts, job_id, { rows: [good(1)] })
  const [row] = await lab.read("select id from contact_person where email = 'p1@example.org'")
  const { versions } = await readRow({ table: "contact_persons", id: String(row?.id), actor }, lab.effects)
  expect(versions.slice(1).map((version) => version.row.first_name)).toEqual(["File", "Before"])
})

test("two people who mend at once do not land a row twice", async () => {
  const { job_id } = await importFiles(lab, contacts, fileOf(...bad(4)))
  const [one, other] = await Promise.allSettled([
    mend(lab, job_id, { rows: [1, 2, 3].map(good) }, "ann"),
    mend(lab, job_id, { rows: [2, 3, 4].map(good) }, "bea"),
  ])
  const ends = [one, other].map((end) =>
    end.status === "fulfilled" ? end.value.accepted : String(end.reason.code),
  )
  expect(ends.toSorted()).toEqual([3, "illegal_transition"])
  await carryOn(lab, contacts, job_id)
  expect(await people()).toHaveLength(3)
  const [left] = (await toMend(lab, job_id)).rows
  await mendToEnd(lab, contacts, job_id, { rows: [good(left?.row ?? 0), good(2)] })
  expect(await people()).toHaveLength(4)
})

test("a process that ends at any point has mended all of it or nothing", async () => {
  const { job_id } = await importFiles(lab, contacts, fileOf(...bad(2)))
  const asked = { rows: [good(1), good(2)] }
  await expect(mend(endingAt(lab, "mid_mend"), job_id, asked)).rejects.toThrow("ended here")
  expect((await toMend(lab, job_id)).counts).toMatchObject({ open: 2, mended: 0 })
  await expect(mend(endingAt(lab, "after_mend"), job_id, asked)).rejects.toThrow("ended here")
  expect(await refusal(mend(lab, job_id, asked))).toBe("409 illegal_transition")
  for (const point of [
    "before_claim",
    "after_claim",
    "mid_apply",
    "before_commit",
    "after_commit",
    "mid_finalize",
  ] as const) {
    await carryOn(endingAt(lab, point), contacts, job_id).catch(() => undefined)
    lab.clock.advance(120)
  }
  await carryOn(lab, contacts, job_id)
  expect(await jobStatus({ job_id, actor }, lab.effects)).toMatchObject({
    outcome: "complete",
    reconciles: true,
  })
  expect(await people()).toHaveLength(2)
  await undo(lab, job_id)
  expect(await people()).toEqual([])
})

test("a call that closes an import late takes nothing from what is mended since", async () => {
  const { answer } = await prepareFiles(lab, contacts, fileOf("a@example.org,,A,", ...bad(1)))
  const { job_id } = answer
  await drive(lab, contacts, job_id)
  const late = gateBefore(lab.effects, (sql) => /delete from "?import_staging/.test(sql))
  const closing = finish({ ...lab, effects: late.effects }, contacts, job_id).catch(() => null)
  await late.reached
  await finish(lab, contacts, job_id)
  await mend(lab, job_id, { rows: [good(2)] })
  late.open()
  await closing
  await carryOn(lab, contacts, job_id)
  expect(await people()).toHaveLength(2)
  expect(await jobStatus({ job_id, actor }, lab.effects)).toMatchObject({
    outcome: "complete",
    reconciles: true,
  })
})

test("an import that cannot be mended says why", async () => {
  const { job_id } = await importFiles(lab, contacts, fileOf(...bad(2)), { dry_run: true })
  await expect(mend(lab, job_id, { rows: [good(1)] })).rejects.toThrow(/dry run/)
  expect((await toMend(lab, job_id)).why_not).toMatch(/dry run/)
  const undone = await importFiles(lab, contacts, fileOf("a@example.org,,A,", ...bad(2)))
  await undo(lab, undone.job_id)
  expect(await refusal(mend(lab, undone.job_id, { rows: [good(2)] }))).toBe("409 illegal_transition")
  const old = await importFiles(lab, contacts, fileOf("b@example.org,,B,", ...bad(1)))
  await lab.run("update import_row_errors set faults = null")
  const { rows } = await toMend(lab, old.job_id)
  expect(rows).toMatchObject([{ mendable: false }])
  const { refused } = await mend(lab, old.job_id, { rows: [good(2)] })
  expect(refused).toMatchObject([{ code: "not_mendable" }])
})
