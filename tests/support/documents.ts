import { Buffer } from "node:buffer"
import { buffer } from "node:stream/consumers"
import PdfDocument from "pdfkit"
import { zipOf } from "../../scripts/sample/zip.ts"

/** A PDF with one page for each text; with a password it opens for nobody who does not know it. */
export async function pdfOf(pages: readonly string[], password?: string): Promise<Buffer> {
  const document = new PdfDocument({ autoFirstPage: false, ...(password && { userPassword: password }) })
  for (const text of pages) document.addPage().text(text)
  document.end()
  return buffer(document)
}

/** A PDF of one page with a drawing and no text, as a scanner makes it. */
export async function scannedPdf(): Promise<Buffer> {
  const document = new PdfDocument()
  document.rect(50, 50, 200, 100).fill("#336699")
  document.end()
  return buffer(document)
}

/** A PDF whose page draws whatever `stream` says, packed by the named filter. */
export function pdfWithContent(stream: Buffer, filter = "/FlateDecode"): Buffer {
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    Buffer.concat([
      Buffer.from(`<</Length ${stream.length}/Filter ${filter}>>\nstream\n`),
      stream,
      Buffer.from("\nendstream"),
    ]),
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ]
  const parts = [Buffer.from("%PDF-1.4\n")]
  const offsets: number[] = []
  const written = () => parts.reduce((bytes, part) => bytes + part.length, 0)
  for (const [at, object] of objects.entries()) {
    offsets.push(written())
    parts.push(Buffer.from(`${at + 1} 0 obj\n`), Buffer.from(object), Buffer.from("\nendobj\n"))
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("")
  const start = written()
  const head = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  const trailer = `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`
  return Buffer.concat([...parts, Buffer.from(head + table + trailer)])
}

/** A PDF with "日本" in a font that names a character map which is not in the file, beside some words in another font. */
export function japanesePdf(words = ""): Buffer {
  const text = `BT /F1 24 Tf 10 100 Td <93fa967b> Tj ET BT /F2 12 Tf 10 50 Td (${words}) Tj ET`
  const system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>/FontDescriptor 7 0 R"
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 8 0 R>>>>>>",
    `<</Length ${text.length}>>\nstream\n${text}\nendstream`,
    "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/90ms-RKSJ-H/DescendantFonts[6 0 R]>>",
    `<</Type/Font/Subtype/CIDFontType0/BaseFont/X${system}>>`,
    "<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ]
  const body = objects.map((object, i) => `${i + 1} 0 obj\n${object}\nendobj\n`).join("")
  return Buffer.from(`%PDF-1.4\n${body}trailer<</Size 9/Root 1 0 R>>\n%%EOF`)
}

const CONTENT_TYPES = `<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>`

const RELATIONSHIPS = `<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>`

/** A Word file with one paragraph for each text; `\n` within one is a line break of its own. */
export function docxOf(paragraphs: readonly string[], others: Record<string, Buffer> = {}): Promise<Buffer> {
  return docxWithBody(paragraphs.map((text) => `<w:p>${runsOf(text)}</w:p>`).join(""), others)
}

/** A Word file whose body is that XML. */
export function docxWithBody(body: string, others: Record<string, Buffer> = {}): Promise<Buffer> {
  const namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  const document = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="${namespace}"><w:body>${body}</w:body></w:document>`
  return zipOf({
    "[Content_Types].xml": Buffer.from(CONTENT_TYPES),
    "_rels/.rels": Buffer.from(RELATIONSHIPS),
    "word/document.xml": Buffer.from(document),
    ...others,
  })
}

/** The first bytes of a file that an OLE container begins, with the name of one stream in its directory. */
export function oleWith(stream: string): Buffer {
  const bytes = Buffer.alloc(4_096)
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(bytes)
  Buffer.from(stream, "utf16le").copy(bytes, 1_024)
  return bytes
}

function runsOf(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
  return escaped
    .split("\n")
    .map((line) => `<w:r><w:t xml:space="preserve">${line}</w:t></w:r>`)
    .join("<w:r><w:br/></w:r>")
}
