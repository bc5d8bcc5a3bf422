import { fileTypeFromBuffer } from "file-type"
import { namesIn } from "./archive.ts"
import { charsetOf, decodeText } from "./decode.ts"
import { corrupt, DocumentFault, encrypted } from "./fault.ts"

export type DocumentType = "pdf" | "docx" | "html" | "markdown" | "text"

/** The IANA media types. */
export const MEDIA_TYPES: Readonly<Record<DocumentType, string>> = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  html: "text/html",
  markdown: "text/markdown",
  text: "text/plain",
}

const BY_ENDING: Readonly<Record<string, DocumentType>> = {
  pdf: "pdf",
  docx: "docx",
  html: "html",
  htm: "html",
  md: "markdown",
  markdown: "markdown",
  txt: "text",
}

const SUPPORTED = "PDF, Word (.docx), HTML, Markdown and text files can be imported."
const OLE_SIGNATURE = Buffer.from("d0cf11e0a1b11ae1", "hex")
/** Of an entry, and of an archive that has none. */
const ZIP_SIGNATURES = ["PK\x03\x04", "PK\x05\x06"]
const ENCRYPTED_STREAM = Buffer.from("EncryptedPackage", "utf16le")
/** A PDF may begin with something else than its header (PDF 1.7, annex H, 3.4.1). */
const HEADER_WITHIN_BYTES = 1_024

/** What a file holds: one of our types, or what to call it. */
type Content = { type: "pdf" | "docx" | "textual" } | { label: string | null }

/**
 * What a document is, by its content; what text is, its ending says.
 * @throws DocumentFault `unknown_type`, `type_mismatch`, `document_encrypted`, `document_corrupt`
 */
export async function typeOf(name: string, bytes: Buffer): Promise<DocumentType> {
  const ending = /\.([^.\s/\\]{1,16})$/.exec(name)?.[1]?.toLowerCase() ?? null
  const named = ending !== null && Object.hasOwn(BY_ENDING, ending) ? (BY_ENDING[ending] ?? null) : null
  const content = await contentOf(bytes, name, named)
  if ("label" in content) throw foreign(name, ending, named, content.label)
  if (content.type !== "textual") {
    if (named === null || named === content.type) return content.type
    throw mismatch(name, ending, content.type === "pdf" ? "a PDF" : "a Word document")
  }
  if (named === "pdf" || named === "docx") {
    throw mismatch(name, ending, isHtml(bytes) ? "an HTML page" : "plain text")
  }
  if (named === null && ending !== null) throw unknown(name, null)
  return named ?? (isHtml(bytes) ? "html" : "text")
}

async function contentOf(bytes: Buffer, name: string, named: DocumentType | null): Promise<Content> {
  const header = bytes.subarray(0, HEADER_WITHIN_BYTES).indexOf("%PDF-")
  if (header === 0 || (header > 0 && named === "pdf")) return { type: "pdf" }
  if (bytes.subarray(0, 8).equals(OLE_SIGNATURE)) {
    if (bytes.includes(ENCRYPTED_STREAM)) throw encrypted(name)
    return { label: "an Office file of the older kind" }
  }
  if (ZIP_SIGNATURES.includes(bytes.toString("latin1", 0, 4))) {
    const names = namesIn(bytes)
    if (names?.some((entry) => /^word\/document\d*\.xml$/i.test(entry))) return { type: "docx" }
    if (names === null && named === "docx") throw corrupt(name)
  } else if (decodeText(bytes, charsetOf(bytes)) !== null) return { type: "textual" }
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  return { label: found ? `a ${found.ext.toUpperCase()} file` : null }
}

function foreign(name: string, ending: string | null, named: DocumentType | null, label: string | null) {
  if (named === null) return unknown(name, label)
  return label === null ? corrupt(name) : mismatch(name, ending, label)
}

function mismatch(name: string, ending: string | null, label: string): DocumentFault {
  return new DocumentFault(
    "type_mismatch",
    `${name} ends in .${ending}, but its content is ${label}. Give it the ending of what it is, or import the file that was meant.`,
  )
}

function unknown(name: string, label: string | null): DocumentFault {
  const what = label === null ? "of a type that cannot be read" : `${label}, which cannot be read`
  return new DocumentFault("unknown_type", `${name} is ${what}. ${SUPPORTED}`)
}

function isHtml(bytes: Buffer): boolean {
  return /^\s*(<!--[\s\S]*?-->\s*)?(<!doctype html|<html|<head|<body)/i.test(
    decodeText(bytes.subarray(0, 4_096))?.replace(/^\ufeff/, "") ?? "",
  )
}
