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
  /** The field of the form. */
  field: string
  path: string
  /** What the receiver is told it is called. */
  name: string
}

/**
 * multipart/form-data with plain fields and files, which are never held in memory. `onBytes` is told how many bytes
 * of them have been handed over; throwing breaks the sending off.
 */
export function streamedForm(
  fields: Record<string, string>,
  files: readonly FileToSend[],
  onBytes: (sent: number) => void,
): StreamedForm {
  const boundary = `sluice-${randomUUID()}`
  return {
    content_type: `multipart/form-data; boundary=${boundary}`,
    body: Readable.toWeb(Readable.from(partsOf(boundary, fields, files, onBytes), { objectMode: false })),
  }
}

async function* partsOf(
  boundary: string,
  fields: Record<string, string>,
  files: readonly FileToSend[],
  onBytes: (sent: number) => void,
): AsyncGenerator<Buffer> {
  const text = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${escaped(name)}"\r\n\r\n${value}\r\n`,
  )
  yield Buffer.from(text.join(""))
  let sent = 0
  for (const { field, name, path } of files) {
    yield Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${escaped(name)}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
    )
    for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
      sent += (chunk as Buffer).byteLength
      onBytes(sent)
      yield chunk as Buffer
    }
    yield Buffer.from("\r\n")
  }
  yield Buffer.from(`--${boundary}--\r\n`)
}

/** As browsers write names into a form. */
function escaped(name: string): string {
  return name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
}
