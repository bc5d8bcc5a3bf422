import { isUtf8 } from "node:buffer"
import { type Bytes, blocksOf } from "../store/bytes.ts"
import type { CsvDialect } from "./csv-cells.ts"
import { CsvScanner, type CsvSink, LostQuote } from "./csv-scanner.ts"
import { decoderOf, lastStart } from "./decode-text.ts"
import { guessEncoding } from "./guess-encoding.ts"
import type { SampleRecord } from "./raw-record.ts"

export const SAMPLE_BYTES = 65_536
const SAMPLE_RECORDS = 100
/** Lines whose bytes an encoding is guessed from, and how many of them are shown. */
const TELLING_BYTES = 8_192
const SHOWN_LINES = 3
const LONGEST_TELLING = 1_000
const DELIMITERS = [",", ";", "\t", "|"] as const

/** The first bytes of a file. */
export function headOf(bytes: Bytes, length = SAMPLE_BYTES): Promise<Buffer> {
  return bytes.read(0, length)
}

/** An encoding; where it was guessed, the lines that decided it. */
export interface FoundEncoding {
  encoding: string
  guessed: string[] | null
}

/**
 * How a text file's characters are encoded: by its byte order mark, by the zero bytes of UTF-16 and UTF-32, else UTF-8 unless
 * more of its characters beyond ASCII are no UTF-8 than are; then it is guessed. Reads the file once, in constant
 * memory: a name with an accent may come late.
 */
export async function detectEncoding(bytes: Bytes): Promise<FoundEncoding> {
  const told = encodingOfMark(await headOf(bytes))
  if (told) return { encoding: told, guessed: null }
  let good = 0
  let bad = 0
  let rest = Buffer.alloc(0)
  const telling = new TellingLines()
  for await (const block of blocksOf(bytes)) {
    const joined = rest.length > 0 ? Buffer.concat([rest, block]) : block
    rest = Buffer.from(joined.subarray(lastStart(joined)))
    const whole = joined.subarray(0, joined.length - rest.length)
    if (isUtf8(whole)) good += beyondAscii(whole)
    else {
      const counted = countSequences(whole)
      good += counted.good
      bad += counted.bad
      telling.take(whole)
    }
  }
  if (!isUtf8(rest)) {
    bad += 1
    telling.take(rest)
  }
  if (bad <= good) return { encoding: "utf-8", guessed: null }
  const encoding = guessEncoding(telling.lines)
  return {
    encoding,
    guessed: telling.lines.slice(0, SHOWN_LINES).map((line) => decoderOf(encoding).decode(line)),
  }
}

/** The first lines that have bytes beyond ASCII. */
class TellingLines {
  readonly lines: Buffer[] = []
  #left = TELLING_BYTES

  take(bytes: Buffer) {
    for (let at = 0; at < bytes.length && this.#left > 0; ) {
      const found = bytes.subarray(at).findIndex((byte) => byte > 127)
      if (found < 0) return
      const place = at + found
      const from = Math.max(
        at,
        bytes.lastIndexOf(10, place) + 1,
        bytes.lastIndexOf(13, place) + 1,
        place - LONGEST_TELLING,
      )
      const ends = [bytes.indexOf(10, place), bytes.indexOf(13, place)].filter((end) => end >= 0)
      const end = Math.min(...ends, bytes.length, place + LONGEST_TELLING)
      this.lines.push(Buffer.from(bytes.subarray(from, end)))
      this.#left -= end - from
      at = end
    }
  }
}

