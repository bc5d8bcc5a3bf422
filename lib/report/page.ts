/** What is known of a page while it is written: its measures, and how much is left of it. */
export type Doc = PDFKit.PDFDocument

/** In points, on every side. */
export const MARGIN = 48
export const INK = "#1d1f24"

/** Between the margins. */
export const widthOf = (doc: Doc) => doc.page.width - 2 * MARGIN
const bottomOf = (doc: Doc) => doc.page.height - doc.page.margins.bottom

/**
 * Begins a page unless that much still fits on this one. Asked before everything that is set: a text that ran over
 * the end of its page would be torn from what stands beside it.
 */
export function keepTogether(doc: Doc, height: number): boolean {
  if (doc.y + height <= bottomOf(doc)) return false
  doc.addPage()
  return true
}
