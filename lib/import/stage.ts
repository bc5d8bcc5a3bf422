import { tmpdir } from "node:os"
import { join } from "node:path"
import { nowOf } from "../clock.ts"
import { classifyError } from "../db/classify.ts"
import type { Connection } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { scanRecords } from "../source/records.ts"
import { columnsOf, type FileColumns } from "./columns.ts"
import type { SourceFile } from "./sources.ts"
import { StagedElsewhere, stageChunk } from "./stage-chunk.ts"

/** How far one file is staged. */
export interface FileProgress {
  table_name: string
  operation: "delete" | "insert"
  file: string
  /** The last committed chunk; 0 before the first. */
  chunk: number
  last_row: number
  rows_staged: number
  rows_failed: number
  bytes_read: number
  bytes_total: number
  done: boolean
  passes_done: number
}

/** Chunks staged at a time: one thread each, and both cores of a small machine are busy. */
const LANES = 2

/** How far every file of a job is staged. */
export async function loadFiles(connection: Connection, job_id: string): Promise<FileProgress[]> {
  return connection.rows<FileProgress>(statement("files/list"), { job_id })
}

export type StageEnd = "done" | "out_of_time" | "elsewhere"

/**
 * Stages what is left of every file of a job, two chunks at a time, until all is done, the deadline (ms since
 * the epoch) passes, or another call turns out to be at it. Throws what a bad source throws: Problem 422.
 */
export async function stageFiles(
  job_id: string,
  files: readonly SourceFile[],
  deadline: number,
  effects: Effects,
): Promise<StageEnd> {
  const lanes = await Promise.all(Array.from({ length: LANES }, () => effects.db.connect()))
  try {
    const staged = await effects.db.use((connection) => loadFiles(connection, job_id))
    for (const file of files) {
      const progress = staged.find(
        (row) => row.table_name === file.table.name && row.operation === file.operation,
      )
      if (!progress) return "elsewhere"
      if (progress.done) continue
      const end = await stageFile({ job_id, file, progress, lanes, deadline, effects })
      if (end !== "done") return end
    }
    return "done"
  } catch (error) {
    if (error instanceof StagedElsewhere || classifyError(error) === "conflict") return "elsewhere"
    throw error
  } finally {
    for (const lane of lanes) lane.close()
  }
}

interface FileWork {
  job_id: string
  file: SourceFile
  progress: FileProgress
  lanes: readonly Connection[]
  deadline: number
  effects: Effects
}

async function stageFile(work: FileWork): Promise<StageEnd> {
  const { job_id, file, progress, effects } = work
  let columns: FileColumns = []
  let number = progress.chunk
  let tasks: Promise<void>[] = []
  const chunks = scanRecords(file.open(), {
    directory: join(tmpdir(), "sluice-chunks"),
    afterRow: progress.last_row,
    fields: (header) => {
      columns = columnsOf(file.table, file.operation, file.name, header)
      return columns.length
    },
  })
  try {
    for await (const chunk of chunks) {
      number += 1
      const previous = tasks.at(-1) ?? Promise.resolve()
      const lane = work.lanes[number % LANES] ?? (await effects.db.connect())
      const task = stageChunk(lane, {
        job_id,
        file,
        columns,
        chunk,
        number,
        previous,
        now: () => nowOf(effects),
      }).then(() => {
        effects.reach("mid_prepare")
        emitStaged(work, chunk.rows, chunk.bytes_read)
      })
      task.catch(() => {})
      tasks = [...tasks, task].slice(-LANES)
      if (tasks.length === LANES) await tasks[0]
      if (!chunk.done && effects.clock.now() >= work.deadline) return "out_of_time"
    }
    return "done"
  } finally {
    await Promise.all(tasks)
  }
}

function emitStaged(work: FileWork, rows: number, bytes_read: number): void {
  const { job_id, file, effects } = work
  effects.emit({ type: "chunk.staged", job_id, table: file.table.name, rows, bytes_read, duration_ms: 0 })
}
