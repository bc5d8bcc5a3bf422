import { randomBytes } from "node:crypto"
import { readdirSync, writeFileSync } from "node:fs"
import { Readable } from "node:stream"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { Effects } from "../../lib/effects.ts"
import { controlJob } from "../../lib/import/control.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { bucketEnv } from "../../scripts/command/bucket.ts"
import { type S3Server, serveS3 } from "../store/s3-server.ts"
import { actor, carryOn, drive, finish, prepareOn, undo } from "../support/imports.ts"
import { type Lab, openLab } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { workbookOf } from "../support/workbook.ts"

const ROWS = 45_000
const cell = (text: string) => `<c t="str"><v>${text}</v></c>`

/** People, of whom some rows are hidden, some blank, some bad, and some have an error for a value. */
function rowOf(n: number, name: string): string {
  if (n % 500 === 7) return `<row><c t="e"><v>#N/A</v></c></row>`
  const note = `Wrote us about number ${n} in the spring, and again in the autumn`
  const email = n % 1_000 === 3 ? "nobody" : `p${n}@example.org`
  const city = n % 700 === 1 ? '<c t="e"><v>#REF!</v></c>' : cell("Gent")
  return `<row${n % 900 === 5 ? ' hidden="1"' : ""}>${cell(email)}${cell(name)}${city}${cell(note)}${n % 2_000 === 9 ? cell("more") : ""}</row>`
}

const bookOf = (name: string) => {
  const header = `<row>${["email", "first_name", "city", "notes"].map(cell).join("")}</row>`
  const rows = Array.from({ length: ROWS }, (_, n) => rowOf(n, n < 400 ? "Ann" : name))
  return workbookOf({ sheets: [{ name: "People", rows: header + rows.join("") }] })
}

let s3: S3Server
let book: Buffer
let expected: unknown
beforeAll(async () => {
  s3 = await serveS3("sources")
  book = await bookOf("Ann")
  const lab = await openLab()
  const job_id = await begin(lab, lab.effects)
  expected = await stagedBy(lab, job_id)
  lab.close()
})
afterAll(() => s3.close())

const bucket = () => bucketEnv(s3.endpoint, `sources/${randomBytes(4).toString("hex")}`)

async function begin({ effects: { store } }: Lab, effects: Effects, asked = {}): Promise<string> {
  const file = await store.receive(Readable.from([book]), "people.xlsx", { max_bytes: 1e9 })
  const input = { dataset: contacts, options: ImportOptions.parse(asked), actor }
  return (await prepareImport({ ...input, source: { kind: "upload", files: [file] } }, effects)).answer.job_id
}

/** Only makes the import: nobody has begun to read. */
const open = (lab: Lab) => begin(lab, lab.effects, { run: "background" })

async function goOn(job_id: string, effects: Effects) {
  const input = { dataset: contacts, options: ImportOptions.parse({}), actor }
  return (await prepareImport({ ...input, source: { kind: "job", job_id } }, effects)).answer
}

/** What has become of the file: its rows, its bad rows and what is told of it. */
async function stagedBy(lab: Lab, job_id: string) {
  expect(await prepareOn(lab, contacts, job_id)).toMatchObject({ status: "ready" })
  return {
    rows: await lab.read(
      "select row_no, line, email, first_name, city from import_staging_contact_person order by row_no",
    ),
    errors: await lab.read("select line, row_no, code from import_row_errors order by row_no"),
    warnings: await lab.read("select warnings from import_jobs"),
  }
}

const brief = (lab: Lab, more: Partial<Effects> = {}): Effects => ({
  ...lab.effects,
  config: { ...lab.effects.config, prepare_budget_seconds: 0.001 },
  ...more,
})

describe.each([
  ["a folder", () => ({})],
  ["a bucket", bucket],
])("a workbook in %s that takes several calls", (where, environment) => {
  const lab = ownLab(environment)

  /** Names of all there is in the store. */
  const left = async () =>
    where === "a folder"
      ? readdirSync(lab.effects.config.files)
      : (await lab.effects.store.list()).map(({ filename }) => filename)

  test("is read once, and gives what it gives in one call", async () => {
    const job_id = await begin(lab, brief(lab))
    expect(await left()).toHaveLength(2)
    if (where === "a folder") {
      const [source] = await lab.read("select source ->> 'filename' as filename from import_jobs")
      const { locator } = await lab.effects.store.resolve(String(source?.filename))
      writeFileSync(locator, await bookOf("Somebody else"))
    }
    expect(await goOn(job_id, brief(lab))).toMatchObject({ status: "preparing" })
    expect(await stagedBy(lab, job_id)).toEqual(expected)
    expect(await left()).toEqual([])
    await carryOn(lab, contacts, job_id)
    expect(await left()).toEqual([])
  })

  test("is converted anew where a call died over it, which may come to life again", async () => {
    let revive = () => {}
    const dead = new Promise<never>((_, reject) => {
      revive = () => reject(new Error("The process ended here."))
    })
    let began = () => {}
    const writing = new Promise<void>((resolve) => {
      began = resolve
    })
    const writePart = () => {
      began()
      return dead
    }
    const first = begin(lab, brief(lab, { store: { ...lab.effects.store, writePart } }))
    await writing
    const [job] = await lab.read("select job_id from import_jobs")
    const job_id = String(job?.job_id)
    expect(await goOn(job_id, brief(lab))).toMatchObject({ status: "preparing" })
    lab.clock.advance(100)
    expect(await stagedBy(lab, job_id)).toEqual(expected)
    revive()
    await first.catch(() => undefined)
    expect(await left()).toEqual([])
  })

  test("is prepared by two callers at once as by one", async () => {
    const job_id = await open(lab)
    await Promise.all([goOn(job_id, brief(lab)), goOn(job_id, brief(lab))])
    expect(await stagedBy(lab, job_id)).toEqual(expected)
    expect(await left()).toEqual([])
  })

  test("leaves nothing when it is cancelled midway", async () => {
    const job_id = await begin(lab, brief(lab))
    await controlJob({ dataset: contacts, job_id, action: "cancel", actor }, lab.effects)
    expect(await left()).toEqual([])
  })
})

test("a workbook that no call has the time to convert is read itself", async () => {
  const lab = await openLab()
  const tooShort = () => ({ ...lab.effects, deadline: lab.clock.now() })
  const job_id = await open(lab)
  for (let call = 0; call < 2; call += 1) await goOn(job_id, tooShort()).catch(() => undefined)
  expect(readdirSync(lab.effects.config.files)).toHaveLength(1)
  expect(await stagedBy(lab, job_id)).toEqual(expected)
  expect(readdirSync(lab.effects.config.files)).toEqual([])
  await drive(lab, contacts, job_id)
  await finish(lab, contacts, job_id)
  await undo(lab, job_id)
  lab.close()
})
