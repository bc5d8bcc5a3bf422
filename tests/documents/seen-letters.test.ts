import { buffer } from "node:stream/consumers"
import PdfDocument from "pdfkit"
import { expect, test } from "vitest"
import { docxWithBody, pdfOf, pdfWithContent } from "../support/documents.ts"
import { extractDocument } from "./extract-apart.ts"

const FONT = "node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf"

/** A PDF that draws each text at its place, or behind the one before where none is said. */
async function drawn(...texts: [x: number | null, text: string][]): Promise<Buffer> {
  const document = new PdfDocument()
  document.font(FONT).fontSize(12)
  let behind = 0
  for (const [x, text] of texts) {
    document.text(text, x ?? behind, 100, { lineBreak: false })
    behind = (x ?? behind) + document.widthOfString(text)
  }
  document.end()
  return buffer(document)
}

async function textOf(name: string, bytes: Buffer): Promise<string> {
  const read = await extractDocument({ name, bytes })
  expect(read).toMatchObject({ ok: true })
  return read.ok ? read.text : ""
}

test("words of a PDF that are read from the right are in that order, whichever way they and their letters are drawn", async () => {
  expect(await textOf("a.pdf", await drawn([300, "שלום"], [265, "עולם"]))).toBe("שלום עולם")
  expect(await textOf("a.pdf", await drawn([265, "עולם"], [300, "שלום"]))).toBe("שלום עולם")
  const letters = await drawn([300, "ב"], [null, "א"], [280, "."], [null, "ד"], [null, "ג"])
  expect(await textOf("a.pdf", letters)).toBe("אב גד.")
  expect(await textOf("a.pdf", await drawn([300, "ﻓﻘﺮﺓ"]))).toBe("فقرة")
})

/** With a font that names its letters by their numbers. */
function shows(text: string): Buffer {
  const whole = pdfWithContent(Buffer.from(`BT /F1 10 Tf 10 180 Td (${text}) Tj ET`), "[]").toString("latin1")
  const names = "/BaseFont/Helvetica/Encoding<</Differences[28/g28/g29/g30]>>"
  return Buffer.from(whole.replace("/BaseFont/Helvetica", names), "latin1")
}

test("letters of a PDF that its font has no characters for are told, and refused where there are no others", async () => {
  expect(await extractDocument({ name: "a.pdf", bytes: shows("signi\\034er") })).toMatchObject({
    text: "signi\ufffder",
    warnings: [{ code: "characters_replaced", message: expect.stringContaining("fonts"), count: 1 }],
  })
  expect(await extractDocument({ name: "a.pdf", bytes: shows("\\034\\035 \\036") })).toEqual({
    ok: false,
    code: "document_empty",
    message:
      "a.pdf holds letters, but its fonts do not say which characters they are. Run text recognition (OCR) on it and import the result.",
  })
})

test("a PDF whose header is lost is read", async () => {
  const bytes = await pdfOf(["Words."])
  const headless = Buffer.concat([Buffer.from("%"), bytes.subarray(bytes.indexOf("\n"))])
  expect(await textOf("a.pdf", headless)).toBe("Words.")
})

const NUMBERING = `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">
  <w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>`
const RELATIONS = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n"
  Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>`

const item = (text: string, list = 1, mark = "") =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="${list}"/></w:numPr><w:rPr>${mark}</w:rPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`

test("numbers of a Word list count where a paragraph has no word, and begin anew where the list does", async () => {
  const others = {
    "word/numbering.xml": Buffer.from(NUMBERING),
    "word/_rels/document.xml.rels": Buffer.from(RELATIONS),
  }
  const row = (text: string) =>
    `<w:tr><w:tc>${item("")}</w:tc><w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc></w:tr>`
  const table = await docxWithBody(`<w:tbl>${row("One")}${row("Two")}</w:tbl>`, others)
  expect(await textOf("a.docx", table)).toBe("1.\tOne\n2.\tTwo")
  const lists = [
    item("One"),
    item("Gone", 1, "<w:del/>").replace(/<w:r>.*<\/w:r>/, ""),
    item("Two"),
    item("Again", 2),
    item("On"),
  ]
  expect(await textOf("a.docx", await docxWithBody(lists.join(""), others))).toBe(
    "1. One\n2. Two\n1. Again\n2. On",
  )
})

test("a first letter that is drawn larger belongs to its word", async () => {
  const body = `<w:p><w:pPr><w:framePr w:dropCap="drop" w:lines="3"/></w:pPr><w:r><w:t>D</w:t></w:r></w:p><w:p><w:r><w:t>rop cap.</w:t></w:r></w:p>`
  expect(await textOf("a.docx", await docxWithBody(body))).toBe("Drop cap.")
})
