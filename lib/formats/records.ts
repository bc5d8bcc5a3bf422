import { problem } from "../errors.ts"
import { piecesOf } from "./byte-window.ts"
import { ChunkSink } from "./chunk-sink.ts"
import { CARRIAGE_RETURN, LINE_FEED, QUOTE } from "./csv-record.ts"
import type { RecordChunk, ScannerOptions } from "./record-chunk.ts"
import { RecordScanner } from "./record-scanner.ts"

export type { RecordChunk }

export interface ScanOptions {
  /** One ASCII character; a comma when left out. */
  delimiter?: string
  /** Greatest length of a record. The database reads lines of up to 2 MB, our two numbers included. */
  maxRecordBytes?: number
  /** Rows up to this one were taken before: they are counted, and neither written nor reported again. */
  afterRow?: number
  /** Called once with the header; returns how many fields a good record has. What it throws ends the scan. */
  fields(header: string[]): number
  /** Good records per chunk; multiples of 122,880 keep the database's row groups whole. */
  chunkRows?: number
  chunkBytes?: number
  /** The folder chunk files are written to. */
  directory: string
}

/**
 * Up to four chunks are there at once, see lib/engine/staging/stage.ts, each longer by a record at the most and with up to
 * ten thousand faults beside it: less than 192 MB.
 */
const CHUNK_BYTES = 40_000_000

/**
 * Sorts the records of a CSV file (UTF-8, LF or CRLF, quotes doubled inside quotes) into chunk files of good
 * records and a list of faults, in one pass and constant memory.
 *
 * A chunk file has one line per good record: `index,delta,` (with the source's delimiter), the record's own
 * bytes, a newline. The record's row is `first_row + index`; the physical line it starts on is that row plus
 * `delta`. Read it with `read_csv(header = false, auto_detect = false, delim, quote = '"', escape = '"',
 * nullstr = '', new_line = '\n')`, with `parallel = false` when `multiline`: without `new_line` the database
 * takes a carriage return inside quotes in the first line for an invalid file.
 *
 * Blank lines are no records. A bad record never ends the scan; it goes on behind it. Every chunk file but
 * an unfinished one belongs to the caller. Throws 422 `csv_empty` without a header, 422
 * `csv_header_invalid`, and whatever `bytes` and `fields` throw.
 */
export async function* scanRecords(
  bytes: AsyncIterable<Buffer>,
  options: ScanOptions,
): AsyncGenerator<RecordChunk> {
  const { directory, chunkRows = 491_520, chunkBytes = CHUNK_BYTES } = options
  const how = scannerOptions(options)
  const sink = new ChunkSink({ ...how, directory, chunkRows, chunkBytes })
  try {
    const scanner = new RecordScanner(how, sink)
    for await (const block of bytes) {
      for (const piece of piecesOf(block)) {
        if (!scanner.window.add(piece)) continue
        while (scanner.scan()) yield scanner.takeChunk(false)
      }
    }
    scanner.window.finish()
    while (scanner.scan()) yield scanner.takeChunk(false)
    if (!scanner.sawHeader) throw problem(422, "csv_empty", "The CSV is empty: it has no header row.")
    yield scanner.takeChunk(true)
  } finally {
    sink.discard()
  }
}

function scannerOptions(options: ScanOptions): ScannerOptions {
  const { delimiter = ",", maxRecordBytes = 2_000_000 - 64, afterRow = 0, fields } = options
  const code = delimiter.charCodeAt(0)
  const reserved = [QUOTE, LINE_FEED, CARRIAGE_RETURN, 0].includes(code)
  if (delimiter.length !== 1 || code > 127 || reserved) {
    throw new RangeError(`a delimiter is one ASCII character, not ${JSON.stringify(delimiter)}`)
  }
  return { delimiter: code, maxRecordBytes, afterRow, fields }
}
