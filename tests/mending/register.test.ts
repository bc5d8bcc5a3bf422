import { expect, test } from "vitest"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { jobReport } from "../../lib/import/report.ts"
import { diagnose } from "../../lib/import/upkeep/diagnose.ts"
import { refusal, statusOf } from "../support/ask.ts"
import { actor, driveToEnd, finalize, importExtract, prepare, rollBack, step } from "../support/drive.ts"
import { enterprise, handmade, line, upTo } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { checksums } from "../support/tables.ts"
import { mend, mendToEnd, toMend } from "./mending.ts"

const lab = ownLab()

const bad = (n: number) => line.enterprise(n).replace(/[^,]*$/, "31-02-2003")
const update = (number: number, lines: Record<string, string[]>) =>
  handmade({ number, type: "update", lines })
const full = () =>
  handmade({
    number: 1,
    type: "full",
    lines: {
      enterprise: upTo(4).map((n) => line.enterprise(n)),
      denomination: upTo(4).map((n) => line.name(n, `Naam ${n}`)),
    },
  })
const current = () =>
  lab.read(`select entity_number, primary_name, start_date::varchar as start_date, _extract_number as n
    from enterprise where _is_current order by all`)

test("an entity that lost its row is back, at its extract and with its name, and undone with it", async () => {
  await importExtract(lab, await full())
  const before = await checksums(lab)
  const job_id = await importExtract(
    lab,
    await update(2, {
      enterprise_delete: [line.key(1), line.key(2), "no key"],
      enterprise_insert: [bad(1), `${line.key(2)},"AC"`],
    }),
  )
  expect(await statusOf(lab, job_id)).toMatchObject({
    outcome: "partial_failure",
    warnings: [{ code: "lost_current_row" }],
  })
  const { rows } = await toMend(lab, job_id)
  expect(rows).toMatchObject([
    { table: "enterprises", operation: "delete", row: 3, cells: { EnterpriseNumber: "no key" } },
    {
      operation: "insert",
      row: 1,
      cells: { StartDate: "31-02-2003" },
      faults: [{ header: "StartDate", code: "bad_date" }],
    },
    { operation: "insert", row: 2, cells: { EnterpriseNumber: enterprise(2), Status: "AC" } },
  ])
  const one = { row: 1, table: "enterprises", values: { StartDate: "01-03-2003" } }
  const { answer, status } = await mendToEnd(lab, dailyUpdate, job_id, { rows: [one] })
  expect(answer).toMatchObject({ accepted: 1, status: "processing" })
  expect(status).toMatchObject({
    outcome: "partial_failure",
    warnings: [{ code: "lost_current_row", count: 1 }],
  })
  expect((await current())[0]).toEqual({
    entity_number: enterprise(1),
    primary_name: "Naam 1",
    start_date: "2003-03-01",
    n: 2,
  })
  const still = await mend(lab, job_id, {
    rows: [{ row: 2, table: "enterprises", values: { Status: "NL" } }],
  })
  expect(still).toMatchObject({
    accepted: 0,
    refused: [{ row: 2, table: "enterprises", operation: "insert" }],
  })
  const second = { Status: "AC", JuridicalSituation: "000", TypeOfEnterprise: "2", StartDate: "01-02-2003" }
  await mendToEnd(lab, dailyUpdate, job_id, {
    rows: [
      { row: 2, table: "enterprises", values: second },
      { row: 3, table: "enterprises", operation: "delete", values: { EnterpriseNumber: enterprise(3) } },
    ],
  })
  const ended = await statusOf(lab, job_id)
  expect(ended).toMatchObject({ outcome: "complete", row_errors: 0, reconciles: true })
  expect(ended.warnings.map(({ code }) => code)).not.toContain("lost_current_row")
  expect((await current()).map(({ n }) => n)).toEqual([2, 2, 1])
  expect(
    (await jobReport({ job_id, actor }, lab.effects)).reconciliation.every(({ reconciles }) => reconciles),
  ).toBe(true)
  expect(await diagnose({}, lab.effects)).toEqual([])
  await rollBack(lab, job_id)
  expect(await checksums(lab)).toEqual(before)
})

