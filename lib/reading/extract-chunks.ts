import type { Table } from "../datasets/define.ts"
import { statement } from "../db/statement.ts"
import { isProblem, problem } from "../errors.ts"
import { type RecordChunk, type RecordFault, scanRecords } from "../formats/records.ts"
import type { Task } from "../pool.ts"
import { readAhead, SMALL_BYTES } from "./ahead.ts"
import { columnsOf, type FileColumns, faultSlots, stagingSlots } from "./columns.ts"
import { faultSentence } from "./fault-sentences.ts"
import { shown } from "./read-row.ts"
import type { ChunkOf, FaultLine, SourceFile, StagingChunk } from "./source.ts"

interface ExtractFile extends Omit<SourceFile, "chunks"> {
  dataset: string
  /** The ZIP it is in. */
  zip: string
  open(): AsyncIterable<Buffer>
}

/** An entry of an extract as it is told to a worker. */
export interface ScanInput {
  dataset: string
  zip: string
  table: string
  operation: "delete" | "insert"
  name: string
  directory: string
  afterRow: number
}

/** Good records in a file, as the database reads them, and the header they stand under. */
export interface ScannedChunk extends Omit<RecordChunk, "content"> {
  path: string
  header: string[]
}

const SCAN: Task<ScanInput, ScannedChunk> = { name: "scan_extract" }

/**
 * A CSV of an extract in chunks that the database reads itself, checking every column. Throws Problem 422 naming the
 * file for a header that does not fit and a CSV that cannot be read.
 */
export async function* extractChunks(file: ExtractFile, of: ChunkOf): AsyncGenerator<StagingChunk> {
  const { dataset, zip, table, operation, name } = file
  const { directory, afterRow } = of
  const input = { dataset, zip, table: table.name, operation, name, directory, afterRow }
  const small = file.bytes <= SMALL_BYTES
  try {
    for await (const chunk of small ? scanEntry(file.open(), table, input) : readAhead(SCAN, input)) {
      yield stagingChunk(file, columnsOf(table, operation, name, chunk.header), chunk, of.job_id)
    }
  } catch (error) {
    throw withFileName(error, name)
  }
}

/** Scans what is left of an entry, chunk by chunk; a header that does not fit is refused. */
export async function* scanEntry(
  bytes: AsyncIterable<Buffer>,
  table: Table,
  { operation, name, directory, afterRow }: ScanInput,
): AsyncGenerator<ScannedChunk> {
  let header: string[] = []
  const fields = (found: string[]) => {
    header = found
    return columnsOf(table, operation, name, found).length
  }
  for await (const { content, ...chunk } of scanRecords(bytes, { directory, afterRow, fields })) {
    yield { ...chunk, path: content, header }
  }
}

function stagingChunk(
  { table, operation, name }: ExtractFile,
  columns: FileColumns,
  chunk: ScannedChunk,
  job_id: string,
): StagingChunk {
  const { path, rows, last_row, bytes_read, done, first_row } = chunk
  const insert = statement("staging/stage_rows", stagingSlots(table, columns))
  const refuse = statement("staging/stage_row_errors", faultSlots(columns))
  const values = { job_id, operation, first_row, path }
  return {
    path,
    rows,
    last_row,
    bytes_read,
    done,
    insert: { sql: insert, values },
    refuse: { sql: refuse, values: { ...values, table_name: table.name, file: name } },
    faults: chunk.faults.map((fault) => faultLine(fault, columns)),
  }
}

function faultLine(fault: RecordFault, columns: FileColumns): FaultLine {
  return {
    line: fault.line,
    row_no: fault.row,
    column_name: fault.field === null ? null : (columns[fault.field - 1]?.source ?? null),
    value: shown(fault.text),
    code: fault.code,
    message: faultSentence(fault.code),
    record: null,
  }
}

/** The scanner knows bytes, not files: its complaints about a whole CSV get the name in front. */
export function withFileName(error: unknown, name: string): unknown {
  if (!isProblem(error) || !/^(csv|json)_/.test(error.code)) return error
  return problem(error.status, error.code, `${name}: ${error.detail}`)
}
