import { crc32, deflateRawSync } from "node:zlib"

/** One entry as written, each field open to being a lie. */
export interface RawEntry {
  name: string | Buffer
  content?: Buffer | string
  method?: number
  flags?: number
  /** The bytes as they lie in the archive; deflated content when left out. */
  packed?: Buffer
  crc?: number
  compressed_size?: number
  uncompressed_size?: number
  /** Name in the local header, when it shall differ. */
  local_name?: string
  unix_mode?: number
  /** Sizes in a data descriptor behind the bytes, zero in the local header. */
  descriptor?: boolean
  /** Sizes and offset in ZIP64 extra fields. */
  zip64?: boolean
  /** What its record in the directory has beside: the extra field. */
  extra?: Buffer
  /** Where the directory says the entry begins. */
  offset?: number
}

export interface RawArchive {
  comment?: string
  zip64?: boolean
  /** What the end record says, when it shall differ from the truth. */
  entry_count?: number
  directory_offset?: number
  disk?: number
}

/** Writes a ZIP byte by byte: what no honest library would. */
export function rawZip(entries: RawEntry[], archive: RawArchive = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const placed = { ...described(entry), offset: entry.offset ?? offset }
    const local = localPart(entry, placed)
    parts.push(local)
    directory.push(directoryRecord(entry, placed))
    offset += local.length
  }
  const records = Buffer.concat(directory)
  return Buffer.concat([...parts, records, endPart(entries.length, offset, records.length, archive)])
}

interface Described {
  name: Buffer
  packed: Buffer
  method: number
  flags: number
  crc: number
  compressed: number
  uncompressed: number
}

function described(entry: RawEntry): Described {
  const content = Buffer.from(entry.content ?? "")
  const method = entry.method ?? 8
  const packed = entry.packed ?? (method === 0 ? content : deflateRawSync(content))
  return {
    name: Buffer.from(entry.name),
    packed,
    method,
    flags: (entry.flags ?? 0) | (entry.descriptor ? 8 : 0),
    crc: entry.crc ?? crc32(content),
    compressed: entry.compressed_size ?? packed.length,
    uncompressed: entry.uncompressed_size ?? content.length,
  }
}

function localPart(entry: RawEntry, entryIs: Described): Buffer {
  const name = entry.local_name === undefined ? entryIs.name : Buffer.from(entry.local_name)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(entryIs.flags, 6)
  header.writeUInt16LE(entryIs.method, 8)
  header.writeUInt32LE(entry.descriptor ? 0 : entryIs.crc, 14)
  header.writeUInt32LE(entry.descriptor ? 0 : entryIs.compressed % 2 ** 32, 18)
  header.writeUInt32LE(entry.descriptor ? 0 : entryIs.uncompressed % 2 ** 32, 22)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([
    header,
    name,
    entryIs.packed,
    entry.descriptor ? descriptorOf(entryIs) : Buffer.alloc(0),
  ])
}

function descriptorOf(entryIs: Described): Buffer {
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(entryIs.crc, 4)
  descriptor.writeUInt32LE(entryIs.compressed, 8)
  descriptor.writeUInt32LE(entryIs.uncompressed, 12)
  return descriptor
}

function directoryRecord(entry: RawEntry, entryIs: Described & { offset: number }): Buffer {
  const numbers = entry.zip64
    ? zip64Extra([entryIs.uncompressed, entryIs.compressed, entryIs.offset])
    : Buffer.alloc(0)
  const extra = Buffer.concat([numbers, entry.extra ?? Buffer.alloc(0)])
  const number = (value: number) => (entry.zip64 ? 0xffffffff : value)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(entry.unix_mode === undefined ? 20 : 0x0314, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(entryIs.flags, 8)
  header.writeUInt16LE(entryIs.method, 10)
  header.writeUInt32LE(entryIs.crc, 16)
  header.writeUInt32LE(number(entryIs.compressed), 20)
  header.writeUInt32LE(number(entryIs.uncompressed), 24)
  header.writeUInt16LE(entryIs.name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(((entry.unix_mode ?? 0) << 16) >>> 0, 38)
  header.writeUInt32LE(number(entryIs.offset), 42)
  return Buffer.concat([header, entryIs.name, extra])
}

function zip64Extra(numbers: number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * numbers.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * numbers.length, 2)
  for (const [index, value] of numbers.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
  return extra
}

function endPart(entries: number, offset: number, bytes: number, archive: RawArchive): Buffer {
  const count = archive.entry_count ?? entries
  const start = archive.directory_offset ?? offset
  const comment = Buffer.from(archive.comment ?? "")
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(archive.disk ?? 0, 4)
  end.writeUInt16LE(archive.zip64 ? 0xffff : count, 8)
  end.writeUInt16LE(archive.zip64 ? 0xffff : count, 10)
  end.writeUInt32LE(archive.zip64 ? 0xffffffff : bytes, 12)
  end.writeUInt32LE(archive.zip64 ? 0xffffffff : start, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([
    archive.zip64 ? zip64End(count, start, bytes, offset + bytes) : Buffer.alloc(0),
    end,
    comment,
  ])
}

function zip64End(entries: number, offset: number, bytes: number, at: number): Buffer {
  const end = Buffer.alloc(56 + 20)
  end.writeUInt32LE(0x06064b50, 0)
  end.writeBigUInt64LE(44n, 4)
  end.writeBigUInt64LE(BigInt(entries), 24)
  end.writeBigUInt64LE(BigInt(entries), 32)
  end.writeBigUInt64LE(BigInt(bytes), 40)
  end.writeBigUInt64LE(BigInt(offset), 48)
  end.writeUInt32LE(0x07064b50, 56)
  end.writeBigUInt64LE(BigInt(at), 64)
  end.writeUInt32LE(1, 72)
  return end
}