inLongRuns(
  "a row that a later extract has been at comes too late, and is named; the others go in",
  async () => {
    await importExtract(lab, await full())
    const job_id = await importExtract(
      lab,
      await update(2, { enterprise_delete: upTo(2).map(line.key), enterprise_insert: [bad(1), bad(2)] }),
    )
    await importExtract(
      lab,
      await update(3, { enterprise_delete: [line.key(1)], enterprise_insert: [line.enterprise(1, "010")] }),
    )
    const values = { StartDate: "01-03-2003" }
    const { answer, status } = await mendToEnd(lab, dailyUpdate, job_id, {
      rows: [1, 2].map((row) => ({ row, table: "enterprises", values })),
    })
    expect(answer).toMatchObject({ accepted: 1, refused: [{ row: 1, code: "superseded" }] })
    expect(status).toMatchObject({ outcome: "partial_failure", row_errors: 1 })
    const { rows } = await toMend(lab, job_id)
    expect(rows).toMatchObject([{ row: 1, faults: [{ code: "superseded" }], draft: { values } }])
    expect((await current()).map(({ n }) => n)).toEqual([3, 2, 1, 1])
    expect(await refusal(rollBack(lab, job_id))).toBe("409 later_imports")
  },
)

inLongRuns(
  "a full extract that has an update's number comes after it: what it has been at is mended no more",
  async () => {
    await importExtract(lab, await full())
    const job_id = await importExtract(
      lab,
      await update(2, { enterprise_delete: upTo(3).map(line.key), enterprise_insert: upTo(3).map(bad) }),
    )
    const values = { StartDate: "01-03-2003" }
    const late = (row: number) => ({ row, table: "enterprises", values })
    await mend(lab, job_id, { rows: [late(3)] })
    const whole = {
      enterprise: [line.enterprise(1, "010"), line.enterprise(4)],
      denomination: upTo(4).map((n) => line.name(n, `Naam ${n}`)),
    }
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id)
    await importExtract(lab, await handmade({ number: 2, type: "full", lines: whole }), {
      allow_mass_close: true,
    })
    const { answer, status } = await mendToEnd(lab, dailyUpdate, job_id, { rows: [late(1), late(2)] })
    expect(answer).toMatchObject({ accepted: 1, refused: [{ row: 1, code: "superseded" }] })
    expect(status).toMatchObject({ row_errors: 1, reconciles: true })
    const [row] = (await toMend(lab, job_id)).rows
    expect(row?.faults[0]?.message).toContain("Extract 2 (full), which came later,")
  },
)

test("mending an extract takes no name from what a later one has named, and each is undone to what was before it", async () => {
  await importExtract(lab, await full())
  const before = await checksums(lab)
  const renamed = (name: string) => ({
    denomination_delete: [line.key(1)],
    denomination_insert: [line.name(1, name)],
  })
  const first = await importExtract(
    lab,
    await update(2, { ...renamed("Nieuw 1"), enterprise_delete: [line.key(2)], enterprise_insert: [bad(2)] }),
  )
  const later = await importExtract(lab, await update(3, renamed("Later 1")))
  const { status } = await mendToEnd(lab, dailyUpdate, first, {
    rows: [{ row: 1, table: "enterprises", values: { StartDate: "01-03-2003" } }],
  })
  expect(status.outcome).toBe("complete")
  expect((await current()).map(({ primary_name }) => primary_name)).toEqual([
    "Later 1",
    "Naam 2",
    "Naam 3",
    "Naam 4",
  ])
  await rollBack(lab, later)
  await rollBack(lab, first)
  expect(await checksums(lab)).toEqual(before)
})

inLongRuns(
  "a row that lost its name, and was then closed by a key that was mended, is undone with its name",
  async () => {
    await importExtract(lab, await full())
    const before = await checksums(lab)
    const job_id = await importExtract(
      lab,
      await update(2, { enterprise_delete: ["no key"], denomination_delete: [line.key(1)] }),
    )
    const { status } = await mendToEnd(lab, dailyUpdate, job_id, {
      rows: [
        { row: 1, table: "enterprises", operation: "delete", values: { EnterpriseNumber: enterprise(1) } },
      ],
    })
    expect(status.outcome).toBe("complete")
    expect(await current()).toHaveLength(3)
    await rollBack(lab, job_id)
    expect(await checksums(lab)).toEqual(before)
  },
)

