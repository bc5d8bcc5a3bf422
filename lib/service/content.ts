import { Readable } from "node:stream"
import { mostUploadBytes } from "../config.ts"
import type { InlineRow } from "../contract/index.ts"
import type { Effects } from "../effects.ts"
import { problem } from "../errors.ts"
import type { PrepareInput } from "../import/prepare.ts"
import type { ImportInput } from "./shapes.ts"

/**
 * What prepare is told of a source, once that is stored. Throws Problem 400 `invalid_request` where there is none,
 * `upload_broken_off`; 413 `upload_too_large`.
 */
export async function sourceOf(
  { filename, content, rows }: Partial<ImportInput>,
  { store, config }: Effects,
): Promise<PrepareInput["source"]> {
  if (Array.isArray(rows)) return { kind: "rows", rows: plain(rows) }
  const stream = streamOf(content)
  if (!filename || !stream) {
    const detail =
      "There is nothing to import. Hand in { filename, content }, as text, bytes or a stream, or { rows }."
    throw problem(400, "invalid_request", detail)
  }
  const limits = { max_bytes: mostUploadBytes(config) }
  return { kind: "upload", files: [await store.receive(stream, filename, limits)] }
}

/** Rows as JSON has them: a date by its text, a large number too, and nothing of what is undefined. */
function plain(rows: readonly unknown[]): InlineRow[] {
  const text = (_name: string, value: unknown) => (typeof value === "bigint" ? String(value) : value)
  return JSON.parse(JSON.stringify(rows, text)) as InlineRow[]
}

/** Null where it is none. */
function streamOf(content: unknown): Readable | null {
  if (isBytes(content)) return Readable.from([bufferOf(content)])
  const isStream = typeof content === "object" && content !== null && Symbol.asyncIterator in content
  return isStream ? Readable.from(buffersOf(content as AsyncIterable<Bytes>)) : null
}

type Bytes = string | Uint8Array | ArrayBuffer

const isBytes = (content: unknown): content is Bytes =>
  typeof content === "string" || content instanceof Uint8Array || content instanceof ArrayBuffer

const bufferOf = (bytes: Bytes) => Buffer.from(bytes as Uint8Array)

/** A stream of text is one of bytes here. */
async function* buffersOf(stream: AsyncIterable<Bytes>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield bufferOf(chunk)
}
