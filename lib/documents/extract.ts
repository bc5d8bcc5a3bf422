import { checkArchive } from "./archive.ts"
import { cleanText } from "./clean.ts"
import { charsetOf, decodeText } from "./decode.ts"
import { corrupt, DocumentFault, type DocumentFaultCode, encrypted, shownName, tooLarge } from "./fault.ts"
import { checkStreams } from "./pdf-streams.ts"
import { type ReadAnswer, ReaderFailure, type ReadRequest, type Refusal, readApart } from "./reader.ts"
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

/** Beyond these a document is too large. */
export interface DocumentLimits {
  bytes: number
  pages: number
  /** Of its text, in UTF-16 code units. */
  characters: number
  /** To read it. */
  seconds: number
}

const LIMITS: DocumentLimits = { bytes: 100 * 1_048_576, pages: 5_000, characters: 10_000_000, seconds: 15 }

/**
 * The text of one PDF, Word, HTML, Markdown or text document: Unicode NFC, lines ending in LF. The bytes stay as they
 * are, and nothing a file holds makes it throw.
 * @throws ReaderFailure when no document can be read at all
 */
export async function extractDocument(
  { name, bytes }: DocumentFile,
  limits: Partial<DocumentLimits> = {},
): Promise<Extracted> {
  const document = { name: shownName(name), bytes }
  try {
    return await extracted(document, { ...LIMITS, ...limits })
  } catch (error) {
    if (error instanceof ReaderFailure) throw error
    // What a library says about a damaged file is of no use to people, and may quote the file.
    const { code, message } = error instanceof DocumentFault ? error : corrupt(document.name)
    return { ok: false, code, message }
  }
}

async function extracted({ name, bytes }: DocumentFile, limits: DocumentLimits): Promise<Extracted> {
  if (bytes.length > limits.bytes) throw tooLarge(name, `has more than ${limits.bytes / 1_048_576} MB`)
  if (bytes.length === 0) throw empty(name, "is an empty file. Import it with its content, or leave it out.")
  const type = await typeOf(name, bytes)
  const text = cleanText(await READERS[type]({ name, bytes }, limits))
  if (text.length > limits.characters) throw refused("too_long", name, limits)
  if (text === "") throw empty(name, type === "pdf" ? NO_TEXT_LAYER : "holds no text. Leave it out.")
  return { ok: true, media_type: MEDIA_TYPES[type], text }
}

const NO_TEXT_LAYER =
  "holds no text, only pictures of pages. Run text recognition (OCR) on it and import the result."

type Read = (document: DocumentFile, limits: DocumentLimits) => Promise<string>

const READERS: Readonly<Record<DocumentType, Read>> = {
  async pdf({ name, bytes }, limits) {
    await checkStreams(bytes, name)
    return read({ type: "pdf", content: copied(bytes), limits }, name, limits)
  },
  async docx({ name, bytes }, limits) {
    await checkArchive(bytes, name)
    return read({ type: "docx", content: copied(bytes), limits }, name, limits)
  },
  html: ({ name, bytes }, limits) =>
    read({ type: "html", content: textOf(bytes, name, charsetOf(bytes)), limits }, name, limits),
  markdown: ({ name, bytes }, limits) =>
    read({ type: "markdown", content: textOf(bytes, name), limits }, name, limits),
  text: async ({ name, bytes }) => textOf(bytes, name),
}

async function read(request: ReadRequest, name: string, limits: DocumentLimits): Promise<string> {
  const answer: ReadAnswer = await readApart(request, limits.seconds)
  if ("refusal" in answer) throw refused(answer.refusal, name, limits)
  return answer.text
}

function textOf(bytes: Buffer, name: string, charset?: string): string {
  const text = decodeText(bytes, charset)
  if (text === null) throw corrupt(name)
  return text
}

/** The reader takes its bytes for good. */
function copied(bytes: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}

function empty(name: string, why: string): DocumentFault {
  return new DocumentFault("document_empty", `${name} ${why}`)
}

function refused(refusal: Refusal, name: string, limits: DocumentLimits): DocumentFault {
  if (refusal === "encrypted") return encrypted(name)
  if (refusal === "corrupt") return corrupt(name)
  const number = (value: number) => value.toLocaleString("en")
  const why = {
    too_many_pages: `has more than ${number(limits.pages)} pages`,
    too_long: `holds more than ${number(limits.characters)} characters of text`,
    too_deep: "nests its tags tens of thousands deep",
    too_slow: `takes longer than ${limits.seconds} s to read`,
    too_much_memory: "takes too much memory to read",
  }
  return tooLarge(name, why[refusal])
}
