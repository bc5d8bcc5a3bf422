import { existsSync, readdirSync, readFileSync } from "node:fs"
import { afterEach, beforeEach, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { personOfAddress, personOfNumber } from "../../lib/formats/person.ts"
import { forgetPerson, tracesOf } from "../../lib/import/forget.ts"
import { zipOf } from "../support/documents.ts"
import { importFiles, prepareFiles, textFile, undo } from "../support/imports.ts"
import { type Lab, openLab } from "../support/lab.ts"

let lab: Lab
beforeEach(async () => {
  // What is compressed would not be found in the file's bytes, whether it is there or not.
  lab = await openLab()
  await lab.run("set force_compression = 'uncompressed'")
})
afterEach(() => lab.close())

const ADDRESS = "an.hunter2@example.com"
const AN = personOfAddress(ADDRESS)
const HEADER = "email,phone,first_name,company"
const others = Array.from({ length: 300 }, (_, n) => `p${n}@example.com,,P${n},Some company ${n}`)

const bytesOf = (path: string) =>
  existsSync(path) ? readFileSync(path).toString("latin1").toLowerCase() : ""
const files = () => {
  const { database } = lab.effects.config
  return [database, `${database}.wal`].map(bytesOf).join()
}

const jobsOf = (held: readonly { job_id: string; rows: number }[]) =>
  held.map(({ job_id, rows }) => [job_id, rows])

test("a person leaves nothing behind but what is in the table", async () => {
  const rows = [HEADER, "An.Hunter2@example.com,,An,Before", ...others]
  const first = await importFiles(lab, contacts, textFile("first.csv", rows.join("\n")))
  const changed = [
    HEADER,
    "an.hunter2@example.com,,An,After",
    "nobody,an.hunter2@example.com,Bad,X",
    "nobody,,Other,Y",
  ]
  const second = await importFiles(lab, contacts, textFile("second.csv", changed.join("\n")), {
    duplicates: "update",
  })
  await lab.run("checkpoint")
  const counts = () =>
    lab.read(
      "select code, sum(errors) as n from (select code, 1 as errors from import_row_errors union all select code, errors from import_row_error_counts) group by code order by code",
    )
  const before = await counts()

  const traces = await forgetPerson({ person: AN, actor: "ops" }, lab.effects)
  expect(jobsOf(traces.undo_records)).toEqual([[second.job_id, 1]])
  expect(jobsOf(traces.row_errors)).toEqual([[second.job_id, 1]])
  expect(await counts()).toEqual(before)
  expect(
    await lab.read("select distinct actor, event from import_audit where event = 'person.forgotten'"),
  ).toEqual([{ actor: "ops", event: "person.forgotten" }])
  expect(await tracesOf(AN, lab.effects)).toEqual({
    row_errors: [],
    undo_records: [],
    results: [],
    files: [],
    unread: [],
  })

  // What was changed is not known any more, so it stays as it is, and is no longer what the first import wrote.
  await undo(lab, second.job_id)
  await undo(lab, first.job_id)
  expect(await lab.read("select email, company from contact_person")).toEqual([
    { email: ADDRESS, company: "After" },
  ])
})

test("and nothing in the bytes of the database's file", async () => {
  await importFiles(
    lab,
    contacts,
    textFile("first.csv", [HEADER, `${ADDRESS},,An,Before`, ...others].join("\n")),
  )
  await lab.run("checkpoint")
  // Only what is kept beside the table is looked at.
  await lab.run("drop table contact_person")
  await lab.run("checkpoint")
  expect(files()).toContain("an.hunter2")
  await forgetPerson({ person: AN, actor: "ops" }, lab.effects)
  expect(files()).not.toContain("an.hunter2")
})

test.each([
  ["text", async () => Buffer.from(`${HEADER}\n,0475 12/34.56,An,X\n`)],
  ["UTF-16", async () => Buffer.from(`${HEADER}\n,+32 475 12 34 56,An,X\n`, "utf16le")],
  ["a ZIP", () => zipOf({ "people.csv": Buffer.from(`${HEADER}\n,+32475123456,An,X\n`) })],
])("stored files that hold a number go, be they %s", async (_what, bytes) => {
  const { store, config } = lab.effects
  const { Readable } = await import("node:stream")
  await store.receive(Readable.from([await bytes()]), "people.csv", { max_bytes: 1_000_000 })
  await store.receive(Readable.from([Buffer.from("another,0475 12 34 57")]), "other.csv", {
    max_bytes: 1_000_000,
  })
  const { files: gone } = await forgetPerson(
    { person: personOfNumber("32", "475123456"), actor: "ops" },
    lab.effects,
  )
  expect(gone).toHaveLength(1)
  expect(readdirSync(config.files).filter((name) => name.endsWith(".csv"))).toHaveLength(1)
})

test("rows that are still to be applied are named instead", async () => {
  const { answer } = await prepareFiles(
    lab,
    contacts,
    textFile("people.csv", `${HEADER}\n${ADDRESS},,An,X\n`),
  )
  await expect(tracesOf(AN, lab.effects)).rejects.toMatchObject({
    status: 409,
    code: "still_staged",
    extras: { job_id: answer.job_id },
  })
})

test("nobody else is taken for the person", () => {
  const found = (pattern: string, text: string) => new RegExp(pattern, "i").test(text)
  const { pattern } = personOfAddress("an@example.com")
  for (const text of ["an@example.com", '"An@Example.com"', "to <an@example.com>.", "an@example.com,x"])
    expect([text, found(pattern, text)]).toEqual([text, true])
  for (const text of ["jan@example.com", "an@example.com.au", "an.an@example.com", "an@example.community"])
    expect([text, found(pattern, text)]).toEqual([text, false])
  const number = personOfNumber("32", "21234567").pattern
  for (const text of [
    "02 123 45 67",
    "+32 2 123.45.67",
    "0032/2/1234567",
    "tel. 02/1234567, or",
    "+32 (0)2 123 45 67",
  ])
    expect([text, found(number, text)]).toEqual([text, true])
  for (const text of ["0212.345.678", "021234567890", "1021234567"])
    expect([text, found(number, text)]).toEqual([text, false])
})

test("a file that cannot be looked into is named, and stops nothing", async () => {
  const { Readable } = await import("node:stream")
  const broken = Buffer.from("PK\u0003\u0004 and no more")
  await lab.effects.store.receive(Readable.from([broken]), "broken.zip", { max_bytes: 1_000_000 })
  expect(await forgetPerson({ person: AN, actor: "ops" }, lab.effects)).toMatchObject({
    files: [],
    unread: [expect.stringContaining("broken")],
  })
})
