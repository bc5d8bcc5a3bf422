import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { carryOn, importFiles, prepareFiles, textFile } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"

const lab = ownLab()

const OLD = "+32470100001"
const NEW = "+32470100002"
const UPDATE = { duplicates: "update" } as const
const rowsOf = (...lines: string[]) =>
  textFile("rows.csv", ["email,phone,first_name", ...lines, ""].join("\n"))
const people = () => lab.read("select email, phone, first_name from contact_person order by first_name")

test("a row that is known by its phone is not taken for who had that number when it was prepared", async () => {
  await importFiles(lab, contacts, rowsOf(`an@x.be,${OLD},An`))
  const { answer } = await prepareFiles(lab, contacts, rowsOf(`,${OLD},Bo`), UPDATE)
  await importFiles(lab, contacts, rowsOf(`an@x.be,${NEW},An`), UPDATE)
  await carryOn(lab, contacts, answer.job_id)
  expect(await people()).toEqual([
    { email: "an@x.be", phone: NEW, first_name: "An" },
    { email: null, phone: OLD, first_name: "Bo" },
  ])
})

test("a row that is known by its phone is taken for who has got that number since it was prepared", async () => {
  await importFiles(lab, contacts, rowsOf(`an@x.be,${OLD},An`))
  const { answer } = await prepareFiles(lab, contacts, rowsOf(`,${NEW},Anna`), UPDATE)
  await importFiles(lab, contacts, rowsOf(`an@x.be,${NEW},An`), UPDATE)
  await carryOn(lab, contacts, answer.job_id)
  expect(await people()).toEqual([{ email: "an@x.be", phone: NEW, first_name: "Anna" }])
})
