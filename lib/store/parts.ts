const PART_UNIT_BYTES = 8_388_608
const LARGEST_PART_BYTES = 8 * PART_UNIT_BYTES
/** More than so many no service takes of one file. */
const MOST_PARTS = 10_000

/** A file that comes in parts and is not there before it is complete. */
export interface PartedFile {
  /** The name it will have in the store. */
  filename: string
  /** What the store itself calls the bringing together. */
  token: string
  /** Of every part but the last. */
  part_bytes: number
}

export interface StoredPart {
  /** From 1. */
  number: number
  bytes: number
  /** What the store calls this content of the part. */
  etag: string
}

/** How a file is cut: 8 MB a part, more where there would be too many, at most 64 MB. */
export function partBytesFor(bytes: number): number {
  const units = Math.ceil(bytes / MOST_PARTS / PART_UNIT_BYTES)
  return Math.min(LARGEST_PART_BYTES, Math.max(1, units) * PART_UNIT_BYTES)
}

/** Of a file of so many bytes. An empty one has one part, with nothing in it. */
export function partCount(bytes: number, partBytes: number): number {
  return Math.max(1, Math.ceil(bytes / partBytes))
}

/** How long a part has to be. */
export function lengthOfPart(number: number, bytes: number, partBytes: number): number {
  return Math.min(partBytes, bytes - (number - 1) * partBytes)
}

/** A stream in parts of equal length, but for the last; an empty stream is one empty part. */
export async function* inParts(stream: AsyncIterable<Buffer>, partBytes: number): AsyncGenerator<Buffer> {
  let kept: Buffer[] = []
  let length = 0
  let parts = 0
  for await (const chunk of stream) {
    kept.push(chunk)
    length += chunk.length
    while (length >= partBytes) {
      const all = Buffer.concat(kept)
      parts += 1
      yield all.subarray(0, partBytes)
      kept = [all.subarray(partBytes)]
      length -= partBytes
    }
  }
  if (length > 0 || parts === 0) yield Buffer.concat(kept)
}
