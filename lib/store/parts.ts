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
  /** What the store calls this content of the part. */
  etag: string
}

/** A part as the store has it. */
export interface ArrivedPart extends StoredPart {
  bytes: number
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
