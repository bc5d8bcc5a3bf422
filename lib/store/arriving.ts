import type { Readable } from "node:stream"
import { isProblem, type Problem, problem } from "../errors.ts"
import { sizeText } from "../words.ts"

/**
 * What a sender sends. What breaks off on that side is told apart from what goes wrong in the store. Throws 400
 * `upload_broken_off`, 413 `upload_too_large`.
 */
export async function* arriving(stream: Readable, mostBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength
      if (bytes > mostBytes) throw tooLarge(mostBytes)
      yield chunk
    }
  } catch (error) {
    if (isProblem(error)) throw error
    const detail = "The upload broke off before it was complete. Send the file again."
    throw problem(400, "upload_broken_off", detail)
  }
}

function tooLarge(mostBytes: number): Problem {
  const detail = `The file is larger than ${sizeText(mostBytes)}, the limit for uploads.`
  return problem(413, "upload_too_large", detail)
}
