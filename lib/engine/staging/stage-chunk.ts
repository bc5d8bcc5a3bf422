import { rm } from "node:fs/promises"
import type { Connection } from "../../db/connection.ts"
import { rollBack } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { SourceFile, StagingChunk } from "../../reading/index.ts"
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
  room(): number
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
    if (refused > 0) await recordRefused(connection, work, refused)
    if (chunk.faults.count > 0) await recordFaults(connection, work)
    await previous
    const advanced = await connection.run(statement("files/advance"), {
      ...keyOf(work),
      chunk: number,
      last_row: chunk.last_row,
      rows_staged: staged,
      rows_failed,
      bytes_read: chunk.bytes_read,
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

/** Keeps as many as there is room for, which may be a few more than are to be kept in the end, and counts the rest. */
async function recordRefused(connection: Connection, { chunk, room }: ChunkWork, refused: number) {
  if (!chunk.refuse) return
  const { list, count } = chunk.refuse
  const keep = room()
  if (keep > 0) await connection.run(list.sql, { ...list.values, keep })
  if (refused > keep) await connection.run(count.sql, { ...count.values, keep })
}

async function recordFaults(connection: Connection, work: ChunkWork): Promise<void> {
  const { path, longest, counted } = work.chunk.faults
  if (counted.length > 0) {
    const counts = { ...keyOf(work), counted: JSON.stringify(counted) }
    await connection.run(statement("staging/count_faults"), counts)
  }
  if (path === null) return
  const values = {
    ...keyOf(work),
    file: work.file.name,
    path,
    longest: Math.max(longest + 1, LEAST_OBJECT_BYTES),
  }
  await connection.run(statement("staging/record_faults"), values)
}
