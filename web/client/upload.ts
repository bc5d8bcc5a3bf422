import type { z } from "zod"
import { type Endpoint, endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportOptionsInput } from "../../lib/contract/options.ts"
import type { PrepareAnswer } from "../../lib/contract/prepare.ts"
import type { UploadAnswer } from "../../lib/contract/uploads.ts"
import { type Answered, addressOf, answerOf, type Sent, UnreachableError } from "./call.ts"
import { driverHeaders } from "./driver-id.ts"

/** Bytes sent, and how many there are. */
export type Sending = (sent: number, total: number) => void

/** How sending goes on, and what ends it. */
interface Watch {
  sending: Sending
  signal: AbortSignal
}

/**
 * Stores a file on the server.
 * @throws RefusedError, UnreachableError, AbortError when the signal gave up
 */
export async function upload(file: File, watch: Watch): Promise<UploadAnswer> {
  const form = new FormData()
  form.append("file", file, file.name)
  return (await send(endpoints.upload, {}, form, watch)).answer
}

/** Opens an import of several files. Throws what `upload` throws. */
export function prepareFiles(
  dataset: string,
  files: readonly File[],
  options: ImportOptionsInput,
  watch: Watch,
): Promise<Answered<PrepareAnswer>> {
  const form = new FormData()
  form.append("options", JSON.stringify(options))
  for (const file of files) form.append("file", file, file.name)
  return send(endpoints.prepare, { params: { dataset } }, form, watch)
}

/** Only XMLHttpRequest tells how much of a body has been sent. */
function send<A extends z.ZodType>(
  endpoint: Endpoint<string, A>,
  sent: Sent,
  form: FormData,
  { sending, signal }: Watch,
): Promise<Answered<z.output<A>>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(endpoint.method, addressOf(endpoint, sent))
    for (const [name, value] of Object.entries(driverHeaders())) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => sending(Math.min(loaded, total), total)
    request.onload = () => {
      const { status, responseText } = request
      try {
        resolve({ answer: answerOf(endpoint.answer, status, responseText), created: status === 201 })
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = () => reject(new UnreachableError("The connection broke off while the file was sent."))
    request.onabort = () => reject(new DOMException("The upload was given up.", "AbortError"))
    signal.addEventListener("abort", () => request.abort())
    request.send(form)
  })
}
