import { type Problem, problem } from "../errors.ts"

const MOST_BYTES = 120
/** How the name of a file ends that is not whole yet. */
export const PARTIAL = ".part"
/** Beside one that an earlier version has left. */
export const PARTIAL_NOTES = ".part.json"

/**
 * A name for the disk made of one a stranger chose: its last path segment, without control characters and
 * what some file system refuses, not hidden, at most 120 bytes with its extension kept.
 */
export function safeFileName(original: string): string {
  const last = original.normalize("NFC").split(/[/\\]/).at(-1) ?? ""
  const plain = last.replace(/[\p{C}<>:"|?*]/gu, "_").replace(/^[. ]+|[. ]+$/g, "")
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? ""
  const stem = cutToBytes(plain.slice(0, plain.length - extension.length), MOST_BYTES - extension.length)
  return `${stem}${extension}` || "file"
}

/**
 * Passes a file name that stays inside the store's folder. Throws 422 `file_name_unsafe` for separators,
 * `..`, absolute and hidden names, control characters.
 */
export function assertSafeFileName(filename: string) {
  const separated = /[/\\]/.test(filename) || /^[A-Za-z]:/.test(filename)
  if (filename === "" || separated || filename.startsWith(".") || /\p{Cc}/u.test(filename)) {
    throw unsafeFileName(filename)
  }
}

/** What a store puts in front of a name to tell files apart: an id that begins with its time, see timeOrderedId. */
const OWN_PREFIX = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}-/

/** What its sender called a stored file. */
export const nameAsSent = (filename: string) => filename.replace(OWN_PREFIX, "")

/** When a file was stored, in milliseconds; null of one that a store has not named, as one put into the folder by hand. */
export function storedAt(filename: string): number | null {
  const [, high, low] = OWN_PREFIX.exec(filename) ?? []
  return high === undefined ? null : Number.parseInt(`${high}${low}`, 16)
}

/** What its sender called a file, as far as its locator still tells: for sentences. */
export function shownName(locator: string): string {
  const path = /^https?:/.test(locator) ? decodeURIComponent(new URL(locator).pathname) : locator
  const last = path.split(/[/\\]/).at(-1) ?? ""
  return last.replace(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-/i, "")
}

export function unsafeFileName(filename: string): Problem {
  const shown = JSON.stringify(filename.slice(0, 100))
  return problem(
    422,
    "file_name_unsafe",
    `The file name ${shown} leads out of the store. Give the name of an uploaded file, without a path.`,
  )
}

function cutToBytes(text: string, most: number): string {
  let kept = ""
  let bytes = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > most) break
    kept += character
  }
  return kept
}
