/** A file as a download; the browser is told to save, never to show it. `file_name` is plain ASCII. */
export function attachment(file: {
  file_name: string
  media_type: string
  bytes: Uint8Array<ArrayBuffer>
}): Response {
  const headers = { ...headersOf(file), "content-length": String(file.bytes.byteLength) }
  return new Response(file.bytes, { headers })
}

/** The same of chunks as they come, of so many bytes where that is known; a client who leaves ends what makes them. */
export function streamedAttachment(file: {
  file_name: string
  media_type: string
  bytes?: number
  chunks: AsyncIterable<Uint8Array>
}): Response {
  const iterator = file.chunks[Symbol.asyncIterator]()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
  const headers = new Headers(headersOf(file))
  if (file.bytes !== undefined) headers.set("content-length", String(file.bytes))
  return new Response(body, { headers })
}

function headersOf({ file_name, media_type }: { file_name: string; media_type: string }) {
  return {
    "content-type": media_type,
    "content-disposition": `attachment; filename="${file_name}"`,
    "cache-control": "no-store",
  }
}
