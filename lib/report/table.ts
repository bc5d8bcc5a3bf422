import { printable } from "../words.ts"
import { type Doc, INK, keepTogether, MARGIN, widthOf } from "./page.ts"

const LINE = "#c9cdd4"
const SHADE = "#f1f2f5"
const PAD = 3

/** A column of a table: a share of the width, numbers at its right edge. */
export interface Column {
  header: string
  share: number
  right?: boolean
}

/** Writes the head of a table, and answers what writes a row; the head comes again on every page. */
export function beginTable(doc: Doc, columns: readonly Column[]): (cells: readonly string[]) => void {
  const shares = columns.reduce((sum, column) => sum + column.share, 0)
  const widths = columns.map((column) => (widthOf(doc) * column.share) / shares)
  const head = columns.map((column) => column.header)
  const write = (cells: readonly string[], font: string) => row(doc, columns, widths, cells, font)
  keepTogether(doc, 60)
  write(head, "bold")
  return (cells) => {
    const shown = cells.map((cell) => printable(cell))
    if (keepTogether(doc, heightOf(doc, widths, shown, "regular"))) write(head, "bold")
    write(shown, "regular")
  }
}

function heightOf(doc: Doc, widths: readonly number[], cells: readonly string[], font: string): number {
  doc.font(font).fontSize(7.5)
  const heights = cells.map((cell, at) => doc.heightOfString(cell, { width: (widths[at] ?? 0) - 2 * PAD }))
  return Math.max(...heights) + 2 * PAD
}

function row(
  doc: Doc,
  columns: readonly Column[],
  widths: readonly number[],
  cells: readonly string[],
  font: string,
): void {
  const height = heightOf(doc, widths, cells, font)
  const top = doc.y
  if (font === "bold") doc.rect(MARGIN, top, widthOf(doc), height).fill(SHADE)
  doc.fillColor(INK)
  let left = MARGIN
  for (const [at, cell] of cells.entries()) {
    const width = widths[at] ?? 0
    const align = columns[at]?.right ? "right" : "left"
    doc.text(cell, left + PAD, top + PAD, { width: width - 2 * PAD, align })
    left += width
  }
  doc.y = top + height
  doc
    .moveTo(MARGIN, doc.y)
    .lineTo(MARGIN + widthOf(doc), doc.y)
    .lineWidth(0.5)
    .strokeColor(LINE)
    .stroke()
  doc.x = MARGIN
}
