import { randomUUID } from "node:crypto"
import { createReadStream } from "node:fs"
import { Readable } from "node:stream"
import type { ReadableStream } from "node:stream/web"

/** A body that is read while it is sent. */
export interface StreamedForm {
  content_type: string
  body: ReadableStream<Uint8Array>
}

export interface FileToSend {
  path: string
  /** What the receiver is told it is called. */
  name: string
  /** Told how many bytes of the file have been handed over; throwing breaks the sending off. */
  onBytes(sent: number): void
}

/** multipart/form-data with plain fields and one file, which is never held in memory. */
export function streamedForm(fields: Record<string, string>, file: FileToSend): StreamedForm {
  const boundary = `sluice-${randomUUID()}`
  return {
    content_type: `multipart/form-data; boundary=${boundary}`,
    body: Readable.toWeb(Readable.from(partsOf(boundary, fields, file), { objectMode: false })),
  }
}

async function* partsOf(
  boundary: string,
  fields: Record<string, string>,
  file: FileToSend,
): AsyncGenerator<Buffer> {
  const text = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${escaped(name)}"\r\n\r\n${value}\r\n`,
  )
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${escaped(file.name)}"\r\ncontent-type: application/octet-stream\r\n\r\n`
  yield Buffer.from(text.join("") + head)
  let sent = 0
  for await (const chunk of createReadStream(file.path, { highWaterMark: 1_048_576 })) {
    sent += (chunk as Buffer).byteLength
    file.onBytes(sent)
    yield chunk as Buffer
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`)
}

/** As browsers write names into a form. */
function escaped(name: string): string {
  return name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
}
