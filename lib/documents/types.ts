import { fileTypeFromBuffer } from "file-type"
import { charsetOf, decodeText } from "./decode.ts"
import { corrupt, DocumentFault, encrypted, noText } from "./fault.ts"
import type { DocumentType } from "./media-types.ts"
import { RefusedError } from "./refused.ts"
import { isZip, type Packed, packedAs } from "./zip-types.ts"

const BY_ENDING: Readonly<Record<string, DocumentType>> = {
  ...{ pdf: "pdf", docx: "docx", pptx: "pptx", odt: "odt", rtf: "rtf", eml: "eml" },
  ...{ html: "html", htm: "html", md: "markdown", markdown: "markdown", txt: "text" },
}
const TEXTUAL: readonly DocumentType[] = ["rtf", "eml", "html", "markdown", "text"]
const NAMES: Readonly<Record<DocumentType, string>> = {
  pdf: "a PDF",
  docx: "a Word document",
  pptx: "a PowerPoint presentation",
  odt: "an OpenDocument text",
  rtf: "a document in the Rich Text Format",
  eml: "an e-mail",
  html: "an HTML page",
  markdown: "plain text",
  text: "plain text",
}

const SUPPORTED =
  "PDF, Word (.docx), PowerPoint (.pptx), OpenDocument (.odt), RTF, e-mail (.eml), HTML, Markdown and text files can be imported."
const OLE_SIGNATURE = Buffer.from("d0cf11e0a1b11ae1", "hex")
const ENCRYPTED_STREAM = Buffer.from("EncryptedPackage", "utf16le")
const MESSAGE_STREAM = Buffer.from("__properties_version1", "utf16le")
/** A PDF may begin with something else than its header (PDF 1.7, annex H, 3.4.1). */
const HEADER_WITHIN_BYTES = 1_024
const HEAD_BYTES = 16_384

/** What a file holds: one of our types, or what to call it and what to do about it. */
type Content = { type: DocumentType } | { label: string | null; advice?: string }

/**
 * What a document is, by its content; which kind of text it is, its ending says where it is known.
 * @throws DocumentFault `unknown_type`, `type_mismatch`, `document_encrypted`, `document_corrupt`
 */
export async function typeOf(name: string, bytes: Buffer): Promise<DocumentType> {
  const ending = endingOf(name)
  const named = ending !== null && Object.hasOwn(BY_ENDING, ending) ? (BY_ENDING[ending] ?? null) : null
  const content = await contentOf(bytes, name, named)
  if ("label" in content) throw foreign(name, { ending, named, ...content })
  const { type } = content
  if (named === null || named === type) return type
  // Of text the ending says more than the content can, but not that it is none.
  if (TEXTUAL.includes(named) && TEXTUAL.includes(type))
    return type === "rtf" || named === "rtf" ? type : named
  throw mismatch(name, ending, NAMES[type])
}

/** What a document within a document is; null for what is not read. */
export async function typeByContent(name: string, bytes: Buffer): Promise<DocumentType | null> {
  try {
    return await typeOf(name, bytes)
  } catch (error) {
    if (error instanceof DocumentFault) return null
    throw error
  }
}

const endingOf = (name: string) => /\.([^.\s/\\]{1,16})$/.exec(name)?.[1]?.toLowerCase() ?? null

async function contentOf(bytes: Buffer, name: string, named: DocumentType | null): Promise<Content> {
  const header = bytes.subarray(0, HEADER_WITHIN_BYTES).indexOf("%PDF-")
  if (header === 0 || (named === "pdf" && (header > 0 || hasObjects(bytes)))) return { type: "pdf" }
  if (bytes.subarray(0, 8).equals(OLE_SIGNATURE)) return oleContent(bytes, name)
  if (isZip(bytes)) {
    const packed = await packedIn(bytes, name, named)
    if (packed) return packed
  } else {
    const type = await textType(bytes)
    if (type) return { type }
  }
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  if (!found) return { label: null }
  if (found.mime.startsWith("image/")) return { label: labelOf(found.ext), advice: PICTURE }
  return { label: labelOf(found.ext), ...(ARCHIVES.has(found.ext) && { advice: UNPACK }) }
}

