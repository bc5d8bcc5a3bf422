import { createInflate, createInflateRaw } from "node:zlib"

const CHUNK_BYTES = 262_144

/**
 * How many bytes there are once unpacked; counting stops beyond `most`. Null when the bytes are not compressed so.
 * Nothing is kept of them. Bytes behind the end of the stream are ignored.
 */
export async function unpackedSize(
  packed: Buffer,
  format: "raw" | "zlib",
  most: number,
): Promise<number | null> {
  const inflate = (format === "raw" ? createInflateRaw : createInflate)({ chunkSize: CHUNK_BYTES })
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
