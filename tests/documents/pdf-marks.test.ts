import { expect, test } from "vitest"
import { pdfWithContent } from "../support/documents.ts"
import { extractDocument } from "./extract-apart.ts"

async function read(bytes: Buffer) {
  const found = await extractDocument({ name: "a.pdf", bytes })
  if (!found.ok) throw new Error(found.message)
  return found
}

/** A PDF with a page of such annotations, each the inside of a dictionary; objects 10 and later are what they refer to. */
function marked(annotations: string[], others: string[] = []): Buffer {
  const objects = [
    "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Annots[${annotations
      .map((one, i) => `<</Type/Annot/Rect[10 ${10 + 20 * i} 90 ${25 + 20 * i}]/F 4 ${one}>>`)
      .join("")}]>>`,
  ]
  const numbered = [
    ...objects.map((object, i) => [i + 1, object] as const),
    ...others.map((object, i) => [i + 10, object] as const),
  ]
  const body = numbered.map(([number, object]) => `${number} 0 obj\n${object}\nendobj\n`).join("")
  return Buffer.from(`%PDF-1.4\n${body}trailer<</Size 20/Root 1 0 R>>\n%%EOF`)
}

/** What is drawn for an annotation. */
function drawing(text: string): string {
  const stream = `/Tx BMC BT /F1 10 Tf 2 4 Td (${text}) Tj ET EMC`
  const font = "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
  return `<</Type/XObject/Subtype/Form/BBox[0 0 80 15]${font}/Length ${stream.length}>>\nstream\n${stream}\nendstream`
}

test("what a PDF draws over itself, to make it bold or give it a shadow, is there once", async () => {
  const at = (x: number, y: number, text: string) => `BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET`
  const drawn = [
    at(10, 180, "Bold words"),
    at(10.3, 180, "Bold words"),
    at(10, 168, "ha"),
    at(26, 168, "ha"),
    at(10, 156, "Below"),
    at(10.5, 155.5, "Below"),
  ]
  const { text } = await read(pdfWithContent(Buffer.from(drawn.join("\n")), "[]"))
  expect(text).toBe("Bold words\nha ha\nBelow")
})

test("every note of a PDF is there though others say the same, and what unfolds from one is not there twice", async () => {
  const note = "/Subtype/Text/Contents(Check)"
  const { text } = await read(marked([note, note, "/Subtype/Popup/Contents(Check)"]))
  expect(text).toBe("Check\nCheck")
})

test("a number in a form is as it is drawn, and a field that is there twice is told once", async () => {
  const amount = "/Subtype/Widget/FT/Tx/T(amount)/V(1234.5)/AP<</N 10 0 R>>"
  const name = "/Subtype/Widget/FT/Tx/T(name)/V(An Peeters)/AP<</N 11 0 R>>"
  const { text } = await read(marked([amount, name, name], [drawing("1.234,50"), drawing("An P")]))
  expect(text).toBe("1.234,50\nAn Peeters")
})

test("signatures and stamps whose drawing is not read are counted", async () => {
  const { text, warnings } = await read(
    marked(
      [
        "/Subtype/Text/Contents(Seen)",
        "/Subtype/Widget/FT/Sig/T(by)/AP<</N 10 0 R>>",
        "/Subtype/Stamp/AP<</N 10 0 R>>",
        "/Subtype/Stamp/Contents(Approved)/AP<</N 10 0 R>>",
      ],
      [drawing("Signed by An")],
    ),
  )
  expect(text).toBe("Seen\nApproved")
  expect(warnings).toEqual([
    { code: "marks_left_out", message: expect.stringContaining("signatures and stamps"), count: 2 },
  ])
})
