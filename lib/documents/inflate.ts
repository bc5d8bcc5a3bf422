import { createInflate, inflateSync } from "node:zlib"

const CHUNK_BYTES = 262_144
/** What is unpacked at once to be counted: most streams are small, and a file can have tens of thousands. */
const AT_ONCE_BYTES = 1_048_576

/**
 * How many bytes there are once unpacked; counting stops beyond `most`. Null when the bytes are not what zlib packs.
 * Nothing is kept of them. Bytes behind the end of the stream are ignored.
 */
export async function unpackedSize(packed: Buffer, most: number): Promise<number | null> {
  try {
    return inflateSync(packed, { maxOutputLength: AT_ONCE_BYTES }).length
  } catch (error) {
    if (!(error instanceof RangeError)) return null
  }
  const inflate = createInflate({ chunkSize: CHUNK_BYTES })
  inflate.end(packed)
  let bytes = 0
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > most) break
    }
    return bytes
  } catch {
    return null
  }
}
