import { rm } from "node:fs/promises"
import type { Connection } from "../../db/connection.ts"
import { rollBack } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Bound, SourceFile, StagingChunk } from "../../reading/index.ts"
import { LEAST_OBJECT_BYTES } from "../../reading/staged-rows.ts"

/** One chunk on its way into staging. */
export interface ChunkWork {
  job_id: string
  file: SourceFile
  chunk: StagingChunk
  /** Chunks of a file count from 1. */
  number: number
  /** Settles when the chunk before this one is committed. */
  previous: Promise<void>
  /** How many row errors of the file may still be kept, as far as is known. */
  errorsLeft(): number
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
 * deletes it. Commits only after the chunk before it, so that what is staged is always a file's beginning. Answers
 * how many of its rows are not staged.
 */
export async function stageChunk(connection: Connection, work: ChunkWork): Promise<number> {
  const { chunk, number, previous } = work
  try {
    const staged = await stageRows(connection, work)
    const refused = chunk.rows - staged
    const rows_failed = refused + chunk.faults.count
    await noteBad(connection, work, refused)
    await previous
    const advanced = await connection.run(statement("files/advance"), {
      ...keyOf(work),
      chunk: number,
      last_row: chunk.last_row,
      rows_staged: staged,
      rows_failed,
      bytes_read: chunk.bytes_read,
      notices: JSON.stringify(chunk.notices ?? []),
      done: chunk.done,
      now: work.now(),
    })
    if (advanced !== 1) throw new StagedElsewhere()
    await connection.run("commit")
    return rows_failed
  } catch (error) {
    await rollBack(connection)
    throw error
  } finally {
    await removeFiles(chunk)
  }
}

/** Deletes the files of a chunk that is staged, or that nobody will stage any more. */
export async function removeFiles({ path, faults }: StagingChunk): Promise<void> {
  await rm(path, { force: true })
  if (faults.path) await rm(faults.path, { force: true })
}

function keyOf({ job_id, file }: ChunkWork) {
  return { job_id, table_name: file.table.name, operation: file.operation }
}

async function stageRows(connection: Connection, { chunk }: ChunkWork): Promise<number> {
  if (chunk.rows === 0) {
    await connection.run("begin transaction")
    return 0
  }
  return connection.run(`begin transaction;\n${chunk.insert.sql}`, chunk.insert.values)
}

/** Keeps what is wrong with the chunk's rows, and counts what there is no room for: one round trip. */
async function noteBad(connection: Connection, work: ChunkWork, refused: number): Promise<void> {
  const notes = [...refusedNotes(work, refused), ...faultNotes(work)]
  if (notes.length === 0) return
  const values = Object.assign({}, ...notes.map((note) => note.values))
  await connection.run(notes.map(({ sql }) => sql).join(";\n"), values)
}

/** As many as there is room for, which may be a few more than are to be kept in the end, and the number of the rest. */
function refusedNotes({ chunk, errorsLeft }: ChunkWork, refused: number): Bound[] {
  if (!chunk.refuse || refused === 0) return []
  const keep = errorsLeft()
  const noting = ({ sql, values }: Bound) => ({ sql, values: { ...values, keep } })
  const { list, count } = chunk.refuse
  return [...(keep > 0 ? [noting(list)] : []), ...(refused > keep ? [noting(count)] : [])]
}

function faultNotes(work: ChunkWork): Bound[] {
  const { path, longest, counted } = work.chunk.faults
  const key = keyOf(work)
  const count = {
    sql: statement("staging/count_faults"),
    values: { ...key, counted: JSON.stringify(counted) },
  }
  const list = {
    sql: statement("staging/record_faults"),
    values: {
      ...key,
      file: work.file.name,
      faults_path: path,
      longest: Math.max(longest + 1, LEAST_OBJECT_BYTES),
    },
  }
  return [...(counted.length > 0 ? [count] : []), ...(path === null ? [] : [list])]
}
