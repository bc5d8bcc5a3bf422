import type { z } from "zod"
import { type Endpoint, endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportOptionsInput } from "../../lib/contract/options.ts"
import type { PrepareAnswer } from "../../lib/contract/prepare.ts"
import { type Answered, addressOf, answerOf, type Sent, UnreachableError } from "./call.ts"
import { driverHeaders } from "./driver-id.ts"

/** Bytes sent, and how many there are. */
export type Sending = (sent: number, total: number) => void

/** How sending goes on, and what ends it. */
interface Watch {
  /** Told once more when everything has been sent. */
  sending: Sending
  signal: AbortSignal
}

/** What a form holds, but for the files: options, and metadata that comes beside a ZIP. */
interface Parts {
  options: ImportOptionsInput
  files: readonly File[]
  metadata: File | undefined
}

/**
 * Opens an import of files from this machine; the server keeps none of them longer than the import needs them.
 * @throws RefusedError, UnreachableError, AbortError when the signal gave up
 */
export function prepareFiles(dataset: string, parts: Parts, watch: Watch): Promise<Answered<PrepareAnswer>> {
  const form = new FormData()
  form.append("options", JSON.stringify(parts.options))
  for (const file of parts.files) form.append("file", file, file.name)
  if (parts.metadata) form.append("metadata_mapping", parts.metadata, parts.metadata.name)
  return send(endpoints.prepare, { params: { dataset } }, form, watch)
}

const BROKEN_OFF =
  "The connection broke off while the file was sent. Start the import again; the same file is never imported twice."

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
    request.upload.onload = ({ total }) => sending(total, total)
    request.onload = () => {
      const { status, responseText } = request
      try {
        resolve({ answer: answerOf(endpoint.answer, status, responseText), created: status === 201 })
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = () => reject(new UnreachableError(BROKEN_OFF))
    request.onabort = () => reject(new DOMException("The upload was given up.", "AbortError"))
    signal.addEventListener("abort", () => request.abort())
    request.send(form)
  })
}
