import { deflateRawSync, deflateSync } from "node:zlib"
import { expect, test } from "vitest"
import type { DocumentLimits } from "../../lib/documents/limits.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { rawZip } from "../formats/zip-builder.ts"
import { docxOf, docxWithBody, oleWith, pdfOf, pdfWithContent, scannedPdf } from "../support/documents.ts"
import { extractDocument } from "./extract-apart.ts"

async function refusalOf(name: string, bytes: Buffer, limits: Partial<DocumentLimits> = {}) {
  const found = await extractDocument({ name, bytes }, limits)
  if (found.ok) throw new Error(`${name} was read as ${found.text.slice(0, 100)}`)
  expect(found.message).toMatch(/^\S.*[.]$/)
  expect(found.message).not.toMatch(/Error|\bat .*:\d+|undefined|null/)
  return found
}

test("a file that is cut off is corrupt", async () => {
  for (const [name, whole] of [
    ["a.pdf", await pdfOf(["Some text.".repeat(50)])],
    ["a.docx", await docxOf(["Some text.".repeat(50)])],
  ] as const) {
    for (const part of [0.3, 0.6, 0.9]) {
      const bytes = whole.subarray(0, Math.floor(whole.length * part))
      expect(await refusalOf(name, bytes), `${name} at ${part}`).toMatchObject({ code: "document_corrupt" })
    }
  }
})

test("a file that only begins like what it is called is corrupt", async () => {
  const noise = Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 7919) % 251))
  const zip = await zipOf({
    "word/document.xml": Buffer.from("this is no XML"),
    "[Content_Types].xml": Buffer.from("<"),
  })
  for (const [name, bytes] of [
    ["a.pdf", Buffer.concat([Buffer.from("%PDF-1.7\n"), noise])],
    ["a.docx", Buffer.concat([Buffer.from("PK\x03\x04"), noise])],
    ["b.docx", zip],
    ["a.txt", noise],
    ["a.html", noise],
    ["noise.pdf", noise],
  ] as const) {
    expect(await refusalOf(name, bytes), name).toMatchObject({ code: "document_corrupt" })
  }
})

test("a file that needs a password is encrypted", async () => {
  const locked = rawZip([{ name: "word/document.xml", content: "x", flags: 1 }])
  for (const [name, bytes] of [
    ["a.pdf", await pdfOf(["secret"], "password")],
    ["a.docx", oleWith("EncryptedPackage")],
    ["b.docx", locked],
  ] as const) {
    const found = await refusalOf(name, bytes)
    expect(found, name).toMatchObject({ code: "document_encrypted" })
    expect(found.message).toContain("protected by a password")
  }
})

test("a file without text is empty, and a scanned one is to be recognised first", async () => {
  for (const [name, bytes] of [
    ["a.txt", Buffer.alloc(0)],
    ["b.txt", Buffer.from(" \r\n\t\ufeff")],
    ["a.html", Buffer.from("<script>alert(1)</script>")],
    ["a.docx", await docxOf([])],
    ["a.pdf", await pdfOf([])],
  ] as const) {
    expect(await refusalOf(name, bytes), name).toMatchObject({ code: "document_empty" })
  }
  const scanned = await refusalOf("scan.pdf", await scannedPdf())
  expect(scanned).toMatchObject({ code: "document_empty", message: expect.stringContaining("OCR") })
})

test("a file that is something else than its ending says is mislabelled, and both are named", async () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")
  for (const [name, bytes, is] of [
    ["report.pdf", await docxOf(["x"]), "a Word document"],
    ["report.pdf", await zipOf({ "a.txt": Buffer.from("x") }), "a ZIP file"],
    ["report.pdf", png, "a PNG file"],
    ["report.pdf", Buffer.from("<!doctype html><p>Please log in"), "an HTML page"],
    ["letter.docx", await pdfOf(["x"]), "a PDF"],
    ["letter.docx", Buffer.from("just text"), "plain text"],
    ["letter.docx", oleWith("WordDocument"), "an Office file of the older kind"],
    ["notes.txt", await pdfOf(["x"]), "a PDF"],
    ["notes.md", png, "a PNG file"],
  ] as const) {
    const found = await refusalOf(name, bytes)
    expect(found).toMatchObject({ code: "type_mismatch" })
    expect(found.message).toContain(is)
    expect(found.message).toContain(name)
  }
})

