import type { ChunkSink } from "./record-chunk.ts"

const FIRST_BYTES = 1_048_576

/** Good records of a chunk: the bytes of each one after the other, where each ends, and where in the file it stands. */
export interface RecordsInMemory {
  bytes: Buffer
  ends: number[]
  /** A record's row is the chunk's first and its index; its line is that row and its delta. */
  indexes: number[]
  deltas: number[]
}

/** Keeps good records in memory, in one buffer that is used again for the next chunk. */
export class RecordBuffer implements ChunkSink<RecordsInMemory> {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)
  #used = 0
  #ends: number[] = []
  #indexes: number[] = []
  #deltas: number[] = []

  get rows(): number {
    return this.#ends.length
  }

  get bytes(): number {
    return this.#used
  }

  open() {
    this.#used = 0
    this.#ends = []
    this.#indexes = []
    this.#deltas = []
  }

  add(bytes: Buffer, start: number, end: number, index: number, delta: number) {
    this.#makeRoom(end - start)
    this.#used += bytes.copy(this.#bytes, this.#used, start, end)
    this.#ends.push(this.#used)
    this.#indexes.push(index)
    this.#deltas.push(delta)
  }

  /** What is handed over holds until the next record is added. */
  close(): RecordsInMemory {
    return { bytes: this.#bytes, ends: this.#ends, indexes: this.#indexes, deltas: this.#deltas }
  }

  discard() {}

  #makeRoom(length: number) {
    if (this.#used + length <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(2 * (this.#used + length))
    this.#bytes.copy(larger, 0, 0, this.#used)
    this.#bytes = larger
  }
}

const QUOTE = '"'

/**
 * The cells of a record that the scanner has found good: quotes stand around whole fields, and those inside are doubled.
 */
export function cellsOf(record: string, delimiter: string): string[] {
  if (!record.includes(QUOTE)) return record.split(delimiter)
  const cells: string[] = []
  let at = 0
  while (at <= record.length) {
    const quoted = record[at] === QUOTE
    const end = quoted ? closingOf(record, at + 1) : fieldEnd(record, at, delimiter)
    cells.push(quoted ? record.slice(at + 1, end).replaceAll('""', QUOTE) : record.slice(at, end))
    at = end + (quoted ? 2 : 1)
  }
  return cells
}

function fieldEnd(record: string, from: number, delimiter: string): number {
  const end = record.indexOf(delimiter, from)
  return end < 0 ? record.length : end
}

/** The quote that closes a field: the first that is not doubled. */
function closingOf(record: string, from: number): number {
  let at = record.indexOf(QUOTE, from)
  while (record[at + 1] === QUOTE) at = record.indexOf(QUOTE, at + 2)
  return at
}
