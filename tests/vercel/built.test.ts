import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { japanesePdf } from "../support/documents.ts"
import { type Built, expectReader, expectUntouched, expectWhole, layBuilt } from "./built.ts"

const CONTACTS = "/api/import/contacts"
const IMPORTED = `select count(*) as n from ${contacts.tables[0]?.name}`

let built: Built

beforeAll(async () => {
  built = await layBuilt(["api/prepare.ts", "api/work.ts"])
}, 120_000)
afterAll(() => built.remove())

test("functions built as the platform builds them have with them what they need and nothing else", () => {
  expect([...built.bundles.keys()]).toEqual(["api/prepare.ts", "api/work.ts"])
  for (const bundle of built.bundles.values()) expectWhole(bundle)
  expectReader(built.bundles.get("api/prepare.ts"))
})

test("they import and undo, each call in a process of its own, and write to the temporary folder alone", async () => {
  const { answered, driveToEnd, count } = built
  const body = { filename: contacts.example.file_name }
  const { job_id } = await answered(`${CONTACTS}/prepare`, { body })
  await driveToEnd(job_id, CONTACTS)
  expect(await answered(`${CONTACTS}/finalize`, { body: { job_id } })).toMatchObject({ outcome: "complete" })
  expect(await count(IMPORTED)).toBeGreaterThan(0)
  expect(await answered(`${CONTACTS}/rollback`, { body: { job_id } })).toMatchObject({ done: true })
  expect(await count(IMPORTED)).toBe(0)
  for (const bundle of built.bundles.values()) expectUntouched(bundle)
}, 60_000)

test("they have the character maps with them that a PDF in Japanese needs", async () => {
  const { answered, driveToEnd, count, files } = built
  writeFileSync(join(files, "japanese.pdf"), japanesePdf())
  const at = "/api/import/documents"
  const { job_id } = await answered(`${at}/prepare`, { body: { filename: "japanese.pdf" } })
  await driveToEnd(job_id, at)
  expect(await count("select count(*) as n from document where text = '日本' and warnings is null")).toBe(1)
}, 60_000)
