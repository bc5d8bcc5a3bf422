import { tooLarge } from "./fault.ts"
import { unpackedSize } from "./inflate.ts"

const MOST_UNPACKED_BYTES = 128 * 1_048_576
/** Before a stream, where its dictionary says what it is. */
const DICTIONARY_BYTES = 512

/**
 * Passes a PDF none of whose streams unpacks to hundreds of megabytes: they would be held in memory whole. Images
 * are left alone, because text is read without them.
 * @throws DocumentFault `document_too_large`
 */
export async function checkStreams(bytes: Buffer, name: string) {
  for (const start of packedStreams(bytes)) {
    const size = await unpackedSize(bytes.subarray(start), MOST_UNPACKED_BYTES)
    if (size !== null && size > MOST_UNPACKED_BYTES) {
      throw tooLarge(name, `unpacks to more than ${MOST_UNPACKED_BYTES / 1_048_576} MB`)
    }
  }
}

/** Where streams begin that have the header of zlib. */
function* packedStreams(bytes: Buffer): Generator<number> {
  for (let at = bytes.indexOf("stream"); at !== -1; at = bytes.indexOf("stream", at + 6)) {
    const start = at + 6 + (bytes[at + 6] === 0x0d ? 2 : 1)
    const header = (bytes[start] ?? 0) * 256 + (bytes[start + 1] ?? 0)
    const packed = ((bytes[start] ?? 0) & 0x0f) === 8 && header % 31 === 0
    if (packed && !bytes.toString("latin1", Math.max(0, at - DICTIONARY_BYTES), at).includes("/Image"))
      yield start
  }
}
