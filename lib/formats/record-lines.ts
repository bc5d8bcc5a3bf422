import { type Bytes, blocksOf } from "../store/bytes.ts"
import { LINE_FEED } from "./csv-record.ts"
import type { RawFault, RecordTaker } from "./raw-record.ts"
import type { Told } from "./record-chunk.ts"

/** Lines that are handed on at once. */
const BLOCK_CHARACTERS = 4_194_304

/** A taker of records as text that tells them again: what happened, in its order, one JSON a line. */
export class RecordLines implements RecordTaker {
  #lines: string[] = []
  #length = 0

  get isFull(): boolean {
    return this.#length >= BLOCK_CHARACTERS
  }

  header() {}

  record(row: number, line: number, _names: readonly string[], cells: readonly unknown[]) {
    this.#add([row, line, cells])
  }

  fault(fault: RawFault) {
    this.#add(fault)
  }

  notice(code: string, line: number) {
    this.#add([code, line])
  }

  /** The lines since it was last asked. */
  take(): Buffer {
    const text = this.#lines.join("")
    this.#lines = []
    this.#length = 0
    return Buffer.from(text)
  }

  #add(event: unknown) {
    const line = `${JSON.stringify(event)}\n`
    this.#lines.push(line)
    this.#length += line.length
  }
}

/** A place in such a text to begin at: the last record before it, and its first byte. */
export type RecordMark = [row: number, at: number]

/** Hands records on that were kept as lines, those behind `afterRow` and what happened behind it; of cells by these names. */
export async function* readRecordLines(
  bytes: Bytes,
  { marks, names, afterRow }: { marks: readonly RecordMark[]; names: readonly string[]; afterRow: number },
  taker: RecordTaker,
): AsyncGenerator<Told> {
  const [row, from] = marks.findLast(([before]) => before <= afterRow) ?? [0, 0]
  let last_row = row
  let read = from
  for await (const line of linesOf(bytes, from)) {
    read += line.length + 1
    const event = JSON.parse(line.toString()) as RawFault | [number, number, unknown[]] | [string, number]
    const isNew = last_row >= afterRow
    if (!Array.isArray(event)) {
      last_row = event.row
      if (isNew) taker.fault(event)
    } else if (typeof event[0] === "number") {
      const [row, at, cells] = event as [number, number, unknown[]]
      last_row = row
      if (isNew) taker.record(row, at, names, cells)
    } else if (isNew) taker.notice(event[0], event[1] as number)
    if (taker.isFull) yield { last_row, bytes_read: read, done: false }
  }
  yield { last_row, bytes_read: read, done: true }
}

async function* linesOf(bytes: Bytes, from: number): AsyncGenerator<Buffer> {
  let left: Buffer = Buffer.alloc(0)
  for await (const block of blocksOf(bytes, from)) {
    const text = left.length > 0 ? Buffer.concat([left, block]) : block
    let at = 0
    for (let end = text.indexOf(LINE_FEED); end >= 0; end = text.indexOf(LINE_FEED, at)) {
      yield text.subarray(at, end)
      at = end + 1
    }
    left = text.subarray(at)
  }
}
