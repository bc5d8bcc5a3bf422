import { isUtf8 } from "node:buffer"
import type { File as DirectoryEntry } from "unzipper"
import { type Problem, problem } from "../errors.ts"
import { bomb, corrupt } from "./zip-end.ts"
import type { ZipLimits } from "./zip-limits.ts"

const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_HEADER_BYTES = 30
const ENCRYPTED_FLAGS = 0x2041
const STORED = 0
export const DEFLATED = 8
const AES_METHOD = 99

/** The entry's name: UTF-8 whether or not the entry says so; other bytes one by one, so that none gets lost. */
export function entryNameOf(entry: DirectoryEntry, { backslashes }: Pick<ZipLimits, "backslashes">): string {
  const bytes = entry.pathBuffer
  const name = Buffer.isBuffer(bytes) ? bytes.toString(isUtf8(bytes) ? "utf8" : "latin1") : ""
  return backslashes === "part" ? name.replaceAll("\\", "/") : name
}

/**
 * Passes an archive whose entries can be read without surprise. Throws 422 `zip_corrupt`, `zip_entry_unsafe`,
 * `zip_entry_duplicate`, `zip_encrypted`, `zip_unsupported`, `zip_bomb`, each naming the entry.
 */
export function checkEntries(
  entries: DirectoryEntry[],
  archive: { name: string; directory_offset: number },
  limits: ZipLimits,
) {
  const names = new Set<string>()
  let total = 0
  for (const entry of entries) {
    const name = entryNameOf(entry, limits)
    const what = `${JSON.stringify(name.slice(0, 100))} in ${archive.name}`
    checkRecord(entry, what)
    checkName(entry, name, what)
    if (names.has(name.normalize("NFC"))) throw duplicate(what)
    names.add(name.normalize("NFC"))
    checkPacking(entry, what)
    checkRatio(entry, what, limits)
    total += entry.uncompressedSize
  }
  if (total > limits.max_bytes) throw bomb(archive.name, "its entries unpack to more than any extract has")
  checkPlaces(entries, archive, limits)
}

function checkRecord(entry: DirectoryEntry, what: string) {
  const numbers = [entry.compressedSize, entry.uncompressedSize, entry.offsetToLocalFileHeader, entry.crc32]
  if (entry.signature !== ENTRY_SIGNATURE || !numbers.every((one) => Number.isSafeInteger(one))) {
    throw corrupt(what, "its record in the directory is unreadable")
  }
}

function checkName(entry: DirectoryEntry, name: string, what: string) {
  const climbs = name.split("/").includes("..")
  const unixMode = entry.versionMadeBy >> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0
  const isLink = (unixMode & 0xf000) === 0xa000
  if (name === "" || climbs || isLink || /^\/|^[A-Za-z]:|\\|\p{Cc}/u.test(name)) {
    throw problem(
      422,
      "zip_entry_unsafe",
      `The entry ${what} is refused: a name must be relative, without "..", backslashes and control characters, and no link.`,
    )
  }
}

function checkPacking(entry: DirectoryEntry, what: string) {
  const method = entry.compressionMethod
  if ((entry.flags & ENCRYPTED_FLAGS) !== 0 || method === AES_METHOD) {
    throw problem(422, "zip_encrypted", `The entry ${what} is encrypted. Pack the files without a password.`)
  }
  if (method !== STORED && method !== DEFLATED) {
    throw problem(
      422,
      "zip_unsupported",
      `The entry ${what} is compressed with method ${method}; only deflate and stored entries can be read.`,
    )
  }
  if (method === STORED && entry.compressedSize !== entry.uncompressedSize) {
    throw corrupt(what, "it is stored as it is, yet has two different sizes")
  }
}

function checkRatio(entry: DirectoryEntry, what: string, limits: ZipLimits) {
  const { compressedSize, uncompressedSize } = entry
  if (uncompressedSize <= limits.ratio_from_bytes) return
  if (uncompressedSize <= limits.max_ratio * compressedSize) return
  throw bomb(what, `it says it unpacks to more than ${limits.max_ratio} times its size`)
}

/** Entries that share bytes let a small archive unpack to a huge one. */
function checkPlaces(
  entries: DirectoryEntry[],
  archive: { name: string; directory_offset: number },
  limits: ZipLimits,
) {
  const ordered = [...entries].sort(
    (one, other) => one.offsetToLocalFileHeader - other.offsetToLocalFileHeader,
  )
  for (const [index, entry] of ordered.entries()) {
    const end =
      entry.offsetToLocalFileHeader + LOCAL_HEADER_BYTES + entry.fileNameLength + entry.compressedSize
    if (end > archive.directory_offset) {
      throw corrupt(archive.name, `${JSON.stringify(entryNameOf(entry, limits))} reaches into its directory`)
    }
    const next = ordered[index + 1]
    if (next && end > next.offsetToLocalFileHeader) throw bomb(archive.name, "its entries overlap")
  }
}

function duplicate(what: string): Problem {
  return problem(422, "zip_entry_duplicate", `The entry ${what} is there twice. Pack the files again.`)
}
