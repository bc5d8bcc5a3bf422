import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { rowErrorsCsv } from "../../lib/http/downloads.ts"
import { rowErrorFile } from "../../lib/import/mending/error-file.ts"
import { actor, importFiles, textFile } from "../support/imports.ts"
import { openLab } from "../support/lab.ts"

test("rows that could not be used come back as they were, can be mended and imported again", async () => {
  const lab = await openLab()
  const rows = async (job_id: string) =>
    rowErrorsCsv(job_id, await rowErrorFile({ job_id, actor }, lab.effects)).text()
  const people = [
    "E-mail;Unknown;phone;notes",
    "not an address;1;+32 2 555 12 01;=1+1",
    "good@example.org;2;;",
    ';3;abc;"two\nlines; one ""quoted"""',
  ]
  const first = await importFiles(lab, contacts, textFile("people.csv", `${people.join("\n")}\n`))
  expect(first).toMatchObject({ outcome: "partial_failure", row_errors: 2 })
  const file = await rows(first.job_id)
  expect(file.split("\r\n").map((line) => line.replace(/#\w+/, "#…").replace(/"?bad_.*$/, "…"))).toEqual([
    "E-mail;Unknown;phone;notes;_row;_line;_column;_error",
    "not an address;1;'+32 2 555 12 01;'=1+1;1#…;2;email;…",
    ';3;abc;"two\nlines; one ""quoted""";3#…;4;phone;…',
    "",
  ])
  const mended = file.replace("not an address", "mended@example.org").replace("abc", "02 555 12 02")
  const second = await importFiles(lab, contacts, textFile("people-mended.csv", mended))
  expect(second).toMatchObject({ outcome: "complete", row_errors: 0 })
  expect(await lab.read("select email, phone, notes from contact_person order by email")).toEqual([
    { email: "good@example.org", phone: null, notes: null },
    { email: "mended@example.org", phone: "+3225551201", notes: "=1+1" },
    { email: null, phone: "+3225551202", notes: 'two\nlines; one "quoted"' },
  ])
  expect(await rows(second.job_id)).toBe("_line;_column;_error\r\n")
  lab.close()
})

test("columns that are called the same come back each, and a text that stands alone under its column", async () => {
  const lab = await openLab()
  const headOf = async (job_id: string) =>
    (await rowErrorsCsv(job_id, await rowErrorFile({ job_id, actor }, lab.effects)).text()).split("_error")[0]
  const people = textFile("p.csv", "email,,first_name,,foo,foo\nbad,b1,X,b2,f1,f2\n")
  const first = await importFiles(lab, contacts, people)
  expect(await headOf(first.job_id)).toBe("email,,first_name, (2),foo,foo (2),_row,_line,_column,")
  const [row] = await lab.read("select record from import_row_errors")
  expect(Object.values(row?.record as object).sort()).toEqual(["X", "b1", "b2", "bad", "f1", "f2"])
  const pages = await importFiles(lab, taxonomy, textFile("p.json", '["https://s.example", "nope"]'))
  const file = await rowErrorsCsv(
    pages.job_id,
    await rowErrorFile({ job_id: pages.job_id, actor }, lab.effects),
  ).text()
  const mended = await importFiles(
    lab,
    taxonomy,
    textFile("m.csv", file.replace(/^nope/m, "https://t.example")),
  )
  expect(mended).toMatchObject({ outcome: "complete", row_errors: 0 })
  lab.close()
})