test("what is beyond a limit is too large, and the limit is named", async () => {
  const limits = { bytes: 1_048_576, pages: 2, characters: 100 }
  for (const [name, bytes, why] of [
    ["a.txt", Buffer.alloc(1_048_577, "a"), "more than 1 MB"],
    ["a.pdf", await pdfOf(["a", "b", "c"]), "more than 2 pages"],
    ["b.pdf", await pdfOf(["words and words ".repeat(10)]), "more than 100 characters"],
    ["b.txt", Buffer.from("words and words ".repeat(10)), "more than 100 characters"],
    ["a.html", Buffer.from("<b>".repeat(60_000)), "tens of thousands"],
  ] as const) {
    const found = await refusalOf(name, bytes, limits)
    expect(found, name).toMatchObject({ code: "document_too_large" })
    expect(found.message).toContain(why)
  }
})

test("a Word document that unpacks to too much is refused before it is unpacked", async () => {
  const started = performance.now()
  const zeros = Buffer.alloc(150 * 1_048_576)
  const packed = deflateRawSync(zeros)
  const part = (name: string) => ({ name, packed, uncompressed_size: zeros.length })
  const many = rawZip(["word/document.xml", "word/a.bin", "word/b.bin"].map(part))
  expect(await refusalOf("a.docx", many)).toMatchObject({ code: "document_too_large" })
  const liar = rawZip([{ name: "word/document.xml", packed, uncompressed_size: 1_000 }])
  expect(await refusalOf("b.docx", liar)).toMatchObject({ code: "document_corrupt" })
  expect(performance.now() - started).toBeLessThan(5_000)
})

test("a PDF that unpacks to too much is refused before it is read", async () => {
  const bomb = pdfWithContent(deflateSync(Buffer.alloc(200 * 1_048_576, " ")))
  expect(bomb.length).toBeLessThan(300_000)
  expect(await refusalOf("a.pdf", bomb)).toMatchObject({
    code: "document_too_large",
    message: expect.stringContaining("128 MB"),
  })
})

const busy = pdfWithContent(deflateSync(Buffer.from("q ".repeat(20_000_000))))

test("of documents that are asked for at once two are read side by side at most, and large ones alone", async () => {
  const ends = async (...documents: Buffer[]) => {
    const read = documents.map(async (bytes) => {
      await refusalOf("a.pdf", bytes, { seconds: 0.4 })
      return performance.now()
    })
    return await Promise.all(read)
  }
  // Side by side they would be given up at the same time.
  const [first = 0, , third = 0] = await ends(busy, busy, busy)
  expect(third - first).toBeGreaterThan(350)
  const large = Buffer.concat([busy, Buffer.alloc(9_000_000, " ")])
  const [small = 0, alone = 0] = await ends(busy, large)
  expect(alone - small).toBeGreaterThan(350)
})

test("a document made to keep the reader busy is given up, and the next one is read", async () => {
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 20)
  expect(await refusalOf("a.pdf", busy, { seconds: 0.5 })).toMatchObject({
    code: "document_too_large",
    message: expect.stringContaining("0.5 s"),
  })
  clearInterval(timer)
  expect(turns, "other work goes on meanwhile").toBeGreaterThan(5)
  expect(await extractDocument({ name: "b.pdf", bytes: await pdfOf(["Next."]) })).toMatchObject({
    text: "Next.",
  })
})

test("a document nested without end is corrupt and takes nothing along", async () => {
  const deep = "<w:sdt><w:sdtContent>".repeat(20_000) + "</w:sdtContent></w:sdt>".repeat(20_000)
  expect(await refusalOf("a.docx", await docxWithBody(deep))).toMatchObject({ code: "document_corrupt" })
  expect(await refusalOf("a.md", Buffer.from(`${">".repeat(20_000)}a`))).toMatchObject({ ok: false })
})

test("changing any part of a document never does more than refuse it", async () => {
  for (const [name, whole] of [
    ["a.pdf", await pdfOf(["Some text on a page."])],
    ["a.docx", await docxOf(["Some text in a paragraph."])],
  ] as const) {
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
      const bytes = Buffer.from(whole)
      bytes.fill(0xff, at, Math.min(at + 4, bytes.length))
      const found = await extractDocument({ name, bytes }, { seconds: 5 })
      expect(found.ok || found.code.startsWith("document_") || found.code.startsWith("type_")).toBe(true)
    }
  }
})

test("a name with folders and control characters is shown without them", async () => {
  const found = await refusalOf("inbox/2024/bad\u0007name.pdf", Buffer.from("%PDF-1.7 no"))
  expect(found.message).toMatch(/^bad_name\.pdf cannot be read/)
})
