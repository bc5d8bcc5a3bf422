import { PartAnswer } from "../../lib/contract/uploads.ts"
import { answerOf, isTransient, UnreachableError } from "./call.ts"
import { driverHeaders } from "./driver-id.ts"

/** One part on its way. */
export interface Part {
  number: number
  url: string
  body: Blob
  /** How many of its bytes have been sent. */
  onBytes(sent: number): void
  signal: AbortSignal
}

/** The link of a part does not work any more, or was never good: the upload has to be looked at again. */
export class LinkRefused extends Error {}

/**
 * Sends a part to where the plan says, this server or the store itself, and answers what the receiver calls it. Throws
 * UnreachableError, RefusedError of this server, LinkRefused of the store, AbortError.
 */
export function sendPart({ url, body, onBytes, signal, number }: Part): Promise<string> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const own = url.startsWith("/")
    const request = new XMLHttpRequest()
    request.open("PUT", url)
    if (own)
      for (const [name, value] of Object.entries(driverHeaders())) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded }) => onBytes(loaded)
    request.onload = () => {
      try {
        const etag = own
          ? answerOf(PartAnswer, request.status, request.responseText).etag
          : etagOf(request, number)
        onBytes(body.size)
        resolve(etag)
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = () => reject(new UnreachableError("The connection broke off."))
    request.onabort = () => reject(new DOMException("The upload was given up.", "AbortError"))
    signal.addEventListener("abort", () => request.abort(), { once: true })
    request.send(body)
  })
}

function etagOf(request: XMLHttpRequest, number: number): string {
  const { status } = request
  if (status >= 200 && status < 300) return tagOf(request.getResponseHeader("etag"))
  if (status >= 500 || status === 429 || status === 408)
    throw new UnreachableError(`The store answered ${status}.`)
  throw new LinkRefused(`The store refused part ${number} (${status}).`)
}

/** Only a bucket whose rules expose it lets a page see it. */
function tagOf(etag: string | null): string {
  if (etag !== null) return etag.replace(/^(W\/)?"|"$/g, "")
  throw new Error("The store does not let this page see ETag: its CORS rules have to expose it.")
}

/** Whether sending it once more may well succeed. */
export const mayPass = (error: unknown) => isTransient(error) || error instanceof LinkRefused
