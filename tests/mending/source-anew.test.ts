import { afterAll, beforeAll, expect, test } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { PrepareSource } from "../../lib/engine/admission/prepare-source.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { type FileServer, sendFile, serve } from "../store/file-server.ts"
import { actor, badRows, begin, carryOn, prepareOn, textFile } from "../support/imports.ts"
import { endingAt, type Lab } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { toMend } from "./mending.ts"

const PEOPLE = ["E-mail,First name,Shoe", "ann@example.org,Ann,42", "no address,Bob,43"].join("\n")

let files: FileServer
beforeAll(async () => {
  const content = Buffer.from(PEOPLE)
  files = await serve((request, response) => sendFile(request, response, { content, etag: '"1"' }))
})
afterAll(() => files.close())

const lab = ownLab({ SLUICE_URL_ALLOW: "127.0.0.1" })

/** An import whose staging broke off, and whose file is gone since. */
async function brokenOff(begun: (broken: Lab) => Promise<unknown>): Promise<string> {
  await expect(begun(endingAt(lab, "after_staging"))).rejects.toThrow("ended here")
  for (const { filename } of await lab.effects.store.list()) await lab.effects.store.remove(filename)
  const [job] = await lab.read("select job_id from import_jobs")
  return String(job?.job_id)
}

/** What came with its file is known: rows can be mended, and have the headers of the file. */
async function expectMendable(job_id: string) {
  await carryOn(lab, contacts, job_id)
  expect(await toMend(lab, job_id)).toMatchObject({ why_not: null, counts: { open: 1 } })
  expect((await badRows(lab, job_id)).columns).toEqual(["E-mail", "First name", "Shoe"])
}

test("an import that goes on with its file sent once more can be mended as if it had kept the first", async () => {
  const people = textFile("people.csv", PEOPLE)
  const job_id = await brokenOff((broken) => begin(broken, contacts, people))
  const again = await begin(lab, contacts, people)
  expect(again).toMatchObject({ created: false, answer: { job_id } })
  await expectMendable(job_id)
})

test("an import that goes on with its file fetched once more can be mended as if it had kept the first", async () => {
  const prepare = (source: PrepareSource, { effects }: Lab) => {
    const input = { dataset: contacts, options: ImportOptions.parse({}), actor }
    return prepareImport({ ...input, source }, effects)
  }
  const job_id = await brokenOff((broken) => prepare({ kind: "url", url: files.url("/people.csv") }, broken))
  expect(await prepareOn(lab, contacts, job_id)).toMatchObject({ status: "ready" })
  expect(files.requests.length).toBeGreaterThan(1)
  await expectMendable(job_id)
})
