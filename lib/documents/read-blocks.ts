import { type Block, blocksOfText, type DocumentWarning, type ReadDocument } from "./blocks.ts"
import { charsetOf, decodeText } from "./decode.ts"
import type { DocumentType } from "./media-types.ts"
import type { ReadRequest } from "./read-request.ts"
import { type Refusal, RefusedError } from "./refused.ts"
import { typeByContent } from "./types.ts"

export type ReadAnswer = ReadDocument | { refusal: Refusal }

/**
 * The text of a document, read where it can be ended: a task of a worker. What a library says about a damaged file is
 * no more than that it is damaged. Throws only when a library is missing.
 */
export async function readBlocks(request: ReadRequest, failed: Promise<never>): Promise<ReadAnswer> {
  try {
    return await Promise.race([READERS[request.type](request, 0), failed])
  } catch (error) {
    if (isMissing(error)) throw error
    if (error instanceof RefusedError) return { refusal: error.refusal }
    if (error instanceof RangeError && error.message.startsWith("more text")) return { refusal: "too_long" }
    const encrypted = error instanceof Error && error.name === "PasswordException"
    return { refusal: encrypted ? "encrypted" : "corrupt" }
  }
}

/** Whether a library is missing: then nothing can be read, whatever the document. */
export const isMissing = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND"

/** Documents within documents within documents. */
const DEEPEST = 2

type Reader = (request: ReadRequest, depth: number) => Promise<ReadDocument>

/** A format is loaded when the first document in it comes. */
const READERS: Readonly<Record<DocumentType, Reader>> = {
  pdf: async ({ bytes, cmaps, limits }) =>
    (await import("./pdf/index.ts")).readPdf(new Uint8Array(bytes), cmaps, limits),
  docx: async (request, depth) => {
    const { readDocx } = await import("./docx/index.ts")
    return readDocx(request.bytes, request.limits.characters, (name, bytes) =>
      nested(request, name, bytes, depth),
    )
  },
  pptx: async ({ bytes, limits }) => (await import("./pptx.ts")).readPptx(bytes, limits.characters),
  odt: async ({ bytes, limits }) => (await import("./odt.ts")).readOdt(bytes, limits.characters),
  rtf: async ({ bytes, limits }) => (await import("./rtf.ts")).readRtf(bytes, limits.characters),
  eml: async ({ bytes, limits }) => (await import("./eml.ts")).readEml(bytes, limits.characters),
  html: async (request) => {
    const { readHtml } = await import("./html.ts")
    const { text, warnings } = await textOf(request.bytes, charsetOf(request.bytes))
    return withWarnings(readHtml(text, request.limits.characters), warnings)
  },
  markdown: async (request) => {
    const { readMarkdown } = await import("./markdown.ts")
    const { text, warnings } = await textOf(request.bytes)
    return withWarnings(readMarkdown(text, request.limits.characters), warnings)
  },
  text: async ({ bytes, limits }) => {
    const { text, warnings } = await textOf(bytes, charsetOf(bytes))
    if (text.length > limits.characters) throw new RefusedError("too_long")
    return { blocks: blocksOfText(text), warnings }
  },
}

async function textOf(bytes: Buffer, charset?: string) {
  const decoded = await decodeText(bytes, charset)
  if (decoded === null) throw new RefusedError("corrupt")
  return decoded
}

function withWarnings(read: ReadDocument, more: readonly DocumentWarning[]): ReadDocument {
  return { blocks: read.blocks, warnings: [...more, ...read.warnings] }
}

/** What a document holds that is one itself; nothing of what cannot be read. */
async function nested(
  request: ReadRequest,
  name: string,
  bytes: Buffer,
  depth: number,
): Promise<readonly Block[]> {
  const type = await typeByContent(name, bytes)
  if (type === null || depth >= DEEPEST) return []
  return (await READERS[type]({ ...request, bytes }, depth + 1)).blocks
}
