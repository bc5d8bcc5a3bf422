import { rm } from "node:fs/promises"
import type { Connection } from "../db/connection.ts"
import { rollBack } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { RecordChunk, RecordFault } from "../source/records.ts"
import { type FileColumns, faultSlots, stagingSlots } from "./columns.ts"
import type { SourceFile } from "./sources.ts"

/** One chunk on its way into staging. */
export interface ChunkWork {
  job_id: string
  file: SourceFile
  columns: FileColumns
  chunk: RecordChunk
  /** Chunks of a file count from 1. */
  number: number
  /** Settles when the chunk before this one is committed. */
  previous: Promise<void>
  /** The time the chunk is committed at, as it is bound. */
  now(): string
}

/** Thrown when another call staged the same chunk first; nothing of ours was kept. */
export class StagedElsewhere extends Error {
  constructor() {
    super("another call is staging this import")
    this.name = "StagedElsewhere"
  }
}

/**
 * Takes one chunk file into staging in one transaction with its row errors and the file's progress, and
 * deletes it. Commits only after the chunk before it, so that what is staged is always a file's beginning.
 */
export async function stageChunk(connection: Connection, work: ChunkWork): Promise<void> {
  const { chunk, number, previous } = work
  try {
    const staged = await stageRows(connection, work)
    const refused = chunk.rows - staged
    if (refused > 0) await stageRowErrors(connection, work)
    if (chunk.faults.length > 0) await recordFaults(connection, work)
    await previous
    const advanced = await connection.run(statement("files/advance"), {
      ...keyOf(work),
      chunk: number,
      last_row: chunk.last_row,
      rows_staged: staged,
      rows_failed: refused + chunk.faults.length,
      bytes_read: chunk.bytes_read,
      done: chunk.done,
      now: work.now(),
    })
    if (advanced !== 1) throw new StagedElsewhere()
    await connection.run("commit")
  } catch (error) {
    await rollBack(connection)
    throw error
  } finally {
    await rm(chunk.path, { force: true })
  }
}

function keyOf({ job_id, file }: ChunkWork) {
  return { job_id, table_name: file.table.name, operation: file.operation }
}

async function stageRows(connection: Connection, work: ChunkWork): Promise<number> {
  if (work.chunk.rows === 0) {
    await connection.run("begin transaction")
    return 0
  }
  const insert = statement("staging/stage_rows", stagingSlots(work.file.table, work.columns))
  return connection.run(`begin transaction;\n${insert}`, {
    job_id: work.job_id,
    operation: work.file.operation,
    first_row: work.chunk.first_row,
    path: work.chunk.path,
  })
}

async function stageRowErrors(connection: Connection, work: ChunkWork): Promise<void> {
  await connection.run(statement("staging/stage_row_errors", faultSlots(work.columns)), {
    ...keyOf(work),
    file: work.file.name,
    first_row: work.chunk.first_row,
    path: work.chunk.path,
  })
}

const FAULTS: Record<RecordFault["code"], string> = {
  too_few_fields: "has fewer fields than the header.",
  too_many_fields: "has more fields than the header.",
  bad_quoting: "has a quote where none may be; quotes inside a quoted field are doubled.",
  unterminated_quote: "opens a quote that is never closed.",
  invalid_encoding: "has bytes that are no UTF-8 text.",
  row_too_long: "is longer than a row can be.",
}

async function recordFaults(connection: Connection, work: ChunkWork): Promise<void> {
  const faults = work.chunk.faults.map((fault) => ({
    line: fault.line,
    row_no: fault.row,
    column_name: fault.field === null ? null : (work.columns[fault.field - 1]?.source ?? null),
    value: fault.text,
    code: fault.code,
    message: `The row ${FAULTS[fault.code]}`,
  }))
  const values = { ...keyOf(work), file: work.file.name, faults: JSON.stringify(faults) }
  await connection.run(statement("staging/record_faults"), values)
}
