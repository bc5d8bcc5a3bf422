import { Readable } from "node:stream"
import { ZipFile } from "yazl"
import { lasting } from "../formula-cells.ts"
import { streamedAttachment } from "./attachment.ts"
import type { Cell } from "./csv.ts"

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const PACKAGE = "http://schemas.openxmlformats.org/package/2006"
const SHEET = "xl/worksheets/sheet1.xml"

/** What a workbook of one sheet has beside its rows. */
const PARTS: Readonly<Record<string, string>> = {
  "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${XLSX}.main+xml"/><Override PartName="/${SHEET}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Rows" sheetId="1" r:id="r1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
}

/** Whether the caller asks for a workbook. */
export function wantsXlsx(request: Request): boolean {
  return (request.headers.get("accept") ?? "").includes(XLSX)
}

/** A download of rows as they come, as a workbook of one sheet: every text stays text. */
export function xlsxResponse(file_name: string, rows: AsyncIterable<readonly Cell[][]>): Response {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  zip.once("error", (error) => out.destroy(error))
  for (const [name, text] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(HEAD + text), name)
  zip.addReadStream(Readable.from(sheetOf(rows), { objectMode: false }), SHEET)
  zip.end()
  return streamedAttachment({ file_name, media_type: XLSX, chunks: out })
}

async function* sheetOf(pages: AsyncIterable<readonly Cell[][]>): AsyncGenerator<Buffer> {
  yield Buffer.from(`${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`)
  for await (const rows of pages) yield Buffer.from(rows.map(rowOf).join(""))
  yield Buffer.from("</sheetData></worksheet>")
}

const rowOf = (cells: readonly Cell[]) => `<row>${cells.map(cellOf).join("")}</row>`

function cellOf(cell: Cell): string {
  if (cell === null || cell === undefined) return "<c/>"
  if (typeof cell === "number") return `<c><v>${cell}</v></c>`
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(lasting(String(cell)))}</t></is></c>`
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" }

/** What XML cannot hold is left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>\r]/g, (letter) => ENTITIES[letter] ?? letter)
}
