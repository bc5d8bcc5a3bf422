import { expect, test } from "vitest"
import { documents } from "../../lib/datasets/documents.ts"
import { jobReport } from "../../lib/import/report.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { rawZip } from "../formats/zip-builder.ts"
import { actor, importFiles, textFile, undo } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { workbookOf } from "../support/workbook.ts"

const lab = ownLab()

const zip = (bytes: Buffer) => ({ file_name: "all.zip", bytes })
const entry = (name: string | Buffer, content: string, more = {}) => ({ name, content, ...more })
const filenames = async () =>
  (await lab.read("select filename from document order by filename")).map(({ filename }) => filename)

test("a ZIP keeps its folders, and what is no document is left out and listed", async () => {
  const bytes = rawZip([
    entry("./2024/report.txt", "last year"),
    entry("2025\\report.txt", "this year"),
    entry(Buffer.from([0x82, 0x2e, 0x74, 0x78, 0x74]), "of old"),
    entry("link.txt", "/etc/passwd", { unix_mode: 0o120777 }),
    ...["__MACOSX/._report.txt", "Thumbs.db", "a/desktop.ini", "Icon\r", ".DS_Store", "~$report.docx"].map(
      (name) => entry(name, "litter"),
    ),
  ])
  const status = await importFiles(lab, documents, zip(bytes))
  expect(await filenames()).toEqual(["2024/report.txt", "2025/report.txt", "é.txt"])
  expect(status).toMatchObject({
    row_errors: 0,
    warnings: [{ code: "entries_left_out", message: expect.stringContaining("link.txt"), count: 7 }],
  })
})

test("an entry that cannot be read is that document's failure, alone and beside other files", async () => {
  const bad = [
    entry("fine.txt", "fine text"),
    entry("damaged.txt", "damaged text", { crc: 1 }),
    entry("locked.txt", "locked text", { flags: 1 }),
    entry("../outside.txt", "outside text"),
  ]
  const alone = await importFiles(lab, documents, zip(rawZip(bad)))
  expect(await filenames()).toEqual(["fine.txt"])
  expect(alone.documents).toEqual([
    { filename: "fine.txt", result: "read", same_as: null, repeated: false, error: null, warnings: [] },
    ...["damaged.txt", "locked.txt", "../outside.txt"].map((filename) =>
      expect.objectContaining({
        filename,
        result: "failed",
        error: expect.objectContaining({ message: expect.stringContaining(filename) }),
      }),
    ),
  ])
  await lab.anew()
  const beside = await importFiles(lab, documents, [
    zip(rawZip(bad.slice(0, 2))),
    textFile("other.txt", "other text"),
  ])
  expect(await filenames()).toEqual(["fine.txt", "other.txt"])
  expect(beside.documents?.filter(({ result }) => result === "failed")).toMatchObject([
    { filename: "damaged.txt" },
  ])
})

test("metadata is found by the path, else by a name that only one document has; it may be a workbook, with blank rows", async () => {
  const files = {
    "2024/report.txt": Buffer.from("last year"),
    "2025/report.txt": Buffer.from("this year"),
    "in/notes.txt": Buffer.from("notes"),
  }
  const csv = "filename,author\n2024/report.txt,An\n,\nnotes.txt,Bo\nreport.txt,Cy\n"
  const status = await importFiles(
    lab,
    documents,
    zip(await zipOf({ ...files, "metadata.csv": Buffer.from(csv) })),
  )
  const authors = () => lab.read("select filename, author from document order by filename")
  const told = [
    { filename: "2024/report.txt", author: "An" },
    { filename: "2025/report.txt", author: null },
    { filename: "in/notes.txt", author: "Bo" },
  ]
  expect(await authors()).toEqual(told)
  expect(status.warnings).toMatchObject([{ code: "metadata_ambiguous", count: 1 }])
  await lab.anew()
  const row = (...cells: string[]) =>
    `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("")}</row>`
  const rows = row("filename", "author") + row("2024/report.txt", "An") + row("", "") + row("notes.txt", "Bo")
  const book = await workbookOf({ sheets: [{ name: "Sheet", rows }] })
  await importFiles(lab, documents, zip(await zipOf({ ...files, "metadata.xlsx": book })))
  expect(await authors()).toEqual(told)
})

test("the same content twice is listed with the name of the first, and after a rollback the bundle imports anew", async () => {
  const files = {
    "a.txt": Buffer.from("the same"),
    "b/a.txt": Buffer.from("the same"),
    "c.txt": Buffer.from("other"),
  }
  const bytes = await zipOf(files)
  const status = await importFiles(lab, documents, zip(bytes))
  expect(status.documents?.map(({ filename, result, same_as }) => [filename, result, same_as])).toEqual([
    ["a.txt", "read", null],
    ["b/a.txt", "skipped", "a.txt"],
    ["c.txt", "read", null],
  ])
  expect(status.warnings).toMatchObject([
    { code: "same_content", message: expect.stringContaining("b/a.txt"), count: 1 },
  ])
  await undo(lab, status.job_id)
  expect(await filenames()).toEqual([])
  const again = await importFiles(lab, documents, zip(bytes))
  expect(again.job_id).not.toBe(status.job_id)
  expect(await filenames()).toEqual(["a.txt", "c.txt"])
})

test("a document's warnings are kept with it, counted among the import's, and told by status, report and log", async () => {
  const bytes = await zipOf({
    "in/a.txt": Buffer.from("Le café est fermé à Orléans, désolé.", "latin1"),
    "b.txt": Buffer.from("Le thé est servi à Orléans, désolé.", "latin1"),
    "c.md": Buffer.from("# Rules\n\nNo dogs."),
  })
  const status = await importFiles(lab, documents, zip(bytes))
  const warned = [{ code: "encoding_guessed", count: 1 }]
  expect(status.warnings).toMatchObject([
    { code: "encoding_guessed", message: expect.stringContaining("2 documents"), count: 2 },
  ])
  const results = [
    { filename: "in/a.txt", result: "read", warnings: warned },
    { filename: "b.txt", result: "read", warnings: warned },
    { filename: "c.md", result: "read", warnings: [] },
  ]
  expect(status.documents).toMatchObject(results)
  const report = await jobReport({ job_id: status.job_id, actor }, lab.effects)
  expect(report.documents).toMatchObject(results)
  const kept = await lab.read("select warnings is not null as warned from document order by filename")
  expect(kept).toEqual([{ warned: true }, { warned: false }, { warned: true }])
  expect(lab.events).toContainEqual(
    expect.objectContaining({
      type: "document.finished",
      filename: "in/a.txt",
      warnings: ["encoding_guessed"],
    }),
  )
  const pieces = await lab.read("select text, page, section from document_chunk where section is not null")
  expect(pieces).toEqual([{ text: "Rules\n\nNo dogs.", page: null, section: "Rules" }])
})
