import { describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { listAudit } from "../../lib/import/listings.ts"
import { jobReport } from "../../lib/import/report.ts"
import { retryBatches } from "../../lib/import/retry.ts"
import { rollbackJob } from "../../lib/import/rollback.ts"
import { diagnose } from "../../lib/import/upkeep/diagnose.ts"
import { refusal } from "../support/ask.ts"
import { mended, passing } from "../support/failing.ts"
import {
  actor,
  doBatch,
  drive,
  finish,
  importFiles,
  prepareFiles,
  textFile,
  undo,
} from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { mend, mendToEnd, toMend } from "./mending.ts"

const lab = ownLab()

const PEOPLE = [
  "E-mail,First name,Phone,Shoe",
  "ann@example.org,Ann,,42",
  "no address,Bob,not a phone,43",
  "cas@example.org,Cas,,44",
  ",Dora,,45",
].join("\n")

const people = () => lab.read("select email, first_name from contact_person order by email")
const imported = async () => {
  const status = await importFiles(lab, contacts, textFile("people.csv", PEOPLE))
  expect(status).toMatchObject({ status: "completed", outcome: "partial_failure", row_errors: 2 })
  return status.job_id
}

describe("rows that could not be used", () => {
  test("are kept with all their cells and all that is wrong with each", async () => {
    const job_id = await imported()
    const { rows, columns, counts, why_not } = await toMend(lab, job_id)
    expect(why_not).toBeNull()
    expect(counts).toEqual({ open: 2, drafts: 0, ready: 0, mended: 0, dismissed: 0, not_kept: 0 })
    expect(columns.slice(0, 5).map(({ header, column }) => [header, column])).toEqual([
      ["E-mail", "email"],
      ["First name", "first_name"],
      ["Phone", "phone"],
      ["Shoe", null],
      ["last_name", "last_name"],
    ])
    expect(rows).toMatchObject([
      {
        row: 2,
        line: 3,
        cells: { "E-mail": "no address", "First name": "Bob", Phone: "not a phone", Shoe: "43" },
        faults: [
          { column: "email", header: "E-mail", code: "bad_email" },
          { column: "phone", header: "Phone", code: "bad_phone" },
        ],
        draft: null,
        mendable: true,
      },
      { row: 4, cells: { "First name": "Dora" }, faults: [{ column: "email", code: "missing_identity" }] },
    ])
  })

  test("are mended into the same import, which is complete then, and undone with it", async () => {
    const job_id = await imported()
    const values = { "E-mail": "bob@example.org", phone: "" }
    const first = await mendToEnd(lab, contacts, job_id, { rows: [{ row: 2, values }] })
    expect(first.answer).toMatchObject({ accepted: 1, refused: [], status: "processing" })
    expect(first.status).toMatchObject({ status: "completed", outcome: "partial_failure", row_errors: 1 })
    const second = await mendToEnd(lab, contacts, job_id, {
      rows: [{ row: 4, values: { email: "dora@example.org" } }],
    })
    expect(second.status).toMatchObject({
      status: "completed",
      outcome: "complete",
      row_errors: 0,
      reconciles: true,
    })
    expect((await people()).map(({ first_name }) => first_name)).toEqual(["Ann", "Bob", "Cas", "Dora"])
    const { reconciliation } = await jobReport({ job_id, actor }, lab.effects)
    expect(reconciliation).toMatchObject([
      { operation: "insert", read: 4, counts: { inserted: 2, failed_rows: 0, mended: 2 }, reconciles: true },
      { operation: "mend", read: 2, counts: { inserted: 2 }, reconciles: true },
    ])
    const { events } = await listAudit({ job_id, limit: 100, actor }, lab.effects)
    const mended = events.filter(({ event }) => event === "rows.mended")
    expect(mended).toMatchObject([{ actor: "tester", detail: "1 row" }, { detail: "1 row" }])
    expect(await diagnose({}, lab.effects)).toEqual([])
    const before = await rollbackJob({ job_id, dry_run: true, actor }, lab.effects)
    expect(before).toMatchObject({ rows_removed: 4, rows_kept: 0 })
    expect(await undo(lab, job_id)).toMatchObject({ rows_removed: 4, rows_kept: 0 })
    expect(await people()).toEqual([])
  })

  test("of an import that was closed without a batch that failed land all the same, and that batch is not done again", async () => {
    await lab.run(passing("contact_person"))
    const { answer } = await prepareFiles(lab, contacts, textFile("people.csv", PEOPLE), { max_retries: 1 })
    const { job_id } = answer
    await drive(lab, contacts, job_id)
    expect(await finish(lab, contacts, job_id, true)).toMatchObject({ failed_batches: 1 })
    await lab.run(mended("contact_person"))
    const rows = [{ row: 4, values: { email: "dora@example.org" } }]
    const { status } = await mendToEnd(lab, contacts, job_id, { rows })
    expect(status).toMatchObject({ status: "completed", outcome: "partial_failure", reconciles: true })
    expect(await people()).toMatchObject([{ first_name: "Dora" }])
    const again = retryBatches({ dataset: contacts, job_id, all_failed: true, actor }, lab.effects)
    expect(await refusal(again)).toBe("409 illegal_transition")
    expect(await undo(lab, job_id)).toMatchObject({ rows_removed: 1 })
  })

  test("and stand behind one whose batch the import is closed without are to be mended again, as that one is", async () => {
    const names = ["First", ...Array.from({ length: 49 }, (_, n) => `P${n}`), "Last"]
    const lines = ["email,first_name", ...names.map((name) => `bad,${name}`)]
    const options = { duplicates: "update", batch_size: 50, max_retries: 1 } as const
    const { job_id } = await importFiles(lab, contacts, textFile("people.csv", lines.join("\n")), options)
    const ann = { email: "ann@example.org" }
    const rows = names.map((name, n) => ({
      row: n + 1,
      values: /P/.test(name) ? { email: `${name}@example.org` } : ann,
    }))
    await mend(lab, job_id, { rows })
    await lab.run(passing("contact_person"))
    const config = { ...lab.effects.config, stride_seconds: 0 }
    await doBatch({ ...lab, effects: { ...lab.effects, config } }, contacts, job_id)
    await lab.run(mended("contact_person"))
    await drive(lab, contacts, job_id)
    expect(await finish(lab, contacts, job_id, true)).toMatchObject({ failed_batches: 1 })
    const left = await toMend(lab, job_id)
    expect(left.counts).toMatchObject({ open: 51, mended: 0 })
    expect(left.rows.at(-1)).toMatchObject({ row: 51, faults: [{ code: "not_applied" }] })
    const { status } = await mendToEnd(lab, contacts, job_id, { rows: rows.slice(-1) })
    expect(status).toMatchObject({ row_errors: 50, reconciles: true })
    expect(await people()).toEqual([{ ...ann, first_name: "Last" }])
  })

  test("that come back as they were are refused as they were, and those that are still wrong with the new reason", async () => {
    const job_id = await imported()
    const same = { "E-mail": "no address", Shoe: "43" }
    const answer = await mend(lab, job_id, {
      rows: [
        { row: 2, values: same },
        { row: 4, values: { Phone: "99" } },
        { row: 3, values: { Phone: "1" } },
        { row: 4, values: { Size: 1 } },
      ],
    })
    expect(answer).toMatchObject({ accepted: 0, unchanged: 1, status: "completed" })
    expect(answer.refused.map(({ row, code }) => [row, code])).toEqual([
      [3, "row_unknown"],
      [4, "row_repeated"],
      [4, "bad_phone"],
    ])
    const { rows } = await toMend(lab, job_id)
    expect(rows[0]).toMatchObject({ faults: [{ code: "bad_email" }, { code: "bad_phone" }], draft: null })
    expect(rows[1]).toMatchObject({
      cells: { Phone: "" },
      faults: [{ code: "bad_phone" }],
      draft: { values: { Phone: "99" }, by: "tester", faults: [{ code: "bad_phone" }] },
    })
    expect(await people()).toHaveLength(2)
  })
})

describe("what is said of rows", () => {
  test("is kept for later with who and when, checked, and mended by whoever comes then", async () => {
    const job_id = await imported()
    const check = await mend(lab, job_id, { check: true, rows: [{ row: 2, values: { Phone: "" } }] })
    expect(check).toMatchObject({
      accepted: 0,
      faults: [{ column: "email", header: "E-mail", code: "bad_email" }],
    })
    const drafted = { draft: true, rows: [{ row: 2, values: { Phone: "", "E-mail": "bob@example.org" } }] }
    expect(await mend(lab, job_id, drafted, "ann")).toMatchObject({
      drafted: 1,
      accepted: 0,
      status: "completed",
    })
    await mend(lab, job_id, { draft: true, rows: [{ row: 4, values: { Phone: "12" } }] }, "bea")
    const { rows, counts } = await toMend(lab, job_id, { drafts: "true" })
    expect(counts).toMatchObject({ open: 2, drafts: 2 })
    expect(rows.map(({ draft }) => [draft?.by, draft?.faults.length])).toEqual([
      ["ann", 0],
      ["bea", 1],
    ])
    const { answer } = await mendToEnd(lab, contacts, job_id, { drafts: true })
    expect(answer).toMatchObject({ accepted: 1, refused: [{ row: 4, code: "bad_phone" }] })
    await mend(lab, job_id, { draft: true, rows: [{ row: 4, values: null }] })
    expect((await toMend(lab, job_id)).rows).toMatchObject([{ row: 4, draft: null }])
  })

  test("is told with all that is wrong, also where it is what was there; one row that is kept is checked with it", async () => {
    const job_id = await imported()
    const one = (values: Record<string, string> | null) => ({ rows: [{ row: 2, values }] })
    const codes = async (asked: Parameters<typeof mend>[2]) =>
      (await mend(lab, job_id, asked)).faults?.map(({ header, code }) => [header, code])
    const both = [
      ["E-mail", "bad_email"],
      ["Phone", "bad_phone"],
    ]
    expect(await codes({ ...one({ "E-mail": "no address" }), check: true })).toEqual(both)
    expect(await codes({ ...one({ Phone: "" }), draft: true })).toEqual([["E-mail", "bad_email"]])
    expect(await codes({ ...one({ "E-mail": "bob@example.org" }), draft: true })).toEqual([])
    expect(await codes({ ...one(null), draft: true })).toEqual(both)
    const several = { rows: [2, 4].map((row) => ({ row, values: { Phone: "" } })), draft: true }
    expect(await codes(several)).toBeUndefined()
  })

  test("may be said of all alike, and how many change is told before", async () => {
    const lines = Array.from({ length: 312 }, (_, n) => `p${n}@example.org,Ann,nope`)
    const file = textFile("many.csv", ["email,first_name,phone", ...lines, "bad,Bob,"].join("\n"))
    const { job_id } = await importFiles(lab, contacts, file)
    const change = { code: "bad_phone", column: "phone", from: "nope", to: null }
    const tried = await mend(lab, job_id, { change, dry_run: true })
    expect(tried).toMatchObject({ changed: 312, accepted: 0, status: "completed" })
    const { answer, status } = await mendToEnd(lab, contacts, job_id, { change })
    expect(answer).toMatchObject({ changed: 312, accepted: 312 })
    expect(status).toMatchObject({
      outcome: "partial_failure",
      row_errors: 1,
      counts: { mended: 312, failed_rows: 1 },
    })
    expect(await people()).toHaveLength(312)
  })

  test("may be that a row is left out, by whom and why; with none left the import is complete", async () => {
    const job_id = await imported()
    const left = { dismiss: true, reason: "no such person" }
    const answer = await mend(
      lab,
      job_id,
      {
        rows: [
          { row: 2, ...left },
          { row: 4, ...left },
        ],
        reason: "asked",
      },
      "ann",
    )
    expect(answer).toMatchObject({ dismissed: 2, status: "completed" })
    expect(await jobReport({ job_id, actor }, lab.effects)).toMatchObject({
      job: { outcome: "complete", row_errors: 0 },
      reconciliation: [{ read: 4, counts: { inserted: 2, failed_rows: 0, dismissed: 2 }, reconciles: true }],
    })
    const { events } = await listAudit({ job_id, limit: 100, actor }, lab.effects)
    const told = { event: "rows.dismissed", actor: "ann", detail: "2 rows: asked" }
    expect(events).toContainEqual(expect.objectContaining(told))
    const again = await mend(lab, job_id, { rows: [{ row: 2, values: { email: "b@example.org" } }] })
    expect(again.refused).toMatchObject([{ row: 2, code: "already_dismissed" }])
  })

  test("may be that all rows that are wrong alike are left out at once", async () => {
    const job_id = await imported()
    const { groups } = await toMend(lab, job_id)
    const [{ code, rows } = { code: "", rows: 0 }] = groups
    const others = groups.filter((group) => group.code !== code).reduce((sum, group) => sum + group.rows, 0)
    expect(await mend(lab, job_id, { dismiss: { code }, reason: "all bad" })).toMatchObject({
      dismissed: rows,
    })
    expect((await toMend(lab, job_id)).counts).toMatchObject({ open: others, dismissed: rows })
    expect(await mend(lab, job_id, { dismiss: { code } })).toMatchObject({ dismissed: 0 })
    expect(await mend(lab, job_id, { dismiss: {} })).toMatchObject({ dismissed: others })
    const reasons =
      "select coalesce(reason, '') as reason, count(*) as rows from import_settled_rows group by all"
    expect(await lab.read(reasons)).toContainEqual({ reason: "all bad", rows })
  })

  test("may be that all rows beyond those that are kept are left out", async () => {
    const job_id = await imported()
    await lab.run(`insert into import_row_error_counts
      select '${job_id}', 'contact_person', 'insert', 'bad_email', 'email', 5`)
    await lab.run(`update import_job_batches set rows_read = rows_read + 5, failed_rows = failed_rows + 5`)
    expect((await toMend(lab, job_id)).counts).toMatchObject({ open: 2, not_kept: 5 })
    const rest = await mend(lab, job_id, { dismiss_rest: true, reason: "too many" })
    expect(rest).toMatchObject({ dismissed: 5 })
    expect(await mend(lab, job_id, { dismiss_rest: true })).toMatchObject({ dismissed: 0 })
    const { reconciliation } = await jobReport({ job_id, actor }, lab.effects)
    expect(reconciliation).toMatchObject([{ counts: { failed_rows: 2, dismissed: 5 }, reconciles: true }])
  })
})
