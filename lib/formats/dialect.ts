import { isUtf8 } from "node:buffer"
import { TextDecoder } from "node:util"
import { parse } from "csv-parse/sync"
import { type Bytes, blocksOf } from "../store/bytes.ts"

export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252"

const SAMPLE_BYTES = 65_536
const SAMPLE_RECORDS = 50
const DELIMITERS = [",", ";", "\t", "|"] as const
export type TextDelimiter = (typeof DELIMITERS)[number]

/** The first bytes of a file. */
export function headOf(bytes: Bytes, length = SAMPLE_BYTES): Promise<Buffer> {
  return bytes.read(0, length)
}

/**
 * How a text file's characters are encoded: by its byte order mark, by the zero bytes of UTF-16, else UTF-8 unless
 * more of its characters beyond ASCII are no UTF-8 than are; then Windows-1252. Reads the file once, in constant
 * memory: a name with an accent may come late.
 */
export async function detectEncoding(bytes: Bytes): Promise<TextEncoding> {
  const told = encodingOfMark(await headOf(bytes))
  if (told) return told
  let good = 0
  let bad = 0
  let rest = Buffer.alloc(0)
  for await (const block of blocksOf(bytes)) {
    const joined = rest.length > 0 ? Buffer.concat([rest, block]) : block
    rest = Buffer.from(joined.subarray(lastStart(joined)))
    const whole = joined.subarray(0, joined.length - rest.length)
    if (isUtf8(whole)) good += beyondAscii(whole)
    else {
      const counted = countSequences(whole)
      good += counted.good
      bad += counted.bad
    }
  }
  if (!isUtf8(rest)) bad += 1
  return bad > good ? "windows-1252" : "utf-8"
}

function encodingOfMark(head: Buffer): TextEncoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le"
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be"
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8"
  const zeros = (parity: number) => {
    let count = 0
    for (let at = parity; at < head.length; at += 2) if (head[at] === 0) count++
    return count / Math.max(1, head.length / 2)
  }
  if (zeros(1) > 0.4 && zeros(0) < 0.1) return "utf-16le"
  if (zeros(0) > 0.4 && zeros(1) < 0.1) return "utf-16be"
  return null
}

/** Where a last, possibly cut-off UTF-8 sequence begins; the length when the bytes end whole. */
function lastStart(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return bytes.length - back
  }
  return bytes.length
}

function beyondAscii(bytes: Buffer): number {
  let count = 0
  for (let at = 0; at < bytes.length; at++) if ((bytes[at] as number) >= 0xc0) count++
  return count
}

/** Sequences of bytes beyond ASCII that are UTF-8, and bytes that are in none. */
function countSequences(bytes: Buffer): { good: number; bad: number } {
  let good = 0
  let bad = 0
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] as number
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0
    if (length === 1) at += 1
    else if (length > 0 && isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length) {
      good += 1
      at += length
    } else {
      bad += 1
      at += 1
    }
  }
  return { good, bad }
}

/** The bytes of a text file as UTF-8, from its beginning. */
export async function* asUtf8(bytes: Bytes, encoding: TextEncoding): AsyncGenerator<Buffer> {
  if (encoding === "utf-8") return yield* blocksOf(bytes)
  const decoder = new TextDecoder(encoding)
  for await (const block of blocksOf(bytes)) yield Buffer.from(decoder.decode(block, { stream: true }))
  yield Buffer.from(decoder.decode())
}

/** The text at a file's beginning, without its byte order mark and without a line cut off at the end. */
export async function beginningOf(bytes: Bytes, encoding: TextEncoding): Promise<string> {
  const head = await headOf(bytes)
  // Only a streaming decoder of Node 20 knows Windows-1252 from Latin-1.
  const decoder = new TextDecoder(encoding)
  const text = decoder.decode(head, { stream: true }) + decoder.decode()
  if (head.length < SAMPLE_BYTES) return text
  return text.slice(0, text.lastIndexOf("\n") + 1) || text
}

/**
 * What keeps the columns of a CSV apart: of the four candidates the one that cuts the most records into as many
 * fields as the header has, and then the one that makes most of them; a comma when none occurs.
 */
export function detectDelimiter(text: string): TextDelimiter {
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, ...scoreOf(text, delimiter) }))
  const best = scored.reduce((one, other) =>
    other.alike * other.weight > one.alike * one.weight ? other : one,
  )
  return best.fields > 1 ? best.delimiter : ","
}

function scoreOf(text: string, delimiter: string): { fields: number; alike: number; weight: number } {
  const records: string[][] = parse(text, {
    delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    to: SAMPLE_RECORDS,
  })
  const fields = records[0]?.length ?? 0
  const alike = records.filter((record) => record.length === fields).length / Math.max(1, records.length)
  return { fields, alike, weight: fields > 1 ? 1 + fields / 1000 : 0 }
}
