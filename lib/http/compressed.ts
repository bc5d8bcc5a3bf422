import { pipeline, Readable } from "node:stream"
import type { ReadableStream as NodeStream } from "node:stream/web"
import { constants, createGzip } from "node:zlib"

const WORTH_IT =
  /^(text\/(?!event-stream)|image\/svg|application\/(json|problem\+json|x-ndjson|manifest\+json))/

/**
 * The answer gzipped, where its reader takes that and it is text that is asked for to be read: the platform does so by itself,
 * the local server has to. Streams of events are passed on as they come.
 */
export function compressed(request: Request, response: Response): Response {
  const { headers, body, status } = response
  if (request.method !== "GET" || body === null || headers.has("content-encoding")) return response
  if (!WORTH_IT.test(headers.get("content-type") ?? "")) return response
  const told = new Headers(headers)
  told.append("vary", "accept-encoding")
  if (!takes(request, "gzip")) return new Response(body, { status, headers: told })
  told.set("content-encoding", "gzip")
  told.delete("content-length")
  return new Response(packed(body), { status, headers: told })
}

/** No faster than it is taken: a CompressionStream would hold a whole file for a slow reader. */
function packed(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let begun = false
  const gzip = createGzip()
  const chunks = gzip[Symbol.asyncIterator]()
  return new ReadableStream({
    // The first bytes are gzip's own: what breaks off afterwards is an answer that breaks off, and not none.
    start: () => gzip.flush(constants.Z_SYNC_FLUSH),
    async pull(controller) {
      const { value, done } = await chunks.next()
      if (done) return controller.close()
      controller.enqueue(value)
      if (begun) return
      begun = true
      // What goes wrong on the way is thrown where it is read.
      pipeline(Readable.fromWeb(body as NodeStream<Uint8Array>), gzip, () => {})
    },
    async cancel(reason) {
      gzip.destroy()
      if (!begun) await body.cancel(reason)
    },
  })
}

/** Whether its reader takes answers in this encoding. */
export function takes({ headers }: Request, encoding: "br" | "gzip"): boolean {
  const named = (headers.get("accept-encoding") ?? "").split(",").map((one) => one.trim().split(/\s*;\s*q=/))
  return named.some(([name, weight = "1"]) => name === encoding && Number(weight) > 0)
}
