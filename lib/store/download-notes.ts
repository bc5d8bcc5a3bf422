import type { IncomingHttpHeaders, IncomingMessage } from "node:http"
import { safeFileName } from "./file-name.ts"

/** What must be known to go on with a download in another process. */
export interface DownloadNotes {
  /** What the server called this version of the file; null when it cannot tell versions apart. */
  validator: string | null
  total: number | null
  original_name: string
}

/** Notes on a fresh answer (status 200) to the request for `url`, which came from `final` in the end. */
export function notesOf(headers: IncomingHttpHeaders, url: string, final: URL): DownloadNotes {
  const length = Number(headers["content-length"])
  return {
    validator: validatorOf(headers),
    total: headers["content-length"] !== undefined && Number.isSafeInteger(length) ? length : null,
    original_name: nameOf(headers["content-disposition"], new URL(url), final),
  }
}

/** A strong ETag, else the date of the last change: what If-Range accepts. */
export function validatorOf(headers: IncomingHttpHeaders): string | null {
  const tag = headers.etag
  return tag?.startsWith('"') ? tag : (headers["last-modified"] ?? null)
}

interface ResumableNotes extends DownloadNotes {
  validator: string
}

/** Without knowing the version, the rest cannot be told from the rest of something else. */
export function resumable(notes: DownloadNotes | null): ResumableNotes | null {
  if (!notes || notes.validator === null) return null
  return { ...notes, validator: notes.validator }
}

/**
 * How long the file is of whose rest behind `offset` this is the answer, be there none; null when it is something else. A body
 * that came in chunks had not said how long it is.
 */
export function continues(answer: IncomingMessage, offset: number, notes: ResumableNotes): number | null {
  const range = /^bytes (\d+-\d+|\*)\/(\d+)$/.exec(answer.headers["content-range"] ?? "")
  const total = Number(range?.[2] ?? Number.NaN)
  const validator = validatorOf(answer.headers)
  const sameFile = (validator ?? notes.validator) === notes.validator && (notes.total ?? total) === total
  const rest = answer.statusCode === 206 && Number(range?.[1]?.split("-")[0]) === offset
  const ended = answer.statusCode === 416 && range?.[1] === "*" && total === offset
  return sameFile && (rest || ended) ? total : null
}

/** What a download is called as long as nothing but its address is known. */
export function nameFromAddress(url: string): string {
  const asked = new URL(url)
  return safeFileName(lastSegment(asked) || asked.hostname)
}

function nameOf(disposition: string | undefined, asked: URL, final: URL): string {
  const candidates = [dispositionName(disposition), lastSegment(asked), lastSegment(final)]
  const named =
    candidates.find((name) => /\.[A-Za-z0-9]+$/.test(name)) ?? candidates.find((name) => name !== "")
  return safeFileName(named ?? "download")
}

function dispositionName(disposition = ""): string {
  const encoded = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1]
  if (encoded) return decoded(encoded)
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition)
  return (plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2] ?? "").trim()
}

function lastSegment(url: URL): string {
  return decoded(url.pathname.split("/").at(-1) ?? "")
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
