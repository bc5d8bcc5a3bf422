import { Readable } from "node:stream"
import { type File as DirectoryEntry, Open } from "unzipper"
import { problem } from "../errors.ts"
import { type Bytes, openBytes } from "../store/bytes.ts"
import { isMissing } from "../store/disk.ts"
import { shownName } from "../store/file-name.ts"
import { checkEntries, entryNameOf } from "./zip-check.ts"
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
export async function openZip(locator: string, limits: Partial<ZipLimits> = {}): Promise<ZipArchive> {
  const allowed = { ...ZIP_LIMITS, ...limits }
  const name = shownName(locator)
  const file = await openFile(locator, name)
  try {
    const end = await readZipEnd(file, name, allowed)
    const files = await readDirectory(end, name)
    checkEntries(files, { name, directory_offset: end.directory_offset }, allowed)
    const entries = files.map((entry) => placed(locator, name, entry, allowed))
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

function placed(locator: string, archive: string, entry: DirectoryEntry, limits: ZipLimits): ZipEntry {
  const name = entryNameOf(entry, limits)
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
    open: () => readEntry(locator, place),
  }
}

async function openFile(locator: string, name: string): Promise<Bytes> {
  try {
    return await openBytes(locator)
  } catch (error) {
    if (!isMissing(error)) throw error
    throw problem(404, "file_not_found", `The file ${name} is not in the store any more. Upload it again.`)
  }
}
