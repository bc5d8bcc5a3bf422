import { isProblem } from "../errors.ts"
import { asUtf8 } from "../formats/dialect.ts"
import { type JsonRecord, scanJson } from "../formats/json-records.ts"
import { cellsOf, type RecordsInMemory } from "../formats/record-buffer.ts"
import type { RecordChunk } from "../formats/record-chunk.ts"
import { shortened } from "../formats/record-fault.ts"
import { type RecordFault, scanInMemory } from "../formats/records.ts"
import { asWritten } from "./json-numbers.ts"
import { ALONE } from "./mapping.ts"
import { type RawRecord, wholeCharacters } from "./read-row.ts"
import type { RecordFormat } from "./record-format.ts"

/** Records read at a time: as many as are in memory at once. */
const CHUNK_ROWS = 10_000
const CHUNK_BYTES = 8_388_608

/** A record that cannot be taken apart. */
export interface RawFault {
  row: number
  line: number
  code: string
  /** Which header it is about, when that is known. */
  header: string | null
  text: string
}

/** Some records of a source. */
export interface RawChunk {
  records: RawRecord[]
  faults: RawFault[]
  last_row: number
  bytes_read: number
  done: boolean
}

interface Reading extends RecordFormat {
  path: string
  afterRow: number
  /** Records of a chunk, when they should be fewer than fit in memory. */
  chunkRows?: number
  /** The file may be only the beginning of one. */
  isCut?: boolean
  /** Called with the header of a CSV before any of its records. */
  onHeader?(header: string[]): void
}

/** The records of a source behind a row, in constant memory. Throws Problem 422 `csv_…` and `json_…`. */
export function rawChunks(reading: Reading): AsyncGenerator<RawChunk> {
  return reading.format === "csv" ? csvChunks(reading) : jsonChunks(reading)
}

async function* csvChunks(reading: Reading): AsyncGenerator<RawChunk> {
  const { path, encoding, afterRow } = reading
  const delimiter = reading.delimiter ?? ","
  let header: string[] = []
  const chunks = scanInMemory(asUtf8(path, encoding), {
    delimiter,
    afterRow,
    chunkRows: reading.chunkRows ?? CHUNK_ROWS,
    chunkBytes: CHUNK_BYTES,
    fields: (names) => {
      header = names.map((name) => name.trim())
      reading.onHeader?.(header)
      return header.length
    },
  })
  for await (const chunk of chunks) {
    const { last_row, bytes_read, done } = chunk
    const records = recordsOf(chunk, header, delimiter)
    yield {
      records,
      faults: chunk.faults.map((fault) => rawFault(fault, header)),
      last_row,
      bytes_read,
      done,
    }
  }
}

function recordsOf(
  { content, first_row }: RecordChunk<RecordsInMemory>,
  names: string[],
  delimiter: string,
): RawRecord[] {
  const { bytes, ends, indexes, deltas } = content
  return ends.map((end, i) => {
    const row = first_row + (indexes[i] ?? 0)
    const text = bytes.toString("utf8", i === 0 ? 0 : ends[i - 1], end)
    return { row, line: row + (deltas[i] ?? 0), names, cells: cellsOf(text, delimiter) }
  })
}

function rawFault({ row, line, code, field, text }: RecordFault, header: string[]): RawFault {
  return { row, line, code, header: field === null ? null : (header[field - 1] ?? null), text }
}

async function* jsonChunks({
  path,
  encoding,
  layout,
  afterRow,
  chunkRows = CHUNK_ROWS,
  isCut = false,
}: Reading): AsyncGenerator<RawChunk> {
  if (!layout) throw new Error("JSON is read by its layout")
  let chunk: RawChunk = emptyChunk(afterRow, 0)
  let characters = 0
  let bytes_read = 0
  const counted = async function* () {
    for await (const block of asUtf8(path, encoding)) {
      bytes_read += block.length
      yield block
    }
  }
  for await (const { row, line, text, fault } of untilCut(scanJson(counted(), layout), isCut)) {
    if (row <= afterRow) continue
    chunk.last_row = row
    const parsed = fault ? fault : parsedRecord(text, row, line)
    if (typeof parsed === "string") chunk.faults.push(wholeFault({ row, line, text }, parsed))
    else chunk.records.push(parsed)
    characters += text.length
    if (chunk.records.length + chunk.faults.length < chunkRows && characters < CHUNK_BYTES) continue
    yield { ...chunk, bytes_read }
    chunk = emptyChunk(row, bytes_read)
    characters = 0
  }
  yield { ...chunk, bytes_read, done: true }
}

/** Of a file that is only the beginning of one, what is whole. */
async function* untilCut(records: AsyncGenerator<JsonRecord>, isCut: boolean): AsyncGenerator<JsonRecord> {
  try {
    yield* records
  } catch (error) {
    if (!isCut || !isProblem(error) || error.code !== "json_truncated") throw error
  }
}

function wholeFault({ row, line, text }: Pick<JsonRecord, "row" | "line" | "text">, code: string): RawFault {
  return { row, line, code, header: null, text: shortened(text) }
}

function emptyChunk(last_row: number, bytes_read: number): RawChunk {
  return { records: [], faults: [], last_row, bytes_read, done: false }
}

/** An object's own entries; a text or a number stands for the first column a dataset needs. */
function parsedRecord(text: string, row: number, line: number): RawRecord | "bad_record" {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return "bad_record"
  }
  if (typeof value === "string" || typeof value === "number") {
    return { row, line, names: [ALONE], cells: [...asWritten(text, new Map([[ALONE, value]])).values()] }
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return "bad_record"
  const entries = asWritten(text, new Map(Object.entries(value)))
  return { row, line, names: [...entries.keys()].map(wholeCharacters), cells: [...entries.values()] }
}
