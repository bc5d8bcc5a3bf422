import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { UNPACKED_PREFIX } from "../../lib/formats/content.ts"
import { previewFile } from "../../lib/import/preview.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { openBelow } from "../store/descriptors.ts"
import { actor, importFiles, textFile, undo } from "../support/imports.ts"
import { openLab } from "../support/lab.ts"
import { workbookOf } from "../support/workbook.ts"

test("what a preview shows of a packed file or a workbook is what is imported, warnings and all", async () => {
  const lab = await openLab()
  const cells = (...texts: string[]) =>
    `<row>${texts.map((text) => `<c t="str"><v>${text}</v></c>`).join("")}</row>`
  const rows = cells("A list") + cells("email", "city", "phone") + cells("x1@x.be", "Gent")
  const files = [
    { file_name: "a.xlsx", bytes: await workbookOf({ sheets: [{ name: "People", rows }] }) },
    { file_name: "a.csv.gz", bytes: gzipSync("A list\nemail,city,phone\nx2@x.be,Gent\n") },
  ]
  for (const [i, file] of files.entries()) {
    const stored = await lab.effects.store.receive(Readable.from([file.bytes]), file.file_name, {
      max_bytes: 1e9,
    })
    const sent = { filename: stored.filename, name: file.file_name, temporary: true }
    const preview = await previewFile(
      { dataset: contacts, file: sent, options: ImportOptions.parse({}), actor },
      lab.effects,
    )
    expect(preview).toMatchObject({
      dialect: { header_row: 2, above: [{ line: 1, text: "A list" }], sheet: i === 0 ? "People" : null },
      header: ["email", "city", "phone"],
      rows: [[`x${i + 1}@x.be`, "Gent", ""]],
      missing: [],
      errors: [],
    })
    const status = await importFiles(lab, contacts, file)
    expect(status).toMatchObject({ outcome: "complete", row_errors: 0 })
    expect(status.warnings).toEqual(preview.warnings)
  }
  expect(await lab.read("select email, city from contact_person order by email")).toEqual([
    { email: "x1@x.be", city: "Gent" },
    { email: "x2@x.be", city: "Gent" },
  ])
  lab.close()
})

test("a workbook in a ZIP is read as the ZIP's file, and a ZIP in a ZIP is told what to do", async () => {
  const lab = await openLab()
  const rows = `<row><c t="str"><v>email</v></c></row><row><c t="str"><v>x3@x.be</v></c></row>`
  const book = await workbookOf({ sheets: [{ name: "People", rows }] })
  const zip = await zipOf({ "lists/people.xlsx": book })
  const status = await importFiles(lab, contacts, { file_name: "people.zip", bytes: zip })
  expect(status).toMatchObject({ outcome: "complete", row_errors: 0, counts: { inserted: 1 } })
  const inner = await zipOf({ "people.csv": Buffer.from("email\nx4@x.be\n") })
  const nested = { file_name: "nested.zip", bytes: await zipOf({ "inner.zip": inner }) }
  await expect(importFiles(lab, contacts, nested)).rejects.toMatchObject({
    code: "file_not_text",
    detail: "inner.zip is a ZIP within another. Unpack it and send what is in it.",
  })
  expect(openBelow(join(tmpdir(), UNPACKED_PREFIX))).toEqual([])
  lab.close()
})

test("what fills a file up behind its end is no part of it", async () => {
  const lab = await openLab()
  for (const [i, end] of ["\n", "\r", "\r\n"].entries()) {
    const text = `email,city${end}x${i}@x.be,Gent${end}`
    const file = { file_name: "padded.csv", bytes: Buffer.concat([Buffer.from(text), Buffer.alloc(212)]) }
    expect(await importFiles(lab, contacts, file)).toMatchObject({ outcome: "complete", row_errors: 0 })
  }
  lab.close()
})

test("a file with the header of an earlier one is told how that was read, until that is taken back", async () => {
  const lab = await openLab()
  const look = async (text: string) => {
    const stored = await lab.effects.store.receive(Readable.from([Buffer.from(text)]), "a.csv", {
      max_bytes: 1e9,
    })
    const file = { filename: stored.filename, name: "a.csv", temporary: true }
    return previewFile({ dataset: contacts, file, options: ImportOptions.parse({}), actor }, lab.effects)
  }
  const options = { mapping: { who: "email", what: null }, constants: { country: "BE" } }
  const first = await importFiles(lab, contacts, textFile("a.csv", "who,what\ny1@x.be,x\n"), options)
  expect((await look("who,what\ny2@x.be,y\n")).earlier).toMatchObject({ job_id: first.job_id, options })
  expect((await look("what,who\ny,y2@x.be\n")).earlier).toBeNull()
  await undo(lab, first.job_id)
  expect((await look("who,what\ny2@x.be,y\n")).earlier).toBeNull()
  lab.close()
})
