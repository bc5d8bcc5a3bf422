import { ChunkFile } from "./chunk-file.ts"
import type { RecordChunk, RecordPlace, Told } from "./record-chunk.ts"
import { quoteReturns, type RecordFault } from "./record-fault.ts"

const BUFFER_BYTES = 4_194_304
/** Two numbers of up to 16 digits, their delimiters and the newline. */
const FRAME_BYTES = 40
/** Rows the database keeps together: a chunk of whole groups leaves none of them half full. */
const GROUP_ROWS = 122_880
/** A chunk ends early rather than hold more faults in memory. */
const FAULTS_PER_CHUNK = 10_000

export interface ChunkSinkOptions {
  /** The delimiter's byte. */
  delimiter: number
  maxRecordBytes: number
  chunkRows: number
  chunkBytes: number
  directory: string
  afterRow: number
}

/** Keeps good records in chunk files as they are, for the database to read. */
export class ChunkSink {
  readonly #options: ChunkSinkOptions
  readonly #file: ChunkFile
  #rows = 0
  #firstRow: number
  #faults: RecordFault[] = []
  #multiline = false

  constructor(options: ChunkSinkOptions) {
    this.#options = options
    this.#firstRow = options.afterRow + 1
    this.#file = new ChunkFile(
      options.directory,
      Math.max(BUFFER_BYTES, options.maxRecordBytes + FRAME_BYTES),
    )
    this.#file.open()
  }

  /** The run should be taken before there is more. */
  get isFull(): boolean {
    const { chunkRows, chunkBytes } = this.#options
    const { bytes } = this.#file
    return (
      this.#rows >= chunkRows ||
      bytes >= chunkBytes ||
      this.#faults.length >= FAULTS_PER_CHUNK ||
      this.#isWhole(bytes, chunkBytes)
    )
  }

  /** Whether the database's groups of rows are full, and there is no room for one more of them. */
  #isWhole(bytes: number, chunkBytes: number): boolean {
    if (this.#rows === 0 || this.#rows % GROUP_ROWS !== 0) return false
    return bytes + (bytes / this.#rows) * GROUP_ROWS > chunkBytes
  }

  /** Takes a well-formed record; its bytes stay for the time of the call only. */
  add(bytes: Buffer, start: number, end: number, { row, line, shape }: RecordPlace) {
    if (shape.breaks > 0) this.#multiline = true
    const index = row - this.#firstRow
    this.#rows++
    if (shape.bareReturns === 0) return this.#write(bytes, start, end, index, line - row)
    const quoted = quoteReturns(bytes, start, end, this.#options.delimiter)
    this.#write(quoted, 0, quoted.length, index, line - row)
  }

  fault(fault: RecordFault) {
    this.#faults.push(fault)
  }

  /** Ends the run and begins another, unless that is all. */
  take({ last_row, bytes_read, done }: Told): RecordChunk {
    const path = this.#file.close()
    const { rows, faults, multiline } = { rows: this.#rows, faults: this.#faults, multiline: this.#multiline }
    const chunk = { path, first_row: this.#firstRow, rows, last_row, faults, multiline, bytes_read, done }
    this.#firstRow = last_row + 1
    this.#rows = 0
    this.#faults = []
    this.#multiline = false
    if (!done) this.#file.open()
    return chunk
  }

  /** Forgets a run that was begun and not taken. */
  discard() {
    this.#file.discard()
  }

  /** Adds `index,delta,<bytes from start to end>` and a newline. */
  #write(bytes: Buffer, start: number, end: number, index: number, delta: number) {
    const room = this.#file.room(end - start + FRAME_BYTES)
    const { buffer } = room
    let at = writeNumber(buffer, room.at, index)
    buffer[at++] = this.#options.delimiter
    at = writeNumber(buffer, at, delta)
    buffer[at++] = this.#options.delimiter
    at += bytes.copy(buffer, at, start, end)
    buffer[at++] = 10
    this.#file.wrote(at)
  }
}

/** Writes a natural number in ASCII and returns the offset behind it. Integer arithmetic: a third of the time. */
function writeNumber(buffer: Buffer, at: number, value: number): number {
  if (value > 0x7fffffff) return at + buffer.write(String(value), at, "latin1")
  let end = at + 1
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) end++
  let place = end
  for (let rest = value; place > at; rest = (rest / 10) | 0) buffer[--place] = 48 + (rest % 10)
  return end
}
