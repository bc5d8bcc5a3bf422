import { ByteWindow, isCleanText } from "./byte-window.ts"
import type { ChunkSink } from "./chunk-sink.ts"
import { badHeader, parseHeader } from "./csv-header.ts"
import { emptyShape, readRecord } from "./csv-record.ts"
import type { RecordChunk, ScannerOptions } from "./record-chunk.ts"
import { fieldsIn, type RecordFault, textOf, unreadableField } from "./record-fault.ts"

/** A closing quote and a carriage return may stand behind a record of the greatest length. */
const CLOSING_BYTES = 2

/**
 * Tells good records from bad ones and counts rows and physical lines. It knows nothing of streams: bytes
 * are put into `window`, and `scan` takes what is complete.
 */
export class RecordScanner {
  readonly window = new ByteWindow()
  readonly #options: ScannerOptions
  readonly #sink: ChunkSink
  readonly #shape = emptyShape()
  /** The record in hand: one object is filled again and again. */
  readonly #place = { row: 0, line: 1, shape: this.#shape }
  /** How many fields a good record has; unknown until the header is read. */
  #expected = -1
  #row = 0
  /** Physical line at the window's start. */
  #line = 1

  constructor(options: ScannerOptions, sink: ChunkSink) {
    this.#options = options
    this.#sink = sink
  }

  get sawHeader(): boolean {
    return this.#expected >= 0
  }

  /** Takes records until the sink is full (true) or the window holds no complete one (false). */
  scan(): boolean {
    const { window } = this
    const { delimiter, maxRecordBytes } = this.#options
    const shape = this.#shape
    if (window.skipping) this.#skipLine()
    while (window.start < window.end) {
      if (this.#sink.isFull) return true
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

  /** Ends the sink's run of records and hands it over. */
  takeChunk(done: boolean): RecordChunk {
    return this.#sink.take({ last_row: this.#row, bytes_read: this.window.consumed, done })
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
    const { fields } = this.#shape
    const row = ++this.#row
    if (row <= afterRow) return
    if (suspect && !isCleanText(bytes.subarray(start, end))) {
      return this.#fault("invalid_encoding", unreadableField(bytes, start, end, delimiter), end)
    }
    if (fields < this.#expected) return this.#fault("too_few_fields", null, end)
    if (fields > this.#expected) return this.#fault("too_many_fields", null, end)
    this.#place.row = row
    this.#place.line = this.#line
    this.#sink.add(bytes, start, end, this.#place)
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
    this.#sink.fault({ row: this.#row, line: this.#line, code, field, text: textOf(bytes, start, end) })
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