/** A PDF whose header is lost is read all the same. */
const hasObjects = (bytes: Buffer) =>
  /^\d+ \d+ obj\b/m.test(bytes.toString("latin1", 0, HEADER_WITHIN_BYTES)) && bytes.includes("%%EOF")

const PICTURE = "Run text recognition (OCR) on it and import the result."
const ARCHIVES = new Set(["zip", "rar", "7z", "tar", "gz", "bz2", "xz", "zst", "cab"])
const UNPACK = "Unpack it and import the documents in it."
const labelOf = (ending: string) => `a ${ending.toUpperCase()} file`

function oleContent(bytes: Buffer, name: string): Content {
  if (bytes.includes(ENCRYPTED_STREAM)) throw encrypted(name)
  if (bytes.includes(MESSAGE_STREAM))
    return { label: "an Outlook message", advice: "Save it as .eml, or print it as PDF, and import that." }
  return {
    label: "an Office file of the older kind",
    advice: "Open it, save it as .docx, .pptx or PDF, and import that.",
  }
}

async function packedIn(bytes: Buffer, name: string, named: DocumentType | null): Promise<Packed | null> {
  try {
    return await packedAs(bytes)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    if (error.refusal === "encrypted") throw encrypted(name)
    if (named === "docx" || named === "pptx" || named === "odt") {
      if (error.refusal === "corrupt") throw corrupt(name)
      return { type: named }
    }
    return null
  }
}

async function textType(bytes: Buffer): Promise<DocumentType | null> {
  if (/^\s*\{\\rtf/.test(bytes.toString("latin1", 0, 64))) return "rtf"
  const head = await decodeText(bytes.subarray(0, HEAD_BYTES), charsetOf(bytes))
  if (head !== null && isMail(head.text)) return "eml"
  const whole = bytes.length > HEAD_BYTES ? await decodeText(bytes, charsetOf(bytes)) : head
  if (whole === null) return null
  return isHtml(whole.text.slice(0, HEAD_BYTES)) ? "html" : "text"
}

const HEADERS =
  /^(from|to|date|subject|message-id|mime-version|received|return-path|delivered-to|content-type): /gim

/** Whether a text begins with the header of a message. */
function isMail(text: string): boolean {
  const [head = ""] = text.split(/\r?\n\r?\n/, 1)
  if (!/^[!-9;-~]+:[ \t]/.test(head) || !/^([!-9;-~]+:|[ \t])/.test(head.split("\n").at(-1) ?? ""))
    return false
  return new Set([...head.matchAll(HEADERS)].map(([, name]) => name?.toLowerCase())).size >= 3
}

function isHtml(text: string): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!doctype html|<html|<head|<body)/i.test(text)
}

interface Foreign {
  ending: string | null
  named: DocumentType | null
  label: string | null
  advice?: string
}

function foreign(name: string, { ending, named, label, advice }: Foreign) {
  if (named !== null && label !== null) return mismatch(name, ending, label, advice)
  if (named !== null) return TEXTUAL.includes(named) ? noText(name) : corrupt(name)
  const what = label === null ? "of a type that cannot be read" : `${label}, which cannot be read`
  return new DocumentFault(
    "unknown_type",
    `${name} is ${what}. ${advice ?? "Save it in another format."} ${SUPPORTED}`,
  )
}

const RENAME = "Give it the ending of what it is, or import the file that was meant."

function mismatch(name: string, ending: string | null, label: string, advice = RENAME): DocumentFault {
  const message = `${name} ends in .${ending}, but its content is ${label}. ${advice}`
  return new DocumentFault("type_mismatch", message)
}
