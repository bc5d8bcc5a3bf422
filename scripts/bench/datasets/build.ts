import { buffer } from "node:stream/consumers"
import PdfDocument from "pdfkit"
import { zipOf } from "../../sample/zip.ts"

/** A title and some paragraphs, and a file of one kind that holds them. */
export interface Written {
  title: string
  paragraphs: readonly string[]
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

/** One builder for each ending. */
export const BUILDERS: Readonly<Record<string, (written: Written) => Promise<Buffer> | Buffer>> = {
  pdf: pdfOf,
  docx: docxOf,
  html: ({ title, paragraphs }) =>
    Buffer.from(
      `<!doctype html><html><body><h1>${escaped(title)}</h1>${paragraphs.map((text) => `<p>${escaped(text)}</p>`).join("\n")}</body></html>`,
    ),
  md: ({ title, paragraphs }) => Buffer.from(`# ${title}\n\n${paragraphs.join("\n\n")}\n`),
  txt: ({ title, paragraphs }) => Buffer.from(`${title}\n\n${paragraphs.join("\n\n")}\n`),
}

function pdfOf({ title, paragraphs }: Written): Promise<Buffer> {
  const document = new PdfDocument()
  document.fontSize(18).text(title).fontSize(11)
  for (const text of paragraphs) document.moveDown().text(text)
  document.end()
  return buffer(document)
}

const TYPES = `<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
const RELATIONS = `<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`

/** The least a Word file has to hold. */
function docxOf({ title, paragraphs }: Written): Promise<Buffer> {
  const body = [title, ...paragraphs].map((text) => `<w:p><w:r><w:t>${escaped(text)}</w:t></w:r></w:p>`)
  const document = `<?xml version="1.0" encoding="UTF-8"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body.join("")}</w:body></w:document>`
  return zipOf({ "[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document })
}
