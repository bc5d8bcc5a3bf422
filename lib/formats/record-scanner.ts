import { ByteWindow, isCleanText } from "./byte-window.ts"
import { emptyShape, readRecord } from "./csv-bytes.ts"
import { badHeader, parseHeader } from "./csv-header.ts"
import type { ChunkSink, RecordChunk, ScannerOptions } from "./record-chunk.ts"
import { fieldsIn, quoteReturns, type RecordFault, textOf, unreadableField } from "./record-fault.ts"

/** A chunk ends early rather than hold more faults in memory. */
const FAULTS_PER_CHUNK = 10_000
/** A closing quote and a carriage return may stand behind a record of the greatest length. */
const CLOSING_BYTES = 2

/**
 * Tells good records from bad ones and counts rows and physical lines. It knows nothing of streams: bytes
 * are put into `window`, and `scan` takes what is complete.
 */
export class RecordScanner<Content> {
  readonly window = new ByteWindow()
  readonly #options: ScannerOptions<Content>
  readonly #sink: ChunkSink<Content>
  readonly #shape = emptyShape()
  /** How many fields a good record has; unknown until the header is read. */
  #expected = -1
  #row = 0
  /** Physical line at the window's start. */
  #line = 1
  #firstRow: number
  #faults: RecordFault[] = []
  #multiline = false

  constructor(options: ScannerOptions<Content>) {
    this.#options = options
    this.#firstRow = options.afterRow + 1
    this.#sink = options.sink
    this.#sink.open()
  }

  get sawHeader(): boolean {
    return this.#expected >= 0
  }

  /** Takes records until the chunk is full (true) or the window holds no complete one (false). */
  scan(): boolean {
    const { window } = this
    const { delimiter, maxRecordBytes } = this.#options
    const shape = this.#shape
    if (window.skipping) this.#skipLine()
    while (window.start < window.end) {
      if (this.#isFull()) return true
      const { start } = window
      readRecord(window.bytes, start, window.end, delimiter, shape)
      const incomplete = shape.outcome === "incomplete"
      const length = (incomplete ? window.end - CLOSING_BYTES : shape.end) - start
      if (length > maxRecordBytes || (incomplete && window.ended)) this.#dropFirstLine()
      else if (shape.outcome === "complete") this.#takeRecord()
      else if (shape.outcome === "unclosed_quote") this.#dropFirstLine()
      else if (incomplete || !this.#dropToLineEnd()) {
        window.wantMore()
        return false
      }
    }
    window.wantMore()
    return false
  }

  /** Ends the open chunk, hands it over and opens the next, unless this was the last. */
  takeChunk(done: boolean): RecordChunk<Content> {
    const { rows } = this.#sink
    const chunk: RecordChunk<Content> = {
      content: this.#sink.close(),
      first_row: this.#firstRow,
      rows,
      last_row: this.#row,
      faults: this.#faults,
      multiline: this.#multiline,
      bytes_read: this.window.consumed,
      done,
    }
    this.#firstRow = this.#row + 1
    this.#faults = []
    this.#multiline = false
    if (!done) this.#sink.open()
    return chunk
  }

  /** Removes a chunk that was begun and not handed over. */
  discard() {
    this.#sink.discard()
  }

  #isFull(): boolean {
    const { chunkRows, chunkBytes } = this.#options
    const { rows, bytes } = this.#sink
    return rows >= chunkRows || bytes >= chunkBytes || this.#faults.length >= FAULTS_PER_CHUNK
  }

  #takeRecord() {
    const shape = this.#shape
    const { start } = this.window
    if (shape.end === start) return this.#advance(shape.next, 1)
    if (this.sawHeader) this.#sortRecord(start, shape.end)
    else this.#readHeader(start, shape.end)
    this.#advance(shape.next, shape.breaks + 1)
  }

  #readHeader(start: number, end: number) {
    const header = parseHeader(this.window.bytes.subarray(start, end), this.#options.delimiter)
    this.#expected = this.#options.fields(header)
  }

  #sortRecord(start: number, end: number) {
    const { bytes, suspect } = this.window
    const { delimiter, afterRow } = this.#options
    const { fields, breaks, bareReturns } = this.#shape
    const row = ++this.#row
    if (row <= afterRow) return
    if (suspect && !isCleanText(bytes.subarray(start, end))) {
      return this.#fault("invalid_encoding", unreadableField(bytes, start, end, delimiter), end)
    }
    if (fields < this.#expected) return this.#fault("too_few_fields", null, end)
    if (fields > this.#expected) return this.#fault("too_many_fields", null, end)
    if (breaks > 0) this.#multiline = true
    const index = row - this.#firstRow
    const delta = this.#line - row
    if (bareReturns === 0) return this.#sink.add(bytes, start, end, index, delta)
    const quoted = quoteReturns(bytes, start, end, delimiter)
    this.#sink.add(quoted, 0, quoted.length, index, delta)
  }

  /**
   * A record without an end within its greatest length. What follows its first line are most likely rows of
   * their own, which a quote left open must not swallow. Whether a newline comes in time decides the name,
   * never how many bytes happen to be in the window: a file has the same faults whatever the block size.
   */
  #dropFirstLine() {
    const { window } = this
    const { delimiter, maxRecordBytes } = this.#options
    const { bytes, start } = window
    const lineEnd = window.lineEnd(start)
    const open = lineEnd >= 0 && lineEnd - start <= maxRecordBytes
    const end = open ? lineEnd : start + maxRecordBytes
    const field = open ? fieldsIn(bytes, start, end, delimiter) : null
    this.#countFault(open ? "unterminated_quote" : "row_too_long", field, end)
    if (lineEnd < 0) this.#startSkipping(0)
    else this.#advance(lineEnd + 1, 1)
  }

  /** A quote where none belongs: the fault ends with its physical line. False while that line's end is missing. */
  #dropToLineEnd(): boolean {
    const { window } = this
    const { fields, breaks, end } = this.#shape
    const lineEnd = window.lineEnd(end)
    const longest = window.start + this.#options.maxRecordBytes
    if (lineEnd < 0 && window.end <= longest) return false
    this.#countFault("bad_quoting", fields, lineEnd < 0 ? longest : Math.min(lineEnd, longest))
    if (lineEnd < 0) this.#startSkipping(breaks)
    else this.#advance(lineEnd + 1, breaks + 1)
    return true
  }

  #countFault(code: RecordFault["code"], field: number | null, end: number) {
    if (!this.sawHeader)
      throw badHeader("a quote in it is not closed, stands inside a field, or the row never ends.")
    this.#row++
    if (this.#row > this.#options.afterRow) this.#fault(code, field, end)
  }

  #fault(code: RecordFault["code"], field: number | null, end: number) {
    const { bytes, start } = this.window
    this.#faults.push({ row: this.#row, line: this.#line, code, field, text: textOf(bytes, start, end) })
  }

  #advance(next: number, lines: number) {
    this.window.start = next
    this.#line += lines
  }

  #startSkipping(lines: number) {
    this.window.skipping = true
    this.#advance(this.window.end, lines)
  }

  #skipLine() {
    const lineEnd = this.window.lineEnd(this.window.start)
    if (lineEnd < 0) return this.#advance(this.window.end, 0)
    this.window.skipping = false
    this.#advance(lineEnd + 1, 1)
  }
}
