import { pipeline, Readable, type TransformOptions } from "node:stream"
import { crc32, createInflateRaw, type ZlibOptions } from "node:zlib"
import { isProblem, systemCodeOf } from "../errors.ts"
import { type Bytes, blocksOf, type Locator, openBytes } from "../store/bytes.ts"
import { DEFLATED } from "./zip-check.ts"
import { bomb, corrupt } from "./zip-end.ts"

const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_HEADER_BYTES = 30
/** Most of the cost of inflating lies in the number of chunks, not in their bytes. */
const INFLATED_CHUNK_BYTES = 262_144
const READ_BYTES = 1_048_576

/** An entry as the directory describes it. */
export interface PlacedEntry {
  /** How sentences name it. */
  what: string
  name_bytes: Buffer
  method: number
  offset: number
  compressed_size: number
  uncompressed_size: number
  crc32: number
}

/**
 * The entry's content, inflated. No more bytes come out than the directory declares; size and CRC-32 are
 * compared behind the last one. `locator` names the archive; leaving early closes it. Throws 422 `zip_corrupt`, `zip_bomb`.
 */
export async function* readEntry(locator: Locator, entry: PlacedEntry): AsyncGenerator<Buffer> {
  const archive = await openBytes(locator)
  const source = Readable.from(compressedBytes(archive, entry), {
    objectMode: false,
    highWaterMark: READ_BYTES,
  })
  const content = entry.method === DEFLATED ? inflated(source) : source
  let bytes = 0
  let checksum = 0
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > entry.uncompressed_size) throw bomb(entry.what, "it unpacks to more bytes than it declares")
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    throw isInflateError(error) ? corrupt(entry.what, "its compressed bytes make no sense") : error
  } finally {
    await closed(source)
    await archive.close()
  }
  if (bytes !== entry.uncompressed_size) throw corrupt(entry.what, "it is shorter than it declares")
  if (checksum !== entry.crc32) throw corrupt(entry.what, "its checksum (CRC-32) does not match its content")
}

async function* compressedBytes(archive: Bytes, entry: PlacedEntry): AsyncGenerator<Buffer> {
  const start = await dataOffset(archive, entry)
  yield* blocksOf(archive, start, start + entry.compressed_size)
}

/** Where the entry's bytes begin: its own header has a length of its own, and must speak of the same entry. */
async function dataOffset(archive: Bytes, entry: PlacedEntry): Promise<number> {
  const length = LOCAL_HEADER_BYTES + entry.name_bytes.length
  const header = await archive.read(entry.offset, entry.offset + length)
  const same =
    header.length === length &&
    header.readUInt32LE(0) === LOCAL_SIGNATURE &&
    header.readUInt16LE(8) === entry.method &&
    header.subarray(LOCAL_HEADER_BYTES).equals(entry.name_bytes) &&
    header.readUInt16LE(26) === entry.name_bytes.length
  if (!same) throw corrupt(entry.what, "its header and the directory disagree")
  return entry.offset + length + header.readUInt16LE(28)
}

function inflated(source: Readable): Readable {
  const options: ZlibOptions & TransformOptions = {
    chunkSize: INFLATED_CHUNK_BYTES,
    highWaterMark: READ_BYTES,
  }
  const inflate = createInflateRaw(options)
  // What goes wrong on either side reaches the reader through the inflating stream itself.
  return pipeline(source, inflate, () => {})
}

async function closed(source: Readable) {
  source.destroy()
  if (!source.closed) await new Promise((resolve) => source.once("close", resolve))
}

function isInflateError(error: unknown): boolean {
  return !isProblem(error) && systemCodeOf(error).startsWith("Z_")
}
