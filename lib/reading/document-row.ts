import { hash } from "node:crypto"
import type { DocumentWarning } from "../documents/blocks.ts"
import { extractDocument } from "../documents/extract.ts"
import type { DocumentLimits } from "../documents/limits.ts"
import { piecesOf } from "../documents/pieces.ts"
import { columnsText, RowFile, type WrittenRows } from "./row-file.ts"
import type { ChunkOf } from "./source.ts"

/** One document, and what is known of it beside its bytes. */
export interface DocumentRequest {
  name: string
  bytes: Uint8Array
  limits: DocumentLimits
  /** The folder of the character maps that PDFs need. */
  cmaps: string
  /** Columns its metadata fills. */
  values: Record<string, unknown>
  row: number
  of: ChunkOf
}

/** The document as a row in a file the database reads, or why it is none. */
export type DocumentRow =
  | { ok: true; written: WrittenRows; warnings: DocumentWarning[] }
  | { ok: false; code: string; message: string }

/** Reads a document, cuts its text into pieces and writes its row. Throws only when a library is missing, and when the disk is full. */
export async function writeDocument(request: DocumentRequest, failed: Promise<never>): Promise<DocumentRow> {
  const { name, limits, cmaps, of } = request
  const bytes = Buffer.from(request.bytes.buffer, request.bytes.byteOffset, request.bytes.length)
  const content_hash = hash("sha256", bytes)
  const read = await extractDocument({ name, bytes }, { limits, cmaps, failed })
  if (!read.ok) return read
  const { media_type, text, warnings } = read
  const pieces = piecesOf(read.blocks)
  const own = {
    filename: name,
    content_hash,
    media_type,
    bytes: bytes.length,
    text,
    warnings: warnings.length > 0 ? warnings : null,
    _chunks: pieces.map((piece) => piece.text),
    _pages: pieces.map(({ page }) => page),
    _sections: pieces.map(({ section }) => section),
  }
  const file = new RowFile(of.directory, of.now, null)
  try {
    file.add(request.row, 1, columnsText({ ...own, ...request.values }))
    return { ok: true, written: file.take(true), warnings }
  } finally {
    file.discard()
  }
}
