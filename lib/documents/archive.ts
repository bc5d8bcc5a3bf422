import { corrupt, encrypted, tooLarge } from "./fault.ts"
import { unpackedSize } from "./inflate.ts"

const END_SIGNATURE = 0x06054b50
const END_BYTES = 22
const MOST_COMMENT_BYTES = 65_535
const RECORD_SIGNATURE = 0x02014b50
const RECORD_BYTES = 46
const LOCAL_HEADER_BYTES = 30
const ENCRYPTED_FLAG = 1
const STORED = 0
const DEFLATED = 8

const MOST_ENTRIES = 10_000
const MOST_UNPACKED_BYTES = 200 * 1_048_576
/** What is read as XML takes some forty times its size in memory. */
const MOST_XML_BYTES = 32 * 1_048_576

interface Entry {
  name: string
  encrypted: boolean
  method: number
  packed_bytes: number
  unpacked_bytes: number
  offset: number
}

/** The names in a ZIP's directory; null when it has none that can be read. */
export function namesIn(bytes: Buffer): string[] | null {
  return entriesOf(bytes)?.map((entry) => entry.name) ?? null
}

/**
 * Passes a Word file that unpacks to a reasonable size, whatever its directory declares.
 * @throws DocumentFault
 */
export async function checkArchive(bytes: Buffer, name: string) {
  const entries = entriesOf(bytes)
  if (!entries) throw corrupt(name)
  if (entries.some((entry) => entry.encrypted)) throw encrypted(name)
  const declared = (some: Entry[]) => some.reduce((sum, entry) => sum + entry.unpacked_bytes, 0)
  if (entries.length > MOST_ENTRIES || declared(entries) > MOST_UNPACKED_BYTES) {
    throw tooLarge(name, `unpacks to more than ${MOST_UNPACKED_BYTES / 1_048_576} MB`)
  }
  if (declared(entries.filter(({ name }) => /\.(xml|rels)$/i.test(name))) > MOST_XML_BYTES) {
    throw tooLarge(name, `holds more than ${MOST_XML_BYTES / 1_048_576} MB of text and layout`)
  }
  for (const entry of entries) await checkSize(bytes, entry, name)
}

/** The directory may lie, and what unpacks the file later believes it. */
async function checkSize(bytes: Buffer, entry: Entry, name: string) {
  const start =
    entry.offset + LOCAL_HEADER_BYTES <= bytes.length
      ? entry.offset +
        LOCAL_HEADER_BYTES +
        bytes.readUInt16LE(entry.offset + 26) +
        bytes.readUInt16LE(entry.offset + 28)
      : bytes.length
  const packed = bytes.subarray(start, start + entry.packed_bytes)
  const size =
    entry.method === STORED ? packed.length : await unpackedSize(packed, "raw", entry.unpacked_bytes)
  const readable = entry.method === STORED || entry.method === DEFLATED
  if (!readable || packed.length < entry.packed_bytes || size !== entry.unpacked_bytes) throw corrupt(name)
}

function entriesOf(bytes: Buffer): Entry[] | null {
  const end = endOf(bytes)
  if (end === null) return null
  const count = bytes.readUInt16LE(end + 10)
  const entries: Entry[] = []
  let at = bytes.readUInt32LE(end + 16)
  while (entries.length < count) {
    if (at + RECORD_BYTES > end || bytes.readUInt32LE(at) !== RECORD_SIGNATURE) return null
    const nameBytes = bytes.readUInt16LE(at + 28)
    entries.push(entryAt(bytes, at, nameBytes))
    at += RECORD_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function entryAt(bytes: Buffer, at: number, nameBytes: number): Entry {
  return {
    name: bytes.toString("utf8", at + RECORD_BYTES, at + RECORD_BYTES + nameBytes),
    encrypted: (bytes.readUInt16LE(at + 8) & ENCRYPTED_FLAG) !== 0,
    method: bytes.readUInt16LE(at + 10),
    packed_bytes: bytes.readUInt32LE(at + 20),
    unpacked_bytes: bytes.readUInt32LE(at + 24),
    offset: bytes.readUInt32LE(at + 42),
  }
}

function endOf(bytes: Buffer): number | null {
  const lowest = Math.max(0, bytes.length - END_BYTES - MOST_COMMENT_BYTES)
  for (let at = bytes.length - END_BYTES; at >= lowest; at -= 1) {
    if (bytes.readUInt32LE(at) === END_SIGNATURE) return at
  }
  return null
}
