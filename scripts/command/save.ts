import { createWriteStream } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { ReadableStream } from "node:stream/web"
import { problem } from "../../lib/errors.ts"
import type { View } from "./view.ts"
import { megabytes } from "./words.ts"

interface Saving {
  view: View
  signal: AbortSignal
  check?: (path: string) => Promise<unknown>
  /** Who may read it. */
  mode?: number
}

/**
 * Saves what a server sends under a name that it has only when it is whole and `check` lets it; what was there before is replaced then. Answers
 * its bytes. Throws Problem 502 `cut_off` of what came short, and as `check` does.
 */
export async function saveFile(
  response: Response,
  path: string,
  { view, signal, check, mode = 0o666 }: Saving,
): Promise<number> {
  const partial = `${path}.part`
  const total = Number(response.headers.get("content-length") ?? 0)
  let bytes = 0
  const counted = async function* (body: AsyncIterable<Uint8Array>) {
    for await (const chunk of body) {
      bytes += chunk.byteLength
      view.show({ done: bytes, total: Math.max(total, bytes), text: megabytes(bytes) })
      yield chunk
    }
  }
  try {
    const body = response.body
      ? Readable.fromWeb(response.body as ReadableStream<Uint8Array>)
      : Readable.from([])
    await pipeline(body, counted, createWriteStream(partial, { mode }), { signal })
    if (total > 0 && bytes !== total)
      throw problem(502, "cut_off", `The server sent ${bytes} of ${total} bytes. Try again.`)
    await check?.(partial)
    await rename(partial, path)
    return bytes
  } finally {
    await rm(partial, { force: true })
  }
}