const MARKS: readonly [mark: readonly number[], encoding: string][] = [
  [[0xff, 0xfe, 0, 0], "utf-32le"],
  [[0, 0, 0xfe, 0xff], "utf-32be"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
  [[0xef, 0xbb, 0xbf], "utf-8"],
]

const markOf = (head: Buffer) => MARKS.find(([mark]) => mark.every((byte, at) => head[at] === byte))

export function beginsWithMark(head: Buffer): boolean {
  return markOf(head) !== undefined
}

function encodingOfMark(head: Buffer): string | null {
  const marked = markOf(head)
  if (marked) return marked[1]
  const zeros = [0, 0, 0, 0]
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at % 4] = (zeros[at % 4] as number) + 1
  const share = (of: readonly number[]) =>
    of.reduce((sum, at) => sum + (zeros[at] as number), 0) / Math.max(1, (head.length * of.length) / 4)
  if (share([2, 3]) > 0.9 && share([1]) > 0.4 && share([0]) < 0.1) return "utf-32le"
  if (share([0, 1]) > 0.9 && share([2]) > 0.4 && share([3]) < 0.1) return "utf-32be"
  if (share([1, 3]) > 0.4 && share([0, 2]) < 0.1) return "utf-16le"
  if (share([0, 2]) > 0.4 && share([1, 3]) < 0.1) return "utf-16be"
  return null
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

/** The text at a file's beginning, without its byte order mark and without a line cut off at the end. */
export async function beginningOf(bytes: Bytes, encoding: string): Promise<string> {
  const head = await headOf(bytes)
  const decoder = decoderOf(encoding)
  const text = decoder.decode(head)
  if (head.length < SAMPLE_BYTES) return text + decoder.end()
  return text.slice(0, Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1) || text
}

/** The first records of a text; what cannot be taken apart has no cells. */
export function sampleOf(text: string, dialect: CsvDialect, most = SAMPLE_RECORDS): SampleRecord[] {
  const sample = new Sample(most)
  const scanner = new CsvScanner(dialect, sample, { isCut: true })
  scanner.add(text)
  try {
    scanner.scan()
    scanner.end()
    scanner.scan()
  } catch (error) {
    if (!(error instanceof LostQuote)) throw error
  }
  return sample.records
}

class Sample implements CsvSink {
  readonly records: SampleRecord[] = []
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  get isFull(): boolean {
    return this.records.length >= this.#most
  }

  record(line: number, cells: string[]) {
    this.records.push({ line, cells })
  }

  fault(line: number) {
    this.records.push({ line, cells: [] })
  }

  blank() {}

  isPlausible(cells: number): boolean {
    return cells === this.records.at(-1)?.cells.length
  }
}

/** The delimiter that a spreadsheet says in its first line, as `sep=;`. */
function separatorOf(text: string): string | null {
  return /^"?sep=([^\r\n])"?(?=[\r\n]|$)/i.exec(text)?.[1] ?? null
}

/**
 * What keeps the cells of a CSV apart; what is `said` goes first. Of the four candidates for a delimiter the one is taken that cuts the
 * most records into equally many cells, and then the one that makes most of them; a comma when none occurs.
 */
export function detectDialect(
  text: string,
  said: { delimiter?: string | undefined; comment?: string | null | undefined } = {},
): CsvDialect {
  const quoted = quotingOf(text)
  const plain = { ...quoted, comment: said.comment ?? null }
  const delimiter = said.delimiter ?? separatorOf(text) ?? detectDelimiter(text, plain)
  return { ...plain, delimiter }
}

/** Values in a pair of quotes, of either kind. */
const IN_DOUBLES = /(?<=^|[,;\t|\n\r])"(?:[^"\r\n]|"")*"(?=[,;\t|\r\n]|$)/g
const IN_SINGLES = /(?<=^|[,;\t|\n\r])'(?:[^'\r\n]|'')*'(?=[,;\t|\r\n]|$)/g

function quotingOf(text: string): Pick<CsvDialect, "quote" | "escaping"> {
  const singles = text.match(IN_SINGLES)?.length ?? 0
  if (singles > 2 * (1 + (text.match(IN_DOUBLES)?.length ?? 0))) return { quote: "'", escaping: "'" }
  const escapes = text.match(/[^\\]\\"(?![,;\t|\r\n])/g)?.length ?? 0
  const doubles = text.match(/[^,;\t|\r\n"]""[^,;\t|\r\n"]/g)?.length ?? 0
  return { quote: '"', escaping: escapes > doubles ? "\\" : '"' }
}

const ADDRESS = /^https?:\/\/\S+\s*$/i

/** A file of addresses, one a line, has no delimiter: whatever stands in one is part of it. */
function isAddresses(text: string): boolean {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== "")
  return lines.length > 0 && lines.every((line) => ADDRESS.test(line))
}

function detectDelimiter(text: string, plain: Omit<CsvDialect, "delimiter">): string {
  if (isAddresses(text)) return "\t"
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(text, { ...plain, delimiter }) }))
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one))
  return best.score > 0 ? best.delimiter : ","
}

function scoreOf(text: string, dialect: CsvDialect): number {
  const widths = sampleOf(text, dialect).map(({ cells }) => cells.length)
  const width = isTable(widths) ? usualWidth(widths) : 1
  const alike = widths.filter((one) => one === width).length / Math.max(1, widths.length)
  return width > 1 ? alike * (1 + width / 1000) : 0
}

/** Whether the rows behind the first with several cells have several too: else that one has a value with the delimiter in it. */
function isTable(widths: readonly number[]): boolean {
  const first = widths.findIndex((width) => width > 1)
  const several = widths.filter((width) => width > 1).length
  return first >= 0 && (first === 0 || several > 1) && several * 2 >= widths.length - first
}

/** The width that most records have, of those with more than one cell if there are any; the larger of two. */
export function usualWidth(widths: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const width of widths) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1)
  const [best] = [...counts].sort(([one, many], [other, more]) => more - many || other - one)
  return best?.[0] ?? 1
}
