import { describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { reportCsv } from "../../lib/http/downloads.ts"
import { listImports } from "../../lib/import/listings.ts"
import { rowErrorFile } from "../../lib/import/mending/error-file.ts"
import { jobReport, reportFile } from "../../lib/import/report.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { cleanUp } from "../../lib/import/upkeep/cleanup.ts"
import { refusal } from "../support/ask.ts"
import { driveToEnd, finalize, prepare, prepareOn } from "../support/drive.ts"
import { handmade, line, upTo } from "../support/handmade.ts"
import * as records from "../support/imports.ts"
import { actor, textFile } from "../support/imports.ts"
import { endingAt } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"

/** Row errors that are kept of an import. */
const KEPT = 100_000

const lab = ownLab()

/** So many people: every thousandth is fine, of the others every third has a bad phone and the rest a bad address. */
const isGood = (n: number) => n % 1_000 === 0
const isPhone = (n: number) => n % 3 === 0
const personOf = (n: number) => {
  if (isGood(n)) return `p${n}@x.be,0470 12 34 56`
  return isPhone(n) ? `p${n}@x.be,1` : `p${n},`
}
const people = (count: number) => ["email,phone", ...upTo(count).map(personOf), ""].join("\n")
const bad = (count: number) => upTo(count).filter((n) => !isGood(n))

const statusOf = (job_id: string) => jobStatus({ job_id, actor }, lab.effects)
const reportOf = (job_id: string) => jobReport({ job_id, actor, errors: false }, lab.effects)

async function keptOf(job_id: string) {
  const [kept] = await lab.read(
    `select count(*) as errors, min(row_no) as first, max(row_no) as last from import_row_errors where job_id = '${job_id}'`,
  )
  return kept
}

async function textOf(response: Response): Promise<string> {
  return response.text()
}

describe("row errors beyond the first 100,000 of an import", () => {
  const COUNT = 125_000
  const beyond = bad(COUNT).slice(KEPT)

  test("are counted exactly by code and column, and everybody says so", async () => {
    const { answer } = await records.prepareFiles(lab, contacts, textFile("people.csv", people(COUNT)))
    const { job_id } = answer
    expect(answer.warnings).toEqual([
      {
        code: "row_errors_not_kept",
        message:
          "Of the rows that could not be used the first 100,000 are kept; 24,875 more are only counted.",
        count: 24_875,
      },
    ])
    expect(await keptOf(job_id)).toEqual({ errors: KEPT, first: 1, last: bad(COUNT)[KEPT - 1] })
    await records.drive(lab, contacts, job_id)
    expect(await records.finish(lab, contacts, job_id)).toMatchObject({
      outcome: "partial_failure",
      row_errors: 124_875,
      reconciles: true,
    })
    expect(await statusOf(job_id)).toMatchObject({
      row_errors: 124_875,
      warnings: answer.warnings,
      tables: { contact_persons: { inserted: 125, failed_rows: 124_875 } },
    })
    const { imports } = await listImports({ actor, limit: 1 }, lab.effects)
    expect(imports).toMatchObject([{ row_errors: 124_875 }])
    const report = await reportOf(job_id)
    const counted = { table: "contact_persons", operation: "insert" }
    const phones = beyond.filter(isPhone).length
    expect(report).toMatchObject({
      errors_total: 124_875,
      job: { row_errors: 124_875 },
      errors_by_code: {
        bad_email: bad(COUNT).filter((n) => !isPhone(n)).length,
        bad_phone: bad(COUNT).filter(isPhone).length,
      },
      errors_not_kept: [
        { ...counted, code: "bad_email", column: "email", count: beyond.length - phones },
        { ...counted, code: "bad_phone", column: "phone", count: phones },
      ],
    })
    const csv = await textOf(reportCsv(await reportFile({ job_id, actor }, lab.effects)))
    expect(csv.match(/^error,/gm)).toHaveLength(KEPT)
    expect(csv).toContain(`errors_not_kept,contact_persons,insert,bad_phone,${phones},,,,phone,,`)
    let toMend = 0
    for await (const page of (await rowErrorFile({ job_id, actor }, lab.effects)).pages) toMend += page.length
    expect(toMend).toBe(KEPT)
    expect(await records.undo(lab, job_id)).toMatchObject({ done: true, rows_removed: 125 })
    expect(await statusOf(job_id)).toMatchObject({ row_errors: 124_875 })
  })

  test("are the same when its reading was ended again and again", async () => {
    const sent = textFile("people.csv", people(COUNT))
    await expect(records.prepareFiles(endingAt(lab, "mid_prepare"), contacts, sent)).rejects.toThrow()
    const [job] = await lab.read("select job_id from import_jobs")
    const job_id = String(job?.job_id)
    for (let i = 0; i < 3; i += 1) {
      await expect(records.prepareOn(endingAt(lab, "mid_prepare"), contacts, job_id)).rejects.toThrow()
    }
    await expect(records.prepareOn(endingAt(lab, "after_staging"), contacts, job_id)).rejects.toThrow()
    expect(await statusOf(job_id)).toMatchObject({ status: "preparing", row_errors: 124_875 })
    const { warnings } = await records.prepareOn(lab, contacts, job_id)
    expect(warnings).toMatchObject([{ code: "row_errors_not_kept", count: 24_875 }])
    expect(await keptOf(job_id)).toEqual({ errors: KEPT, first: 1, last: bad(COUNT)[KEPT - 1] })
    expect(await reportOf(job_id)).toMatchObject({ errors_total: 124_875 })
  })

  test("are counted once when two calls bring the import to its plan", async () => {
    const sent = textFile("people.csv", people(COUNT))
    await expect(records.prepareFiles(endingAt(lab, "mid_prepare"), contacts, sent)).rejects.toThrow()
    const [job] = await lab.read("select job_id from import_jobs")
    const job_id = String(job?.job_id)
    const answers = await Promise.all([1, 2].map(() => records.prepareOn(lab, contacts, job_id)))
    for (const { warnings } of answers) expect(warnings).toMatchObject([{ count: 24_875 }])
    expect(await keptOf(job_id)).toEqual({ errors: KEPT, first: 1, last: bad(COUNT)[KEPT - 1] })
    expect(await reportOf(job_id)).toMatchObject({ errors_total: 124_875 })
  })

  test("go with an import that is refused, and with what is left of one there is no record of", async () => {
    const sent = textFile("people.csv", people(COUNT))
    const strict = records.prepareFiles(lab, contacts, sent, { skip_errors: false })
    expect(await refusal(strict)).toBe("422 rows_invalid")
    const counts = "select count(*) as n from import_row_error_counts"
    expect(await lab.read(counts)).toEqual([{ n: 0 }])
    const job_id = "0199aaaa-0000-7000-8000-000000000000"
    await lab.run(
      `insert into import_row_error_counts values ('${job_id}', 'contact_person', 'insert', 'bad', null, 7)`,
    )
    expect(await cleanUp({ job_id, actor }, lab.effects)).toMatchObject({ orphaned_records: 1 })
    expect(await lab.read(counts)).toEqual([{ n: 0 }])
  })
})

describe("exactly 100,000 row errors", () => {
  test("are all kept, and nothing is said of others", async () => {
    const lines = upTo(KEPT).map((n) => `p${n},`)
    const { answer } = await records.prepareFiles(
      lab,
      contacts,
      textFile("p.csv", ["email,phone", ...lines, ""].join("\n")),
    )
    expect(answer).toMatchObject({ status: "completed", warnings: [] })
    expect(await reportOf(answer.job_id)).toMatchObject({ errors_total: KEPT, errors_not_kept: [] })
  })
})

describe("of an extract", () => {
  /** 60,000 rows of each: of names some are no records at all, of contacts all have a bad value. */
  const MANY = 60_000
  const isTorn = (n: number) => n % 4 === 0
  const names = upTo(MANY).map((n) => (isTorn(n) ? "x" : line.name(1, "")))
  const telephones = upTo(MANY).map((n) => line.contact(n, ""))

  test("the first in the order of its tables are kept, whatever refused them", async () => {
    const full = await handmade({
      number: 1,
      type: "full",
      lines: { enterprise: [line.enterprise(1)], denomination: names, contact: telephones },
    })
    const { answer } = await prepare(lab, full)
    const { job_id } = answer
    if (answer.status === "preparing") await prepareOn(lab, job_id)
    const kept = await lab.read(
      `select table_name, count(*) as errors, max(row_no) as last from import_row_errors where job_id = '${job_id}'
       group by all order by all`,
    )
    expect(kept).toEqual([
      { table_name: "contact", errors: KEPT - MANY, last: KEPT - MANY },
      { table_name: "denomination", errors: MANY, last: MANY },
    ])
    await driveToEnd(lab, job_id)
    expect(await finalize(lab, job_id)).toMatchObject({ outcome: "partial_failure", row_errors: 2 * MANY })
    expect(await reportOf(job_id)).toMatchObject({
      errors_by_code: { missing_value: 2 * MANY - MANY / 4, too_few_fields: MANY / 4 },
      errors_not_kept: [
        {
          table: "contacts",
          operation: "insert",
          code: "missing_value",
          column: "Value",
          count: 2 * MANY - KEPT,
        },
      ],
    })
  })

  test("those of one file are told apart by what refused them", async () => {
    const twice = [...names, ...names]
    const full = await handmade({
      number: 1,
      type: "full",
      lines: { enterprise: [line.enterprise(1)], denomination: [...twice, line.name(1, "Naam"), "x"] },
    })
    const { job_id } = (await prepare(lab, full)).answer
    expect(await keptOf(job_id)).toEqual({ errors: KEPT, first: 1, last: KEPT })
    await driveToEnd(lab, job_id)
    expect(await finalize(lab, job_id)).toMatchObject({ row_errors: 2 * MANY + 1 })
    const torn = twice.slice(KEPT).filter((text) => text === "x").length + 1
    const named = { table: "denominations", operation: "insert" }
    expect(await reportOf(job_id)).toMatchObject({
      errors_not_kept: [
        { ...named, code: "missing_value", column: "Denomination", count: 2 * MANY + 1 - KEPT - torn },
        { ...named, code: "too_few_fields", column: null, count: torn },
      ],
    })
  })
})
