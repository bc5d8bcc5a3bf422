import { zipOf } from "../../scripts/sample/zip.ts"

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/** A sheet of a workbook: its rows as XML, and how its tab is. */
export interface MadeSheet {
  name: string
  rows: string
  state?: "hidden"
}

export interface MadeBook {
  sheets: readonly MadeSheet[]
  /** Each as the XML within `si`. */
  strings?: readonly string[]
  /** Codes of number formats; a style has the number of its place, from 1. */
  formats?: readonly string[]
  from1904?: boolean
}

const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>${body}`

/** A workbook as programs write it. */
export function workbookOf({
  sheets,
  strings = [],
  formats = [],
  from1904 = false,
}: MadeBook): Promise<Buffer> {
  return zipOf({
    "[Content_Types].xml": xml("<Types/>"),
    "_rels/.rels": xml(
      `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    "xl/workbook.xml": xml(
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="${from1904 ? 1 : 0}"/><sheets>${sheets
        .map(
          ({ name, state }, i) =>
            `<sheet name="${name}" sheetId="${i + 1}"${state ? ` state="${state}"` : ""} r:id="s${i + 1}"/>`,
        )
        .join("")}</sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": xml(
      `<Relationships xmlns="${PACKAGE}">${sheets
        .map(
          (_, i) =>
            `<Relationship Id="s${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
        )
        .join(
          "",
        )}<Relationship Id="t" Type="${OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="u" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ),
    "xl/sharedStrings.xml": xml(
      `<sst xmlns="${MAIN}">${strings.map((one) => `<si>${one}</si>`).join("")}</sst>`,
    ),
    "xl/styles.xml": xml(
      `<styleSheet xmlns="${MAIN}"><numFmts>${formats
        .map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${code.replaceAll('"', "&quot;")}"/>`)
        .join(
          "",
        )}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats
        .map((_, i) => `<xf numFmtId="${164 + i}"/>`)
        .join("")}</cellXfs></styleSheet>`,
    ),
    ...Object.fromEntries(
      sheets.map(({ rows }, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        xml(`<worksheet xmlns="${MAIN}"><dimension ref="A1"/><sheetData>${rows}</sheetData></worksheet>`),
      ]),
    ),
  })
}
