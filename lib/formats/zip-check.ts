import type { File as DirectoryEntry } from "unzipper"
import { isProblem, type Problem, problem } from "../errors.ts"
import { bomb, corrupt } from "./zip-end.ts"
import type { ZipLimits } from "./zip-limits.ts"
import { nameIn } from "./zip-name.ts"

const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_HEADER_BYTES = 30
const ENCRYPTED_FLAGS = 0x2041
const STORED = 0
export const DEFLATED = 8
const AES_METHOD = 99

/** An entry of the directory by its name. */
export interface NamedEntry {
  name: string
  entry: DirectoryEntry
}

/** The entry's name as it is known from here on. */
export function entryNameOf(
  entry: DirectoryEntry,
  extra: Buffer,
  { backslashes, name_encoding }: Pick<ZipLimits, "backslashes" | "name_encoding">,
): string {
  const bytes = entry.pathBuffer
  const name = Buffer.isBuffer(bytes) ? nameIn({ bytes, flags: entry.flags, extra }, name_encoding) : ""
  return backslashes === "part" ? name.replaceAll("\\", "/").replace(/^(\.\/)+/, "") : name
}

/** Whether an entry points to another file, as far as it says so. */
export function isLink({ versionMadeBy, externalFileAttributes }: DirectoryEntry): boolean {
  const mode = versionMadeBy >> 8 === 3 ? externalFileAttributes >>> 16 : 0
  return (mode & 0xf000) === 0xa000
}

/**
 * Passes an archive whose entries can be read without surprise, and answers what is wrong with those that cannot where these tell it
 * themselves. Throws 422 `zip_corrupt`, `zip_entry_unsafe`,
 * `zip_entry_duplicate`, `zip_encrypted`, `zip_unsupported`, `zip_bomb`, each naming the entry.
 */
export function checkEntries(
  entries: readonly NamedEntry[],
  archive: { name: string; directory_offset: number },
  limits: ZipLimits,
): Map<DirectoryEntry, Problem> {
  const faults = new Map<DirectoryEntry, Problem>()
  const names = new Set<string>()
  let total = 0
  for (const { name, entry } of entries) {
    const what = `${JSON.stringify(name.slice(0, 100))} in ${archive.name}`
    const check = () => {
      checkRecord(entry, what)
      checkName(entry, name, what)
      if (limits.bad_entries === "refuse" && names.has(name.normalize("NFC"))) throw duplicate(what)
      checkPacking(entry, what)
      checkRatio(entry, what, limits)
    }
    try {
      check()
    } catch (error) {
      if (!isProblem(error) || limits.bad_entries === "refuse") throw error
      faults.set(entry, error)
    }
    names.add(name.normalize("NFC"))
    if (Number.isSafeInteger(entry.uncompressedSize)) total += entry.uncompressedSize
  }
  if (total > limits.max_bytes) throw bomb(archive.name, "its entries unpack to more than any extract has")
  checkPlaces(entries, archive)
  return faults
}

function checkRecord(entry: DirectoryEntry, what: string) {
  const numbers = [entry.compressedSize, entry.uncompressedSize, entry.offsetToLocalFileHeader, entry.crc32]
  if (entry.signature !== ENTRY_SIGNATURE || !numbers.every((one) => Number.isSafeInteger(one))) {
    throw corrupt(what, "its record in the directory is unreadable")
  }
}

/** What macOS names the picture of a folder. */
const FOLDER_ICON = /(?:^|\/)Icon\r$/

function checkName(entry: DirectoryEntry, name: string, what: string) {
  const climbs = name.split("/").includes("..")
  if (
    name === "" ||
    climbs ||
    isLink(entry) ||
    /^\/|^[A-Za-z]:|\\|\p{Cc}/u.test(name.replace(FOLDER_ICON, ""))
  ) {
    throw problem(
      422,
      "zip_entry_unsafe",
      `The entry ${what} is refused: a name must be relative, without "..", backslashes and control characters, and no link. Rename it and pack the files again.`,
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
      `The entry ${what} is compressed with method ${method}; only deflate and stored entries can be read. Pack the files again as an ordinary ZIP.`,
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
function checkPlaces(entries: readonly NamedEntry[], archive: { name: string; directory_offset: number }) {
  const ordered = [...entries].sort(
    (one, other) => one.entry.offsetToLocalFileHeader - other.entry.offsetToLocalFileHeader,
  )
  for (const [index, { name, entry }] of ordered.entries()) {
    const end =
      entry.offsetToLocalFileHeader + LOCAL_HEADER_BYTES + entry.fileNameLength + entry.compressedSize
    if (end > archive.directory_offset) {
      throw corrupt(archive.name, `${JSON.stringify(name)} reaches into its directory`)
    }
    const next = ordered[index + 1]?.entry
    if (next && end > next.offsetToLocalFileHeader) throw bomb(archive.name, "its entries overlap")
  }
}

function duplicate(what: string): Problem {
  return problem(422, "zip_entry_duplicate", `The entry ${what} is there twice. Pack the files again.`)
}
