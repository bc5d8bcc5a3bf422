import { statement } from "../db/statement.ts"
import { isProblem, problem } from "../errors.ts"
import { type RecordChunk, type RecordFault, scanRecords } from "../formats/records.ts"
import { columnsOf, type FileColumns, faultSlots, stagingSlots } from "./columns.ts"
import { faultSentence } from "./fault-sentences.ts"
import { shown } from "./read-row.ts"
import type { ChunkOf, FaultLine, SourceFile, StagingChunk } from "./source.ts"

interface ExtractFile extends Omit<SourceFile, "chunks"> {
  open(): AsyncIterable<Buffer>
}

/**
 * A CSV of an extract in chunks that the database reads itself, checking every column. Throws Problem 422 naming the
 * file for a header that does not fit and a CSV that cannot be read.
 */
export async function* extractChunks(file: ExtractFile, of: ChunkOf): AsyncGenerator<StagingChunk> {
  let columns: FileColumns = []
  const chunks = scanRecords(file.open(), {
    directory: of.directory,
    afterRow: of.afterRow,
    fields: (header) => {
      columns = columnsOf(file.table, file.operation, file.name, header)
      return columns.length
    },
  })
  try {
    for await (const chunk of chunks) yield stagingChunk(file, columns, chunk, of.job_id)
  } catch (error) {
    throw withFileName(error, file.name)
  }
}

function stagingChunk(
  { table, operation, name }: ExtractFile,
  columns: FileColumns,
  chunk: RecordChunk,
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
