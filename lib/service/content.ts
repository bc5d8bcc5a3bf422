import { Readable } from "node:stream"
import type { InlineRow } from "../contract/index.ts"
import type { Effects } from "../effects.ts"
import { problem } from "../errors.ts"
import type { PrepareInput } from "../import/prepare.ts"
import type { ImportInput } from "./shapes.ts"

const MEGABYTE = 1_048_576

/**
 * What prepare is told of a source, once that is stored. Throws Problem 400 `invalid_request` where there is none,
 * `upload_broken_off`; 413 `upload_too_large`.
 */
export async function sourceOf(
  { filename, content, rows }: ImportInput,
  { store, config }: Effects,
): Promise<PrepareInput["source"]> {
  if (Array.isArray(rows)) return { kind: "rows", rows: plain(rows) }
  if (!filename || content === undefined || !isContent(content)) {
    const detail =
      "There is nothing to import. Hand in { filename, content }, as text, bytes or a stream, or { rows }."
    throw problem(400, "invalid_request", detail)
  }
  const limits = { max_bytes: config.max_upload_mb * MEGABYTE }
  return { kind: "upload", files: [await store.receive(streamOf(content), filename, limits)] }
}

const isContent = (content: unknown) =>
  typeof content === "string" || content instanceof Uint8Array || content instanceof Readable

/** Rows as JSON has them: a date by its text, a large number too, and nothing of what is undefined. */
function plain(rows: readonly unknown[]): InlineRow[] {
  const text = (_name: string, value: unknown) => (typeof value === "bigint" ? String(value) : value)
  return JSON.parse(JSON.stringify(rows, text)) as InlineRow[]
}

function streamOf(content: string | Uint8Array | Readable): Readable {
  return Readable.from(content instanceof Readable ? bytesOf(content) : [Buffer.from(content as Uint8Array)])
}

/** A stream of text is one of bytes here. */
async function* bytesOf(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield Buffer.from(chunk as Uint8Array)
}
