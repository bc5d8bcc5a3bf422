import { createRequire } from "node:module"
import PDFDocument from "pdfkit"
import { countText, printable } from "../words.ts"
import { type Doc, INK, keepTogether, MARGIN, widthOf } from "./page.ts"
import { beginTable, type Column } from "./table.ts"

const require = createRequire(import.meta.url)
const REGULAR = require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf")
const BOLD = require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf")

const FOOTER = 28
const FAINT = "#5c6370"
const LONGEST_LABEL = 40

/** A document that is written from top to bottom; pages are added and numbered as it grows. */
export interface Sheet {
  title(text: string): void
  heading(text: string): void
  paragraph(text: string): void
  /** Names and what they are, beside each other. */
  facts(pairs: readonly (readonly [string, string])[]): void
  /** The head of a table; each row is then written by the function it answers. */
  table(columns: readonly Column[]): (cells: readonly string[]) => void
  end(): void
  /** Breaks the bytes off, so that nobody takes what there is for the whole. */
  fail(error: Error): void
  /** The finished bytes, as they come. */
  bytes: AsyncIterable<Uint8Array>
}

/** Opens a document of A4 pages. `footer` is repeated on every page. */
export function openSheet(about: { title: string; footer: string; created: Date }): Sheet {
  const doc = new PDFDocument({
    size: "A4",
    margins: { top: MARGIN, bottom: MARGIN + FOOTER, left: MARGIN, right: MARGIN },
    lang: "en",
    displayTitle: true,
    pdfVersion: "1.7",
    info: { Title: printable(about.title), Creator: "Sluice", CreationDate: about.created },
    autoFirstPage: false,
  })
  doc.registerFont("regular", REGULAR)
  doc.registerFont("bold", BOLD)
  numberPages(doc, printable(about.footer))
  doc.addPage()
  return {
    title: (text) => paragraph(doc, text, { font: "bold", size: 17, after: 4 }),
    heading(text) {
      keepTogether(doc, 60)
      doc.moveDown(1)
      paragraph(doc, text, { font: "bold", size: 11, after: 3 })
    },
    paragraph: (text) => paragraph(doc, text, { font: "regular", size: 9, after: 3 }),
    facts: (pairs) => facts(doc, pairs),
    table: (columns) => beginTable(doc, columns),
    end: () => void doc.end(),
    fail: (error) => void doc.destroy(error),
    bytes: doc,
  }
}

function numberPages(doc: Doc, footer: string): void {
  let page = 0
  doc.on("pageAdded", () => {
    page += 1
    const { margins } = doc.page
    const { bottom } = margins
    // Below the margin a line would begin another page, which would be numbered in turn.
    margins.bottom = 0
    const top = doc.page.height - MARGIN - 8
    doc.font("regular").fontSize(7.5).fillColor(FAINT)
    doc.text(footer, MARGIN, top, { width: widthOf(doc) - 70, lineBreak: false, ellipsis: true, height: 10 })
    doc.text(`Page ${countText(page)}`, MARGIN, top, {
      width: widthOf(doc),
      align: "right",
      lineBreak: false,
    })
    margins.bottom = bottom
    doc.x = MARGIN
    doc.y = MARGIN
  })
}

function paragraph(doc: Doc, text: string, look: { font: string; size: number; after: number }): void {
  const shown = printable(text)
  doc.font(look.font).fontSize(look.size)
  keepTogether(doc, doc.heightOfString(shown, { width: widthOf(doc) }))
  doc.font(look.font).fontSize(look.size).fillColor(INK)
  doc.text(shown, MARGIN, doc.y, { width: widthOf(doc) })
  doc.y += look.after
}

function facts(doc: Doc, pairs: readonly (readonly [string, string])[]): void {
  const [name, value] = [110, widthOf(doc) - 110]
  for (const [label, text] of pairs) {
    doc.font("regular").fontSize(9)
    const shown = printable(text) || "–"
    const height = doc.heightOfString(shown, { width: value })
    keepTogether(doc, height)
    const top = doc.y
    doc
      .font("regular")
      .fontSize(9)
      .fillColor(FAINT)
      .text(printable(label, LONGEST_LABEL), MARGIN, top, { width: name })
    doc.fillColor(INK).text(shown, MARGIN + name, top, { width: value })
    doc.y = top + height + 2
  }
}
