import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { openContent } from "../../lib/formats/content.ts"
import { dateText, kindOfFormat, numberText } from "../../lib/formats/workbook/number-formats.ts"
import { readBook, sampleBook } from "../../lib/formats/workbook/rows.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { sharedFolder } from "../support/own-lab.ts"
import { type MadeBook, workbookOf } from "../support/workbook.ts"

const folder = sharedFolder()

let made = 0
async function opened(bytes: Buffer) {
  made += 1
  const path = join(folder, `${made}.xlsx`)
  writeFileSync(path, bytes)
  const content = await openContent(path, "book.xlsx")
  onTestFinished(() => content.close())
  return { parts: content.parts ?? new Map(), name: "book.xlsx", bytes: bytes.length }
}

/** The rows of a sheet, with their lines, and what was noticed. */
async function rowsOf(book: MadeBook | Buffer, asked?: string) {
  const workbook = await opened(Buffer.isBuffer(book) ? book : await workbookOf(book))
  const { sheet, sheets } = await sampleBook(workbook, asked, 10)
  const rows: [line: number, ...cells: unknown[]][] = []
  const notices: string[] = []
  const taker = {
    isFull: false,
    header() {},
    record: (_row: number, line: number, _names: readonly string[], cells: readonly unknown[]) =>
      rows.push([line, ...cells]),
    fault() {},
    notice: (code: string, line: number) => notices.push(`${code} ${line}`),
  }
  const layout = { header_line: 0, names: Array.from({ length: 9 }, (_, i) => `${i}`), sheet }
  for await (const _ of readBook(workbook, layout, { afterRow: 0 }, taker));
  return { sheet, sheets, rows, notices }
}

describe("a workbook", () => {
  test("gives texts, numbers, dates and values of formulas as a person sees them", async () => {
    const strings = [
      "<t>plain</t>",
      "<r><t>Jan </t></r><r><t>Peeters</t></r><rPh><t>spoken</t></rPh>",
      "<t>a_x000D_b</t>",
    ]
    const rows =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="inlineStr"><is><t>in line</t></is></c></row>' +
      '<row r="3"><c r="B3"><v>12345678901234567890</v></c><c r="C3"><v>3.2470123456E10</v></c><c r="D3" s="1"><v>45658</v></c><c r="E3" s="2"><v>45658.5</v></c><c r="F3" s="3"><v>900</v></c></row>' +
      '<row r="4" hidden="1"><c><f>A1</f><v>7</v></c><c t="str"><f>x</f><v>text</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>y</f></c></row>' +
      '<row r="5"><c s="1"/></row>'
    const book = {
      sheets: [{ name: "One", rows }],
      strings,
      formats: ["yyyy\\-mm\\-dd", "dd/mm/yyyy hh:mm", "000000"],
    }
    expect(await rowsOf(book)).toEqual({
      sheet: "One",
      sheets: ["One"],
      rows: [
        [1, "plain", "Jan Peeters", "a\rb", "in line"],
        [3, "", "12345678901234567890", "32470123456", "2025-01-01", "2025-01-01T12:00:00", "000900"],
        [4, "7", "text", "true"],
      ],
      notices: ["cell_errors 4", "formulas_without_value 4", "hidden_rows 4"],
    })
  })

  test("is read from its first sheet with rows, a hidden one last, or from the one that is named", async () => {
    const row = (text: string) => `<row><c t="str"><v>${text}</v></c></row>`
    const sheets = [
      { name: "Empty", rows: "" },
      { name: "Secret", rows: row("hidden"), state: "hidden" as const },
      { name: "People", rows: row("shown") },
    ]
    expect(await rowsOf({ sheets })).toMatchObject({
      sheet: "People",
      sheets: ["Empty", "People", "Secret"],
      rows: [[1, "shown"]],
    })
    expect((await rowsOf({ sheets }, "secret")).rows).toEqual([[1, "hidden"]])
    await expect(rowsOf({ sheets }, "Nobody")).rejects.toMatchObject({
      code: "sheet_not_found",
      detail: /Empty, People, Secret/,
    })
    await expect(rowsOf({ sheets }, "Empty")).rejects.toMatchObject({ code: "file_empty" })
  })

  test("is read whatever its parts are called by: backslashes, capitals, prefixes, other orders", async () => {
    const book = await zipOf({
      "xl\\Worksheets\\Data.xml":
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="str"><x:v>found</x:v></x:c></x:row></x:sheetData></x:worksheet>',
      "xl\\workbook.xml":
        '<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="S" r:id="a"/></x:sheets></x:workbook>',
      "xl\\_rels\\workbook.xml.rels":
        '<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/data.xml"/></Relationships>',
      "_rels\\.rels":
        '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
      "[Content_Types].xml": "<Types/>",
    })
    expect((await rowsOf(book)).rows).toEqual([[1, "found"]])
  })

  test("with a document type, a bomb of text, or parts that are missing is refused", async () => {
    const parts = (sheet: string) => workbookOf({ sheets: [{ name: "One", rows: sheet }] })
    await expect(rowsOf(await parts('<row><c r="XXXX1"><v>1</v></c></row>'))).rejects.toMatchObject({
      code: "workbook_corrupt",
    })
    await expect(
      rowsOf(await parts(`<row><c t="str"><v>${"x".repeat(300_000)}</v></c></row>`)),
    ).rejects.toMatchObject({ code: "workbook_corrupt" })
    await expect(rowsOf(await parts("<row><c><v>1</c></row>"))).rejects.toMatchObject({
      code: "workbook_corrupt",
    })
    const doctype = await zipOf({
      "[Content_Types].xml": "<Types/>",
      "_rels/.rels": '<!DOCTYPE x [<!ENTITY a "b">]><Relationships/>',
      "xl/workbook.xml": "<workbook/>",
    })
    await expect(rowsOf(doctype)).rejects.toMatchObject({ code: "workbook_corrupt", detail: /document type/ })
  })
})

describe("a number in a cell", () => {
  test.each([
    ["yyyy-mm-dd", "date"],
    ['0.00 "days"', "number"],
    ["[Red]0.00", "number"],
    ["[h]:mm", "duration"],
    ["h:mm AM/PM", "time"],
    ["mmm yy", "date"],
    ["General", "number"],
    ["d/m/yy h:mm;@", "datetime"],
  ])("whose format is %s is a %s", (code, kind) => {
    expect(kindOfFormat(200, code)).toBe(kind)
  })

  test("is a day of either calendar, to the second", () => {
    expect(dateText("1", "date", false)).toBe("1900-01-01")
    expect(dateText("59", "date", false)).toBe("1900-02-28")
    expect(dateText("60", "date", false)).toBe("60")
    expect(dateText("61", "date", false)).toBe("1900-03-01")
    expect(dateText("0", "date", true)).toBe("1904-01-01")
    expect(dateText("45658.999999999", "date", false)).toBe("2025-01-02")
    expect(dateText("1.5208333", "duration", false)).toBe("36:30:00")
    expect(dateText("-1", "date", false)).toBe("-1")
  })

  test("has all its digits, and no exponent", () => {
    for (const [raw, text] of [
      ["0.30000000000000004", "0.30000000000000004"],
      ["1.5E-3", "0.0015"],
      ["-2.5e2", "-250"],
      ["3.24E10", "32400000000"],
      ["1E0", "1"],
      ["12.5E1", "125"],
      ["12.345E1", "123.45"],
    ]) {
      expect(numberText(raw as string), raw).toBe(text)
    }
    expect(numberText("900", 4)).toBe("0900")
  })
})
