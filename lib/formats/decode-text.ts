import { isAscii, isUtf8 } from "node:buffer"
import { TextDecoder } from "node:util"
import { type Bytes, blocksOf } from "../store/bytes.ts"

/** The upper halves of code pages that the platform does not know. */
const CODE_PAGES: Readonly<Record<string, string>> = {
  cp437:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0",
  cp850:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
  cp852:
    "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐" +
    "└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0",
  cp858:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
}

/** Turns bytes into text, block by block. */
export interface Decoder {
  /** The text of a block; a character cut off at its end comes with the next. */
  decode(block: Buffer): string
  /** What is left at the end. */
  end(): string
}

/** A decoder for an encoding by its own label; a byte order mark is no part of the text. */
export function decoderOf(encoding: string): Decoder {
  const upper = CODE_PAGES[encoding]
  if (upper !== undefined) return pageDecoder(upper)
  if (encoding.startsWith("utf-32")) return wideDecoder(encoding === "utf-32be")
  if (encoding === "utf-8") return utf8Decoder()
  // Only a streaming decoder of Node 20 knows Windows-1252 from Latin-1.
  const decoder = new TextDecoder(encoding)
  return { decode: (block) => decoder.decode(block, { stream: true }), end: () => decoder.decode() }
}

/** All of some bytes as text, in an encoding by its own label. */
export function decoded(bytes: Buffer, encoding: string): string {
  const decoder = decoderOf(encoding)
  return decoder.decode(bytes) + decoder.end()
}

/** A streaming TextDecoder makes strings of two bytes a character of whatever it reads, which all behind it pays for. */
function utf8Decoder(): Decoder {
  let rest = Buffer.alloc(0)
  let begun = false
  const textOf = (bytes: Buffer) => {
    const text = isAscii(bytes) ? bytes.toString("latin1") : bytes.toString("utf8")
    const isFirst = !begun
    begun ||= text.length > 0
    return isFirst ? text.replace(/^\uFEFF/, "") : text
  }
  return {
    decode(block) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block
      const whole = lastStart(bytes)
      rest = Buffer.from(bytes.subarray(whole))
      return textOf(bytes.subarray(0, whole))
    },
    end: () => textOf(rest),
  }
}

function pageDecoder(upper: string): Decoder {
  const codes = Uint16Array.from({ length: 256 }, (_, i) => (i < 128 ? i : upper.charCodeAt(i - 128)))
  return {
    decode(block) {
      const wide = new Uint16Array(block.length)
      for (let at = 0; at < block.length; at++) wide[at] = codes[block[at] as number] as number
      return Buffer.from(wide.buffer).toString("utf16le")
    },
    end: () => "",
  }
}

function wideDecoder(bigFirst: boolean): Decoder {
  let rest = Buffer.alloc(0)
  let begun = false
  return {
    decode(block) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block
      const whole = bytes.length - (bytes.length % 4)
      const points: string[] = []
      for (let at = 0; at < whole; at += 4) {
        const point = bigFirst ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)
        const isText = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
        points.push(isText ? String.fromCodePoint(point) : "\uFFFD")
      }
      rest = Buffer.from(bytes.subarray(whole))
      const text = points.join("")
      const isFirst = !begun
      begun ||= text.length > 0
      return isFirst ? text.replace(/^\uFEFF/, "") : text
    },
    end: () => (rest.length > 0 ? "\uFFFD" : ""),
  }
}

/** A block of a file as text. */
export interface TextBlock {
  text: string
  /** Bytes of the file up to here. */
  bytes_read: number
  /** The text has NULs, or a U+FFFD in it stands for bytes that are no text. */
  hasBroken: boolean
}

/** The text of a file from its beginning, without a byte order mark. */
export async function* textBlocks(bytes: Bytes, encoding: string): AsyncGenerator<TextBlock> {
  const decoder = decoderOf(encoding)
  let bytes_read = 0
  let rest = Buffer.alloc(0)
  for await (const block of blocksOf(bytes)) {
    bytes_read += block.length
    const text = decoder.decode(block)
    let hasBroken = text.includes("\uFFFD")
    if (encoding === "utf-8") {
      const joined = rest.length > 0 ? Buffer.concat([rest, block]) : block
      const whole = lastStart(joined)
      if (hasBroken) hasBroken = !isUtf8(joined.subarray(0, whole))
      rest = Buffer.from(joined.subarray(whole))
    }
    yield { text, bytes_read, hasBroken: hasBroken || text.includes("\0") }
  }
  const text = decoder.end()
  if (text !== "")
    yield { text, bytes_read, hasBroken: text.includes("\uFFFD") && !(encoding === "utf-8" && isUtf8(rest)) }
}

/** Where a last, possibly cut-off UTF-8 sequence begins; the length when the bytes end whole. */
export function lastStart(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return bytes.length - back
  }
  return bytes.length
}

/** The bytes of a text file as UTF-8, from its beginning. */
export async function* asUtf8(bytes: Bytes, encoding: string): AsyncGenerator<Buffer> {
  if (encoding === "utf-8") return yield* blocksOf(bytes)
  for await (const { text } of textBlocks(bytes, encoding)) yield Buffer.from(text)
}
