import type { getDocumentProxy } from "unpdf"
import type { ReadAnswer, ReadRequest, Refusal } from "./read-request.ts"

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>
type PdfPage = Awaited<ReturnType<PdfDocument["getPage"]>>

const SKIPPED = ["img", "noscript", "template", "textarea", "svg", "math", "iframe", "object"]
const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
/** The parser's time grows with the square of open tags. */
const MOST_OPEN_TAGS = 50_000

/** An answer other than a text. */
class RefusedError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal)
    this.refusal = refusal
  }
}

/**
 * The text of a document, read where it can be ended: a task of a worker. What a library says about a damaged file is
 * no more than that it is damaged. Throws only when a library is missing.
 */
export async function readText(request: ReadRequest, failed: Promise<never>): Promise<ReadAnswer> {
  try {
    return { text: await Promise.race([textOf(request), failed]) }
  } catch (error) {
    if (isMissing(error)) throw error
    if (error instanceof RefusedError) return { refusal: error.refusal }
    const encrypted = error instanceof Error && error.name === "PasswordException"
    return { refusal: encrypted ? "encrypted" : "corrupt" }
  }
}

/** Whether a library is missing: then nothing can be read, whatever the document. */
export const isMissing = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND"

function textOf({ type, content, limits }: ReadRequest): Promise<string> {
  if (typeof content !== "string") return type === "pdf" ? textOfPdf(content, limits) : textOfDocx(content)
  return type === "markdown" ? textOfMarkdown(content) : textOfHtml(content)
}

async function textOfPdf(bytes: Uint8Array, limits: ReadRequest["limits"]): Promise<string> {
  const { getDocumentProxy } = await import("unpdf")
  const document = await getDocumentProxy(bytes, { verbosity: 0 })
  try {
    if (document.numPages > limits.pages) throw new RefusedError("too_many_pages")
    const pages: string[] = []
    let characters = 0
    for (let number = 1; number <= document.numPages; number += 1) {
      const text = await textOfPage(await document.getPage(number))
      characters += text.length
      if (characters > limits.characters) throw new RefusedError("too_long")
      pages.push(text)
    }
    return pages.join("\n\n")
  } finally {
    await document.destroy()
  }
}

async function textOfPage(page: PdfPage): Promise<string> {
  const { items } = await page.getTextContent()
  page.cleanup()
  return items.map((item) => ("str" in item ? `${item.str}${item.hasEOL ? "\n" : ""}` : "")).join("")
}

/** By way of HTML: mammoth's own plain text loses line breaks, and joins the words on both sides. */
async function textOfDocx(bytes: Uint8Array): Promise<string> {
  const { default: mammoth } = await import("mammoth")
  const convertImage = mammoth.images.imgElement(async () => ({ src: "" }))
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) },
    { convertImage },
  )
  return textOfHtml(value)
}

async function textOfMarkdown(text: string): Promise<string> {
  const { marked } = await import("marked")
  return textOfHtml(marked.parse(text, { async: false }))
}

async function textOfHtml(html: string): Promise<string> {
  if (opensTooMuch(html)) throw new RefusedError("too_deep")
  const { convert } = await import("html-to-text")
  const text = convert(html, {
    wordwrap: false,
    limits: { maxInputLength: Number.MAX_SAFE_INTEGER },
    selectors: [
      { selector: "a", options: { ignoreHref: true } },
      ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
      ...SKIPPED.map((selector) => ({ selector, format: "skip" })),
      { selector: "tr", format: "block" },
      ...["td", "th"].map((selector) => ({
        selector,
        format: "inlineSurround",
        options: { suffix: "\t" },
      })),
    ],
  })
  return text.replace(/\t +/g, "\t")
}

function opensTooMuch(html: string): boolean {
  let open = 0
  for (const [tag] of html.matchAll(/<\/?[a-z]/gi)) {
    open = Math.max(0, open + (tag[1] === "/" ? -1 : 1))
    if (open > MOST_OPEN_TAGS) return true
  }
  return false
}
