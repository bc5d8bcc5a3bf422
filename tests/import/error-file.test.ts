import { beforeAll, beforeEach, expect, test } from "vitest"
import type { ErrorFilter } from "../../lib/engine/progress/row-errors.ts"
import { rowErrorsCsv } from "../../lib/http/downloads.ts"
import { rowErrorFile } from "../../lib/import/mending/error-file.ts"
import { jobReport, reportFile } from "../../lib/import/report.ts"
import { refusal } from "../support/ask.ts"
import { actor, prepare } from "../support/drive.ts"
import { smallFull } from "../support/handmade.ts"
import { sharedLab } from "../support/own-lab.ts"

const lab = sharedLab()
let job_id: string

beforeAll(async () => {
  job_id = (await prepare(lab, await smallFull(2))).answer.job_id
})
beforeEach(() => lab.run("delete from import_row_errors"))

interface Kept {
  table: string
  row: number | null
  column: string | null
  code: string
  record: object | null
}

const WRONG: Kept = { table: "activity", row: 1, column: "a", code: "bad", record: { a: "x" } }

/** Keeps errors as an import would; a row stands one line below its number. */
async function keep(...errors: Partial<Kept>[]): Promise<void> {
  const rows = errors.map((error) => ({ ...WRONG, ...error }))
  const json = JSON.stringify(rows).replaceAll("'", "''")
  await lab.run(`
    insert into import_row_errors by name
    select '${job_id}'::uuid as job_id, e.table as table_name, 'insert' as operation, e.table || '.csv' as file,
      e.row + 1 as line, e.row as row_no, e.column as column_name, 'v' as value, e.code,
      e.code || ' it is.' as message, 'validation' as category, e.record
    from (select unnest(from_json('${json}',
      '[{"table":"VARCHAR","row":"BIGINT","column":"VARCHAR","code":"VARCHAR","record":"JSON"}]')) as e)`)
}

async function csv(filter: ErrorFilter = {}): Promise<string> {
  return rowErrorsCsv(job_id, await rowErrorFile({ job_id, ...filter, actor }, lab.effects)).text()
}

test("a row comes back as it was, with its line, its column and what is wrong with it", async () => {
  await keep({ row: 4, column: "Naam", code: "too_long", record: { Id: "7", Naam: 'é, "x"\ny', Leeg: null } })
  expect(await csv()).toBe(
    'Id,Naam,Leeg,_line,_column,_error\r\n7,"é, ""x""\ny",,5,Naam,too_long: too_long it is.\r\n',
  )
})

test("columns are those of all rows, in the order in which they first appear", async () => {
  await keep(
    { row: 3, record: { z: "3", b: "3" } },
    { row: 1, record: { b: "1", a: "1" } },
    { row: 2, record: { a: "2", c: "2" } },
  )
  expect(await csv()).toBe(
    [
      "b,a,c,z,_line,_column,_error",
      "1,1,,,2,a,bad: bad it is.",
      ",2,2,,3,a,bad: bad it is.",
      "3,,,3,4,a,bad: bad it is.",
      "",
    ].join("\r\n"),
  )
})

test("a row with two things wrong is one line, so that it is not imported twice", async () => {
  await keep({ column: "b", code: "worse" }, { column: "a" }, { column: null, code: "all" }, { row: 2 })
  expect(await csv()).toBe(
    [
      "a,_line,_column,_error",
      "x,2,a; b,all: all it is.; bad: bad it is.; worse: worse it is.",
      "x,3,a,bad: bad it is.",
      "",
    ].join("\r\n"),
  )
})

test("rows of several tables say of which they are", async () => {
  await keep({ table: "contact", record: { c: "1" } }, { table: "activity" })
  expect(await csv()).toBe(
    [
      "_table,a,c,_line,_column,_error",
      "activities,x,,2,a,bad: bad it is.",
      "contacts,,1,2,a,bad: bad it is.",
      "",
    ].join("\r\n"),
  )
  expect(await csv({ table: "contacts" })).toBe("c,_line,_column,_error\r\n1,2,a,bad: bad it is.\r\n")
  expect(await csv({ table: "contact", code: "other" })).toBe("_line,_column,_error\r\n")
  expect(await csv({ code: "bad" })).toContain("_table,")
})

test("a row that could not be read leaves its columns empty", async () => {
  await keep({ row: 1 }, { row: 2, record: null, column: null }, { row: null, record: null })
  expect((await csv()).split("\r\n").slice(1, 4)).toEqual([
    ",,a,bad: bad it is.",
    "x,2,a,bad: bad it is.",
    ",3,,bad: bad it is.",
  ])
})

test("formulas, strange headers and values that are no text are inert", async () => {
  const record = { __proto__: "p", "=1+1": "=2+2", constructor: "c", n: -5, yes: true, list: ["a", "b"] }
  await keep({ record: Object.assign(JSON.parse('{"__proto__":"own"}'), record) }, { row: 2, record: {} })
  expect(await csv()).toBe(
    [
      "__proto__,'=1+1,constructor,n,yes,list,_line,_column,_error",
      `own,'=2+2,c,-5,true,"[""a"",""b""]",2,a,bad: bad it is.`,
      ",,,,,,3,a,bad: bad it is.",
      "",
    ].join("\r\n"),
  )
})

test("a file that was mended before does not have the added columns twice", async () => {
  await keep({ record: { a: "1", _line: "7", _column: "a", _error: "bad", _table: "t" } })
  expect(await csv()).toBe("a,_line,_column,_error\r\n1,2,a,bad: bad it is.\r\n")
})

test("every row comes once however many pages it takes, and the report lists as many as fit", async () => {
  await lab.run(`
    insert into import_row_errors by name
    select '${job_id}'::uuid as job_id, 'activity' as table_name, 'insert' as operation, 'activity.csv' as file,
      row_no + 1 as line, row_no, 'c' || n as column_name, 'bad' as code, 'No.' as message,
      'validation' as category, json_object('row', row_no) as record
    from range(1, 4002) as r(row_no), range(3) as c(n)`)
  const lines = (await csv()).trimEnd().split("\r\n").slice(1)
  expect(lines).toEqual(
    Array.from({ length: 4_001 }, (_, i) => `${i + 1},${i + 2},c0; c1; c2,bad: No.; bad: No.; bad: No.`),
  )
  const report = await jobReport({ job_id, actor }, lab.effects)
  expect(report).toMatchObject({ errors_total: 12_003, errors_listed: 10_000 })
  expect(report.errors[9_999]).toMatchObject({ table: "activities", row: 3_334, column: "c0" })
  const counts = await jobReport({ job_id, errors: false, actor }, lab.effects)
  expect(counts).toMatchObject({ errors: [], errors_listed: 0, errors_total: 12_003 })
  let counted = 0
  for await (const page of (await reportFile({ job_id, actor }, lab.effects)).errors) counted += page.length
  expect(counted).toBe(12_003)
})

test("an unknown import is refused", async () => {
  const unknown = { job_id: "0199aaaa-0000-7000-8000-000000000000", actor }
  expect(await refusal(rowErrorFile(unknown, lab.effects))).toBe("404 job_not_found")
  expect(await refusal(reportFile(unknown, lab.effects))).toBe("404 job_not_found")
})
