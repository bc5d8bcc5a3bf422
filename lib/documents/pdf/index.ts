import { countText, namesText } from "../../words.ts"
import { type Block, BlockWriter, type DocumentWarning, type ReadDocument } from "../blocks.ts"
import { RefusedError } from "../refused.ts"
import { openPdf, type PdfDocument } from "./document.ts"
import type { DrawnText } from "./drawn-once.ts"
import { type Line, linesOfPage, UNKNOWN } from "./lines.ts"
import { marksOf } from "./marks.ts"
import { KnownWords, type Paragraph, paragraphsOf } from "./paragraphs.ts"

interface Page {
  lines: Line[]
  texts: string[]
  unread: number
}

interface Read {
  /** Null where a page cannot be read. */
  pages: (Page | null)[]
  attachments: string[]
}

/**
 * The text of a PDF page by page, with what its forms are filled with and its annotations say. A page that cannot be read is left out
 * with a warning, unless none can. Throws RefusedError.
 */
export async function readPdf(
  bytes: Uint8Array,
  cmaps: string,
  limits: { pages: number; characters: number },
): Promise<ReadDocument> {
  const document = await openPdf(bytes, cmaps)
  try {
    if (document.numPages > limits.pages) throw new RefusedError("too_many_pages")
    const { pages, attachments } = await pagesOf(document, limits.characters)
    if (pages.length > 0 && pages.every((page) => page === null)) throw new RefusedError("corrupt")
    const blocks = blocksOf(pages, limits.characters)
    return {
      blocks,
      warnings: warningsOf(pages, [...new Set([...attachments, ...(await attachedTo(document))])]),
    }
  } finally {
    await document.destroy()
  }
}

async function pagesOf(document: PdfDocument, most: number): Promise<Read> {
  const pages: (Page | null)[] = []
  const attachments: string[] = []
  let characters = 0
  for (let number = 1; number <= document.numPages; number += 1) {
    try {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent()
      const lines = linesOfPage(items as DrawnText[])
      const marks = await marksOf(page).catch(() => ({ texts: [], attachments: [], unread: 0 }))
      page.cleanup()
      pages.push({ lines, texts: marks.texts, unread: marks.unread })
      attachments.push(...marks.attachments)
      characters += lines.reduce((sum, { text }) => sum + text.length + 1, 0)
    } catch {
      pages.push(null)
    }
    if (characters > most) throw new RefusedError("too_long")
  }
  return { pages, attachments }
}

function blocksOf(pages: readonly (Page | null)[], most: number): Block[] {
  const words = new KnownWords()
  for (const page of pages) words.addLines(page?.lines ?? [])
  const writer = new BlockWriter(most)
  for (const [i, page] of pages.entries()) {
    writer.page = i + 1
    writer.endList()
    for (const paragraph of paragraphsOf(page?.lines ?? [], words)) write(writer, paragraph)
    for (const text of page?.texts ?? []) {
      writer.add(text)
      writer.end({ isItem: true })
    }
  }
  return writer.finish()
}

function write(writer: BlockWriter, { lines }: Paragraph) {
  const isTable = lines.length > 1 && lines.filter((line) => line.includes("\t")).length * 2 > lines.length
  if (isTable) return writer.take([{ kind: "table", text: lines.join("\n"), page: null, section: null }])
  writer.add(lines.join("\n"))
  writer.end()
}

async function attachedTo(document: PdfDocument): Promise<string[]> {
  const found: Record<string, { filename?: string }> | null = await document
    .getAttachments()
    .catch(() => null)
  return Object.entries(found ?? {}).map(([name, { filename }]) => filename ?? name)
}

function warningsOf(pages: readonly (Page | null)[], attachments: readonly string[]): DocumentWarning[] {
  const bad = pages.flatMap((page, i) => (page === null ? [String(i + 1)] : []))
  const empty = pages.filter(
    (page) => page !== null && page.lines.length === 0 && page.texts.length === 0,
  ).length
  const unknown = pages
    .flatMap((page) => page?.lines ?? [])
    .reduce((sum, { text }) => sum + text.split(UNKNOWN).length - 1, 0)
  const unread = pages.reduce((sum, page) => sum + (page?.unread ?? 0), 0)
  const of = (count: number) => `${countText(count)} of ${countText(pages.length)} pages`
  return [
    ...(bad.length > 0
      ? [
          {
            code: "pages_unreadable",
            message: `${of(bad.length)} could not be read and were left out: ${namesText(bad)}.`,
            count: bad.length,
          },
        ]
      : []),
    ...(empty > 0 && empty < pages.length
      ? [
          {
            code: "pages_without_text",
            message: `${of(empty)} hold only pictures, or nothing. Run text recognition (OCR) to have the text in them.`,
            count: empty,
          },
        ]
      : []),
    ...(unknown > 0
      ? [
          {
            code: "characters_replaced",
            message: `Its fonts do not say which characters some letters are; they were replaced by ${UNKNOWN}. Run text recognition (OCR) to have them.`,
            count: unknown,
          },
        ]
      : []),
    ...(unread > 0
      ? [
          {
            code: "marks_left_out",
            message: `What signatures and stamps on it show was left out: ${countText(unread)}. Print it to a new PDF and import that, if it matters.`,
            count: unread,
          },
        ]
      : []),
    ...(attachments.length > 0
      ? [
          {
            code: "attachments_left_out",
            message: `Attachments were left out: ${namesText(attachments)}. Import them as documents of their own.`,
            count: attachments.length,
          },
        ]
      : []),
  ]
}
