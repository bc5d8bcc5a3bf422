import { describe, expect, test } from "vitest"
import { listRowErrors } from "../../lib/import/listings.ts"
import { expectRegister, refusal, statusOf } from "../support/ask.ts"
import { actor, driveToEnd, finalize, importExtract, prepare } from "../support/drive.ts"
import { enterprise, handmade, line, smallFull } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { everything } from "../support/tables.ts"

const lab = ownLab()

async function errorsOf(job_id: string) {
  const { errors } = await listRowErrors({ job_id, limit: 500, actor }, lab.effects)
  return errors.map(({ message: _message, ...error }) => Object.values(error).join(" | "))
}

describe("a row that cannot be used", () => {
  test("is named by file, line, row, column, value and code, and the rest goes on", async () => {
    const good = line.enterprise(1)
    const full = await handmade({
      number: 1,
      type: "full",
      lines: {
        enterprise: [
          good,
          good.replace('"AC"', '""'),
          good.replace("01-02-2003", "31-02-2003"),
          good.replace(enterprise(1), "123"),
          `${good},`,
          good.replace(',"014"', ""),
          good.replace('"AC"', 'A"C'),
        ],
        denomination: [line.name(1, "two\nlines"), line.name(1, "three\n\nlines"), line.name(1, ""), '"'],
      },
    })
    const job_id = await importExtract(lab, full)
    const [names, rows] = [
      "denominations | insert | denomination.csv",
      "enterprises | insert | enterprise.csv",
    ]
    expect(await errorsOf(job_id)).toEqual([
      `${names} | 7 | 3 | Denomination |  | missing_value | validation`,
      `${names} | 8 | 4 | EntityNumber | " | unterminated_quote | validation`,
      `${rows} | 3 | 2 | Status |  | missing_value | validation`,
      `${rows} | 4 | 3 | StartDate | 31-02-2003 | bad_date | validation`,
      `${rows} | 5 | 4 | EnterpriseNumber | 123 | bad_number | validation`,
      `${rows} | 6 | 5 |  | ${good}, | too_many_fields | validation`,
      `${rows} | 7 | 6 |  | ${good.replace(',"014"', "")} | too_few_fields | validation`,
      `${rows} | 8 | 7 | Status | ${good.replace('"AC"', 'A"C')} | bad_quoting | validation`,
    ])
    expect(await lab.read("select count(*) as n from denomination")).toEqual([{ n: 2 }])
    expect(await statusOf(lab, job_id)).toMatchObject({
      outcome: "partial_failure",
      row_errors: 8,
      tables: { enterprises: { inserted: 1, failed_rows: 6 } },
    })
  })

  test("refuses the whole extract with the counts when bad rows may not be skipped", async () => {
    const before = await everything(lab)
    const bad = line.contact(1, "")
    const full = await handmade({
      number: 1,
      type: "full",
      lines: { contact: [line.contact(1, "1"), bad, bad], enterprise: [line.enterprise(1), "x"] },
    })
    const strict = prepare(lab, full, { skip_errors: false })
    await expect(strict).rejects.toThrow(/2 in contact\.csv/)
    await expect(strict).rejects.toThrow(/1 in enterprise\.csv/)
    expect(await refusal(prepare(lab, full, { skip_errors: false }))).toBe("422 rows_invalid")
    expect(await everything(lab)).toEqual(before)
    expect(await lab.effects.store.list()).toEqual([])
    await importExtract(lab, await smallFull(3), { skip_errors: false })
  })

  test("fails the import when no other landed", async () => {
    const { answer } = await prepare(
      lab,
      await handmade({ number: 1, type: "full", lines: { contact: ["x", "y"] } }),
    )
    await driveToEnd(lab, answer.job_id)
    expect(await finalize(lab, answer.job_id)).toMatchObject({ outcome: "failed", row_errors: 2 })
  })
})

describe("values at the edge", () => {
  const dates = [
    "29-02-2024",
    "29-02-2023",
    "00-01-2020",
    "31-04-2020",
    "1-1-2020",
    "01- 1-2020",
    "01-01- 200",
    "\t1-01-2020",
    "01-01-+200",
    "01-01-0000",
    "01/01/2020",
    " 1-01-2020",
    "01-01-20200",
    "01-1-20200",
    "01-01-0001",
    "31-12-9999",
    "01-13-2020",
    "٠١-01-2020",
    "+1-01-2020",
    "01-01--200",
    "0x-01-2020",
    "01-01-2020 ",
    "2020-01-01",
    "01-01-1800",
    "01-JAN-2020",
  ]
  const numbers = [
    "0200.000.046",
    "1200.000.046",
    "2.200.000.046",
    "9.200.000.046",
    "3.200.000.046",
    "0200000046",
    "0200.000.046 ",
    "０200.000.046",
    "0200.000.04",
    "0200,000,046",
    "'; drop table enterprise; --",
    "1234.567.890",
  ]

  test("are read as the register's documentation has them", async () => {
    const full = await handmade({
      number: 1,
      type: "full",
      lines: {
        enterprise: dates.map((date, n) => line.enterprise(n + 1).replace("01-02-2003", `"${date}"`)),
        address: dates.map((date, n) => `"${enterprise(n + 1)}","REGO",,,,,,,,"001","",,"${date}"`),
        contact: numbers.map((number) => `"${number}","ENT","TEL","1"`),
        establishment: numbers.map((number) => `"${number}",01-01-2020,"0200.000.046"`),
        branch: numbers.map((number) => `"${number}",01-01-2020,"0200.000.046"`),
        activity: [...numbers.map((number) => `"${number}","001","2025","01","MAIN"`)],
      },
    })
    await importExtract(lab, full)
    await expectRegister(lab, full)
    const starts = await lab.read("select distinct start_date::varchar as d from enterprise order by all")
    expect(starts.map((row) => row.d)).toEqual(["0001-01-01", "1800-01-01", "2024-02-29", "9999-12-31"])
  })

  test("such as hostile texts are stored as they are", async () => {
    const texts = [
      "'; drop table enterprise; --",
      "<script>alert(1)</script>",
      "=1+1",
      "__proto__",
      "constructor",
      "back\\slash",
      'quo""te',
      "tab\there",
      " leading and trailing ",
      "NULL",
      "\u202etfel ot thgir",
      "\u{1f98a}",
      "x".repeat(1_000_000),
    ]
    const full = await handmade({
      number: 1,
      type: "full",
      lines: { enterprise: [line.enterprise(1)], denomination: texts.map((text) => line.name(1, text)) },
    })
    await importExtract(lab, full)
    await expectRegister(lab, full)
    expect(await lab.read("select count(*) as n from denomination_current")).toEqual([{ n: texts.length }])
  })
})
