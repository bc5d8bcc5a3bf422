import { Readable } from "node:stream"
import { type File as DirectoryEntry, Open } from "unzipper"
import { type Problem, problem } from "../errors.ts"
import { type Bytes, type Locator, openBytes } from "../store/bytes.ts"
import { isMissing } from "../store/disk.ts"
import { shownName } from "../store/file-name.ts"
import { checkEntries, entryNameOf, isLink, type NamedEntry } from "./zip-check.ts"
import { corrupt, readZipEnd, type ZipEnd } from "./zip-end.ts"
import { readEntry } from "./zip-entry.ts"
import { ZIP_LIMITS, type ZipLimits } from "./zip-limits.ts"

export type { ZipLimits }

interface DirectorySource {
  size(): Promise<number>
  stream(offset: number): Readable
}

/** The published types know `custom` without its options. */
declare module "unzipper" {
  namespace Open {
    function custom(source: DirectorySource, options: { tailSize: number }): Promise<CentralDirectory>
  }
}

export interface ZipEntry {
  name: string
  compressedSize: number
  uncompressedSize: number
  crc32: number
  /** It points to another file, and has none of its own. */
  isLink: boolean
  /** Why it cannot be read, where the archive is not refused for it. */
  fault: Problem | null
  /** The content; may be called again. Throws 422 `zip_corrupt` behind the last byte when size or CRC-32 disagree. */
  open(): AsyncIterable<Buffer>
}

export interface ZipArchive {
  /** In the directory's order, without folders. */
  entries: ZipEntry[]
  /** Size of the archive. */
  bytes: number
}

/**
 * Reads a ZIP's directory and refuses what is broken, hostile or unreadable before a byte is unpacked.
 * Throws 422 `not_a_zip`, `zip_truncated`, `zip_corrupt`, `zip_encrypted`, `zip_unsupported`, `zip_bomb`,
 * `zip_entry_unsafe`, `zip_entry_duplicate`; 404 `file_not_found`.
 */
export async function openZip(locator: Locator, limits: Partial<ZipLimits> = {}): Promise<ZipArchive> {
  const allowed = { ...ZIP_LIMITS, ...limits }
  const name = typeof locator === "string" ? shownName(locator) : "The file"
  const file = await openFile(locator, name)
  try {
    const end = await readZipEnd(file, name, allowed)
    const files = namedIn(await readDirectory(end, name), end, allowed)
    const faults = checkEntries(files, { name, directory_offset: end.directory_offset }, allowed)
    const entries = files.map((file) => placed(locator, name, file, faults.get(file.entry) ?? null))
    return { entries: entries.filter((entry) => !entry.name.endsWith("/")), bytes: end.size }
  } finally {
    await file.close()
  }
}

/** The directory's records. They are read from memory: left to itself, unzipper would follow any offset. */
async function readDirectory(end: ZipEnd, name: string): Promise<DirectoryEntry[]> {
  const source: DirectorySource = {
    size: async () => end.size,
    stream: (offset) => Readable.from([end.bytes.subarray(offset - end.directory_offset)]),
  }
  try {
    const directory = await Open.custom(source, { tailSize: end.size - end.end_offset })
    return directory.files
  } catch {
    throw corrupt(name, "its directory is unreadable")
  }
}

const RECORD_BYTES = 46

/** The directory is walked once more for what unzipper leaves out of its records: the extra field. */
function namedIn(files: readonly DirectoryEntry[], { bytes }: ZipEnd, limits: ZipLimits): NamedEntry[] {
  let at = 0
  return files.map((entry) => {
    const from = at + RECORD_BYTES + entry.fileNameLength
    const extra = bytes.subarray(from, from + entry.extraFieldLength)
    at = from + entry.extraFieldLength + entry.fileCommentLength
    return { name: entryNameOf(entry, extra, limits), entry }
  })
}

function placed(
  locator: Locator,
  archive: string,
  { name, entry }: NamedEntry,
  fault: Problem | null,
): ZipEntry {
  const place = {
    what: `${JSON.stringify(name.slice(0, 100))} in ${archive}`,
    name_bytes: entry.pathBuffer,
    method: entry.compressionMethod,
    offset: entry.offsetToLocalFileHeader,
    compressed_size: entry.compressedSize,
    uncompressed_size: entry.uncompressedSize,
    crc32: entry.crc32,
  }
  return {
    name,
    compressedSize: entry.compressedSize,
    uncompressedSize: entry.uncompressedSize,
    crc32: entry.crc32,
    isLink: isLink(entry),
    fault,
    open: () => {
      if (fault) throw fault
      return readEntry(locator, place)
    },
  }
}

async function openFile(locator: Locator, name: string): Promise<Bytes> {
  try {
    return await openBytes(locator)
  } catch (error) {
    if (!isMissing(error)) throw error
    throw problem(404, "file_not_found", `The file ${name} is not in the store any more. Upload it again.`)
  }
}