inLongRuns(
  "a code whose text a later extract has written is not given an earlier one; another one is added",
  async () => {
    const withCodes = (number: number, code: string[]) =>
      handmade({ number, type: "full", code, lines: { enterprise: [line.enterprise(1)] } })
    const good = "Status,AC,NL,Actief"
    const job_id = await importExtract(lab, await withCodes(1, [good, "Status,ST", "Status,PE"]))
    await importExtract(lab, await withCodes(2, [good, "Status,ST,NL,Nieuw"]))
    const values = { Language: "NL", Description: "Oud" }
    const { status } = await mendToEnd(lab, dailyUpdate, job_id, {
      rows: [1, 2].map((n) => ({ row: n + 1, table: "codes", values })),
    })
    expect(status).toMatchObject({ status: "completed", row_errors: 1, reconciles: true })
    const { rows } = await toMend(lab, job_id)
    expect(rows).toMatchObject([{ row: 2, faults: [{ code: "superseded" }] }])
    expect(await lab.read("select code, description from code order by all")).toEqual([
      { code: "AC", description: "Actief" },
      { code: "PE", description: "Oud" },
      { code: "ST", description: "Nieuw" },
    ])
  },
)

inLongRuns("a code that two rounds of mending have written is undone to what was before both", async () => {
  const withCodes = (number: number, code: string[]) =>
    handmade({ number, type: "full", code, lines: { enterprise: [line.enterprise(1)] } })
  const good = "Status,AC,NL,Actief"
  await importExtract(lab, await withCodes(1, [good, "Status,ST,NL,Oud"]))
  const before = await checksums(lab)
  const job_id = await importExtract(lab, await withCodes(2, [good, "Status,ST", "Status,PE", "Status,XX"]))
  for (const [row, Code] of [
    [2, "ST"],
    [3, "ST"],
    [4, "NEW"],
  ] as const)
    await mendToEnd(lab, dailyUpdate, job_id, {
      rows: [{ row, table: "codes", values: { Code, Language: "NL", Description: `Round ${row}` } }],
    })
  expect(await lab.read("select code, description from code order by all")).toEqual([
    { code: "AC", description: "Actief" },
    { code: "NEW", description: "Round 4" },
    { code: "ST", description: "Round 3" },
  ])
  expect(await rollBack(lab, job_id)).toMatchObject({ rows_kept: 0 })
  expect(await checksums(lab)).toEqual(before)
})

inLongRuns("a row that is mended to what a later one of the same act says comes back with it", async () => {
  const withCodes = (number: number, code: string[]) =>
    handmade({ number, type: "full", code, lines: { enterprise: [line.enterprise(1)] } })
  const good = "Status,AC,NL,Actief"
  const job_id = await importExtract(lab, await withCodes(1, [good, "Status,ST", "Status,PE"]))
  await importExtract(lab, await withCodes(2, [good, "Status,ST,NL,Nieuw"]))
  const values = { Code: "ST", Language: "NL", Description: "Oud" }
  const { status } = await mendToEnd(lab, dailyUpdate, job_id, {
    rows: [2, 3].map((row) => ({ row, table: "codes", values })),
  })
  expect(status).toMatchObject({ status: "completed", row_errors: 2, reconciles: true })
  const { rows, counts } = await toMend(lab, job_id)
  const superseded = { faults: [{ code: "superseded" }] }
  expect(rows).toMatchObject([
    { row: 2, ...superseded },
    { row: 3, ...superseded },
  ])
  expect(counts).toMatchObject({ open: 2, mended: 0 })
  expect(await diagnose({}, lab.effects)).toEqual([])
})

inLongRuns(
  "an extract of which rows are mended is applied to others, which may follow it meanwhile",
  async () => {
    await importExtract(lab, await full())
    const job_id = await importExtract(
      lab,
      await update(2, { enterprise_delete: [line.key(1)], enterprise_insert: [bad(1), line.enterprise(2)] }),
    )
    const values = { StartDate: "01-03-2003" }
    await mend(lab, job_id, { rows: [{ row: 1, table: "enterprise", values }] })
    expect(await statusOf(lab, job_id)).toMatchObject({ status: "processing", actions: ["pause"] })
    expect(await lab.read("select extract_number as n from register_extract order by n")).toEqual([
      { n: 1 },
      { n: 2 },
    ])
    const next = await update(3, {
      enterprise_delete: [line.key(1)],
      enterprise_insert: [line.enterprise(1, "010")],
    })
    const { answer } = await prepare(lab, next)
    await step(lab, answer.job_id)
    const waiting = await step(lab, job_id)
    expect(waiting).toMatchObject({ batch_completed: false })
    expect((await current()).filter(({ n }) => n === 2)).toHaveLength(1)
    await driveToEnd(lab, answer.job_id)
    await finalize(lab, answer.job_id)
    lab.clock.advance(61)
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id)
    expect((await toMend(lab, job_id)).rows).toMatchObject([{ row: 1, faults: [{ code: "superseded" }] }])
    expect((await current()).map(({ n }) => n)).toEqual([3, 2, 1, 1])
  },
)
