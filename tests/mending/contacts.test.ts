import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { diagnose } from "../../lib/import/diagnose.ts"
import { listAudit } from "../../lib/import/listings.ts"
import { jobReport } from "../../lib/import/report.ts"
import { actor, importFiles, textFile, undo } from "../support/imports.ts"
import { type Lab, openLab } from "../support/lab.ts"
import { mend, mendToEnd, toMend } from "./mending.ts"

let lab: Lab
beforeEach(async () => {
  lab = await openLab()
})
afterEach(() => lab.close())

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
    expect(counts).toEqual({ open: 2, drafts: 0, mended: 0, dismissed: 0, not_kept: 0 })
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
    expect(await undo(lab, job_id)).toMatchObject({ rows_removed: 4, rows_kept: 0 })
    expect(await people()).toEqual([])
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
