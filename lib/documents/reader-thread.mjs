// Runs in a thread of its own, and so in plain JavaScript: no loader of TypeScript follows it there.
import { parentPort } from "node:worker_threads"

const SKIPPED = ["img", "noscript", "template", "textarea", "svg", "math", "iframe", "object"]
const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
/** The parser's time grows with the square of open tags. */
const MOST_OPEN_TAGS = 50_000

const READERS = { pdf: textOfPdf, docx: textOfDocx, html: textOfHtml, markdown: textOfMarkdown }

/** An answer other than a text. */
class Refusal extends Error {}

async function textOfPdf(bytes, limits) {
  const { getDocumentProxy } = await import("unpdf")
  const document = await getDocumentProxy(bytes, { verbosity: 0 })
  try {
    if (document.numPages > limits.pages) throw new Refusal("too_many_pages")
    const pages = []
    let characters = 0
    for (let number = 1; number <= document.numPages; number += 1) {
      const text = await textOfPage(await document.getPage(number))
      characters += text.length
      if (characters > limits.characters) throw new Refusal("too_long")
      pages.push(text)
    }
    return pages.join("\n\n")
  } finally {
    await document.destroy()
  }
}

async function textOfPage(page) {
  const { items } = await page.getTextContent()
  page.cleanup()
  return items.map(({ str = "", hasEOL }) => (hasEOL ? `${str}\n` : str)).join("")
}

/** By way of HTML: mammoth's own plain text loses line breaks, and joins the words on both sides. */
async function textOfDocx(bytes) {
  const { default: mammoth } = await import("mammoth")
  const convertImage = mammoth.images.imgElement(async () => ({ src: "" }))
  const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes.buffer) }, { convertImage })
  return textOfHtml(value)
}

async function textOfMarkdown(text) {
  const { marked } = await import("marked")
  return textOfHtml(marked.parse(text, { async: false }))
}

async function textOfHtml(html) {
  if (opensTooMuch(html)) throw new Refusal("too_deep")
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

function opensTooMuch(html) {
  let open = 0
  for (const [tag] of html.matchAll(/<\/?[a-z]/gi)) {
    open = Math.max(0, open + (tag[1] === "/" ? -1 : 1))
    if (open > MOST_OPEN_TAGS) return true
  }
  return false
}

/** A library that is not there is no fault of the document. */
function answerTo(error) {
  if (error?.code === "ERR_MODULE_NOT_FOUND") return { failure: error.message }
  if (error instanceof Refusal) return { refusal: error.message }
  return { refusal: error?.name === "PasswordException" ? "encrypted" : "corrupt" }
}

let fail = () => {}

// A library may also fail where nobody waits for it: the document in hand is then damaged, and none that comes later.
process.on("uncaughtException", (error) => fail(error))
process.on("unhandledRejection", () => {})

parentPort.on("message", async ({ type, content, limits }) => {
  const failed = new Promise((_, reject) => {
    fail = reject
  })
  try {
    const text = await Promise.race([READERS[type](content, limits), failed])
    parentPort.postMessage({ text })
  } catch (error) {
    parentPort.postMessage(answerTo(error))
  }
})
