import { type Block, type DocumentWarning, textOfBlocks } from "./blocks.ts"
import { checkStreams } from "./check-pdf.ts"
import { corrupt, DocumentFault, type DocumentFaultCode, shownName, tooLarge } from "./fault.ts"
import { type DocumentLimits, refused } from "./limits.ts"
import { MEDIA_TYPES } from "./media-types.ts"
import { isMissing, readBlocks } from "./read-blocks.ts"
import { typeOf } from "./types.ts"

export interface DocumentFile {
  /** As its sender called it; the ending says what kind of text a file is. */
  name: string
  bytes: Buffer
}

/** The text of a document and what became of it, or why there is none: `message` is a sentence that names the file. */
export type Extracted =
  | { ok: true; media_type: string; text: string; blocks: Block[]; warnings: DocumentWarning[] }
  | { ok: false; code: DocumentFaultCode; message: string }

/** How documents are read. */
export interface Reading {
  limits: DocumentLimits
  /** The folder of the character maps that PDFs need. */
  cmaps: string
  /** Rejects with what goes wrong where nobody waits for it. */
  failed: Promise<never>
}

/**
 * The text of one document: Unicode NFC, lines ending in LF. Nothing a file holds makes it throw; but forty kilobytes of PDF can keep it
 * busy for minutes, so it belongs into a thread that can be ended.
 */
export async function extractDocument({ name, bytes }: DocumentFile, reading: Reading): Promise<Extracted> {
  const document = { name: shownName(name), bytes }
  try {
    return await extracted(document, reading)
  } catch (error) {
    if (isMissing(error)) throw error
    // What a library says about a damaged file is of no use to people, and may quote the file.
    const { code, message } = error instanceof DocumentFault ? error : corrupt(document.name)
    return { ok: false, code, message }
  }
}

async function extracted(
  { name, bytes }: DocumentFile,
  { limits, cmaps, failed }: Reading,
): Promise<Extracted> {
  if (bytes.length > limits.bytes) throw tooLarge(name, `has more than ${limits.bytes / 1_048_576} MB`)
  if (bytes.length === 0) throw empty(name, "is an empty file. Import it with its content, or leave it out.")
  const type = await typeOf(name, bytes)
  if (type === "pdf") await checkStreams(bytes, name)
  const read = await readBlocks({ type, bytes, limits, cmaps }, failed)
  if ("refusal" in read) throw refused(read.refusal, name, limits)
  const text = textOfBlocks(read.blocks)
  if (text.length > limits.characters) throw refused("too_long", name, limits)
  if (text === "") throw empty(name, type === "pdf" ? NO_TEXT_LAYER : "holds no text. Leave it out.")
  if (type === "pdf" && NOTHING_KNOWN.test(text)) throw empty(name, NO_CHARACTERS)
  return { ok: true, media_type: MEDIA_TYPES[type], text, ...read }
}

const NO_TEXT_LAYER =
  "holds no text that can be read: its pages are pictures or drawings, or empty. Run text recognition (OCR) on it and import the result."
const NO_CHARACTERS =
  "holds letters, but its fonts do not say which characters they are. Run text recognition (OCR) on it and import the result."
const NOTHING_KNOWN = /^[\ufffd\s]+$/

function empty(name: string, why: string): DocumentFault {
  return new DocumentFault("document_empty", `${name} ${why}`)
}
