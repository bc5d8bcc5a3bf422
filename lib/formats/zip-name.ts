import { isUtf8 } from "node:buffer"
import { crc32 } from "node:zlib"
import { decoded } from "./decode-text.ts"

const UTF8_FLAG = 0x800
const UNICODE_PATH = 0x7075
/** What names without a mark are in, the likeliest first: of two that read as well it is the first. */
const CODE_PAGES = ["cp437", "cp850", "cp852", "ibm866"]

/** An entry's name as the directory has it. */
export interface RawName {
  bytes: Buffer
  flags: number
  /** The extra field, of which one part may be the name in UTF-8. */
  extra: Buffer
}

/**
 * The name: in UTF-8 where the entry says so; as the Unicode path of the extra field has it; in `encoding` where it is given; in UTF-8
 * where its bytes are; else in the code page that makes most letters of it. Never fails: a name that nobody can tell is a name all the same.
 */
export function nameIn({ bytes, flags, extra }: RawName, encoding: string | null): string {
  if ((flags & UTF8_FLAG) !== 0) return bytes.toString("utf8")
  const unicode = unicodePath(bytes, extra)
  if (unicode !== null) return unicode
  if (encoding !== null) return decoded(bytes, encoding)
  if (isUtf8(bytes)) return bytes.toString("utf8")
  const read = CODE_PAGES.map((page) => decoded(bytes, page))
  const scores = read.map(scoreOf)
  return read[scores.indexOf(Math.max(...scores))] ?? bytes.toString("latin1")
}

/** The part of the extra field holds the name in UTF-8, and the checksum of the name it was made for. */
function unicodePath(bytes: Buffer, extra: Buffer): string | null {
  for (let at = 0; at + 4 <= extra.length; ) {
    const size = extra.readUInt16LE(at + 2)
    const part = extra.subarray(at + 4, at + 4 + size)
    if (extra.readUInt16LE(at) === UNICODE_PATH && part.length > 5 && part.readUInt32LE(1) === crc32(bytes)) {
      const name = part.subarray(5)
      if (isUtf8(name)) return name.toString("utf8")
    }
    at += 4 + size
  }
  return null
}

/** Letters speak for a reading, those of formulas hardly; signs speak against it, and what boxes are drawn with. */
function scoreOf(name: string): number {
  let score = 0
  for (const one of name) {
    if (one.charCodeAt(0) < 128 || /[ªº]/.test(one)) continue
    if (/[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(one)) score += 1
    else if (/\p{L}/u.test(one)) score += 0.3
    else score -= /[\u2500-\u259f]/.test(one) ? 2 : 1
  }
  return score
}
