import { checkArchive } from "./archive.ts"
import { checkStreams } from "./check-pdf.ts"
import { cleanText } from "./clean.ts"
import { charsetOf, decodeText } from "./decode.ts"
import { corrupt, DocumentFault, type DocumentFaultCode, shownName, tooLarge } from "./fault.ts"
import { type DocumentLimits, refused } from "./limits.ts"
import type { ReadRequest } from "./read-request.ts"
import { isMissing, readText } from "./read-text.ts"
import { type DocumentType, MEDIA_TYPES, typeOf } from "./types.ts"

export interface DocumentFile {
  /** As its sender called it; the ending says what a text file is. */
  name: string
  bytes: Buffer
}

/** The text of a document, or why there is none: `message` is a sentence that names the file. */
export type Extracted =
  | { ok: true; media_type: string; text: string }
  | { ok: false; code: DocumentFaultCode; message: string }

/**
 * The text of one PDF, Word, HTML, Markdown or text document: Unicode NFC, lines ending in LF. Nothing a file holds
 * makes it throw; but forty kilobytes of PDF can keep it busy for minutes, so it belongs into a thread that can be
 * ended. `failed` rejects with what goes wrong where nobody waits for it.
 */
export async function extractDocument(
  { name, bytes }: DocumentFile,
  limits: DocumentLimits,
  failed: Promise<never>,
): Promise<Extracted> {
  const document = { name: shownName(name), bytes }
  try {
    return await extracted(document, limits, failed)
  } catch (error) {
    if (isMissing(error)) throw error
    // What a library says about a damaged file is of no use to people, and may quote the file.
    const { code, message } = error instanceof DocumentFault ? error : corrupt(document.name)
    return { ok: false, code, message }
  }
}

async function extracted(
  { name, bytes }: DocumentFile,
  limits: DocumentLimits,
  failed: Promise<never>,
): Promise<Extracted> {
  if (bytes.length > limits.bytes) throw tooLarge(name, `has more than ${limits.bytes / 1_048_576} MB`)
  if (bytes.length === 0) throw empty(name, "is an empty file. Import it with its content, or leave it out.")
  const type = await typeOf(name, bytes)
  const read = async (kind: ReadRequest["type"], content: ReadRequest["content"]) => {
    const answer = await readText({ type: kind, content, limits }, failed)
    if ("refusal" in answer) throw refused(answer.refusal, name, limits)
    return answer.text
  }
  const text = cleanText(await READERS[type]({ name, bytes }, read))
  if (text.length > limits.characters) throw refused("too_long", name, limits)
  if (text === "") throw empty(name, type === "pdf" ? NO_TEXT_LAYER : "holds no text. Leave it out.")
  return { ok: true, media_type: MEDIA_TYPES[type], text }
}

const NO_TEXT_LAYER =
  "holds no text, only pictures of pages. Run text recognition (OCR) on it and import the result."

type Read = (
  document: DocumentFile,
  read: (type: ReadRequest["type"], content: ReadRequest["content"]) => Promise<string>,
) => Promise<string>

const READERS: Readonly<Record<DocumentType, Read>> = {
  async pdf({ name, bytes }, read) {
    await checkStreams(bytes, name)
    return read("pdf", new Uint8Array(bytes))
  },
  async docx({ name, bytes }, read) {
    await checkArchive(bytes, name)
    return read("docx", bytes)
  },
  html: ({ name, bytes }, read) => read("html", textOf(bytes, name, charsetOf(bytes))),
  markdown: ({ name, bytes }, read) => read("markdown", textOf(bytes, name)),
  text: async ({ name, bytes }) => textOf(bytes, name),
}

function textOf(bytes: Buffer, name: string, charset?: string): string {
  const text = decodeText(bytes, charset)
  if (text === null) throw corrupt(name)
  return text
}

function empty(name: string, why: string): DocumentFault {
  return new DocumentFault("document_empty", `${name} ${why}`)
}
