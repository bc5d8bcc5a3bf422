import { endpoints } from "../../lib/contract/endpoints.ts"
import type { UploadAnswer } from "../../lib/contract/uploads.ts"
import { addressOf, answerOf, UnreachableError } from "./call.ts"

/** Bytes sent, and how many there are. */
export type Sending = (sent: number, total: number) => void

/**
 * Stores a file on the server. Only XMLHttpRequest tells how much of a body has been sent.
 * @throws RefusedError, UnreachableError, AbortError when the signal gave up
 */
export function upload(file: File, sending: Sending, signal: AbortSignal): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open("POST", addressOf(endpoints.upload))
    request.upload.onprogress = ({ loaded, total }) => sending(Math.min(loaded, total), total)
    request.onload = () => {
      try {
        resolve(answerOf(endpoints.upload.answer, request.status, request.responseText))
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = () => reject(new UnreachableError("The connection broke off while the file was sent."))
    request.onabort = () => reject(new DOMException("The upload was given up.", "AbortError"))
    signal.addEventListener("abort", () => request.abort())
    const form = new FormData()
    form.append("file", file, file.name)
    request.send(form)
  })
}
