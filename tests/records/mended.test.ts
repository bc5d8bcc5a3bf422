import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { rowErrorsCsv } from "../../lib/http/downloads.ts"
import { rowErrorFile } from "../../lib/import/error-file.ts"
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
  expect(file.split("\r\n").map((line) => line.replace(/"bad_.*$/, "…"))).toEqual([
    "E-mail,Unknown,phone,notes,_line,_column,_error",
    "not an address,1,'+32 2 555 12 01,'=1+1,2,email,…",
    ',3,abc,"two\nlines; one ""quoted""",4,phone,…',
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
  expect(await rows(second.job_id)).toBe("_line,_column,_error\r\n")
  lab.close()
})
