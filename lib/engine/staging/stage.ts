import { nowOf } from "../../clock.ts"
import { classifyError } from "../../db/classify.ts"
import type { Connection } from "../../db/connection.ts"
import { foldLog } from "../../db/fold-log.ts"
import { statement } from "../../db/statement.ts"
import { isOutOfTime, isShortOf, timeLeft } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { mayPass } from "../../errors.ts"
import type { SourceFile, StagingChunk } from "../../reading/index.ts"
import type { Notice } from "../../reading/notices.ts"
import { untilTheEnd } from "../jobs/time-limit.ts"
import { documentLines } from "./document-lines.ts"
import { errorsLeftFor } from "./kept-errors.ts"
import { type Lanes, openLanes } from "./lanes.ts"
import { inOwnFolder } from "./own-folder.ts"
import { removeFiles, StagedElsewhere, stageChunk } from "./stage-chunk.ts"

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
  /** What happened while its rows were read. */
  notices: readonly Notice[]
}

/** Chunks staged at a time, and files read at a time: one thread each, and both cores of a small machine are busy. */
const LANES = 2

/** Chunks of a file that are on their way into the database while the next is being read: all of them together are on the disk. */
const mostUnderWay = ({ reading }: AtWork) => Math.max(1, Math.floor(LANES / reading))

/** What is known of the other files of a call. */
interface AtWork {
  /** Files that are being read. */
  reading: number
}

/** How far every file of a job is staged. */
export async function loadFiles(connection: Connection, job_id: string): Promise<FileProgress[]> {
  return connection.rows<FileProgress>(statement("files/list"), { job_id })
}

export type StageEnd = "done" | "out_of_time" | "elsewhere"

/**
 * Stages what is left of every file of a job, two chunks at a time, until all is done, the deadline (ms since
 * the epoch) passes, or another call turns out to be at it. However late that is, each call gets a chunk further; what
 * was staged to the end past the deadline is out of time, too. At the end of the call itself everything is broken off, and
 * the next call begins with the chunk that was at work. Throws what a bad source throws: Problem 422.
 */
export function stageFiles(
  job_id: string,
  files: readonly SourceFile[],
  deadline: number,
  effects: Effects,
): Promise<StageEnd> {
  return inOwnFolder("chunks", (directory) => stageThrough({ job_id, directory, deadline, effects }, files))
}

/** What all files of a call have in common. */
interface Staging {
  job_id: string
  /** Where chunks are on their way into the database. */
  directory: string
  deadline: number
  effects: Effects
}

async function stageThrough(call: Staging, files: readonly SourceFile[]): Promise<StageEnd> {
  const { effects } = call
  const lanes = await openLanes(effects.db, LANES)
  try {
    return await untilTheEnd(lanes.connections, effects, () => stageAll(call, files, lanes))
  } catch (error) {
    if (error instanceof StagedElsewhere || classifyError(error) === "conflict") return "elsewhere"
    // At the end of a call the store is not waited for any longer either.
    if (isOutOfTime(error) || (mayPass(error) && isShortOf(effects, 0))) return "out_of_time"
    throw error
  } finally {
    lanes.close()
  }
}

async function stageAll(call: Staging, files: readonly SourceFile[], lanes: Lanes): Promise<StageEnd> {
  const { job_id, effects } = call
  const staged = await effects.db.use((connection) => loadFiles(connection, job_id))
  const all = files.map((file) => progressOf(staged, file))
  const atWork = { reading: 0 }
  const queue = files.map((file, i) => ({
    ...call,
    file,
    progress: progressOf(all, file),
    errorsLeft: () => errorsLeftFor(all, i),
    lanes,
    atWork,
  }))
  const ends = await Promise.allSettled(Array.from({ length: LANES }, () => workThrough(queue)))
  const failed = ends.find((end) => end.status === "rejected")
  if (failed) throw failed.reason
  return (
    ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : [])).find((end) => end !== "done") ??
    "done"
  )
}

function progressOf(staged: readonly FileProgress[], file: SourceFile): FileProgress {
  const progress = staged.find(
    (row) => row.table_name === file.table.name && row.operation === file.operation,
  )
  if (!progress) throw new StagedElsewhere()
  return progress
}

interface FileWork extends Staging {
  file: SourceFile
  progress: FileProgress
  /** How many of its row errors may still be kept. */
  errorsLeft(): number
  lanes: Lanes
  atWork: AtWork
}

/** Stages one file after another until the queue is empty or one cannot be ended; then nobody takes another. */
async function workThrough(queue: FileWork[]): Promise<StageEnd> {
  try {
    for (let work = queue.shift(); work; work = queue.shift()) {
      if (work.progress.done) continue
      work.atWork.reading += 1
      const end = await stageFile(work).finally(() => {
        work.atWork.reading -= 1
      })
      // Whatever comes next, the next file or the plan, is for the next call.
      const late = work.effects.clock.now() >= work.deadline
      if (end !== "done" || late) {
        queue.length = 0
        return end === "done" ? "out_of_time" : end
      }
    }
    return "done"
  } catch (error) {
    queue.length = 0
    throw error
  }
}

async function stageFile(work: FileWork): Promise<StageEnd> {
  const { job_id, directory, file, progress, errorsLeft, lanes, effects } = work
  const lines = documentLines(job_id, file, effects)
  let number = progress.chunk
  let tasks: Promise<void>[] = []
  const now = effects.clock.now()
  try {
    const of = { job_id, afterRow: progress.last_row, directory, now, keep: errorsLeft() }
    lines.started(progress.last_row + 1)
    for await (const chunk of file.chunks(of, timeLeft(effects))) {
      // One chunk is read ahead.
      await orDrop(tasks[tasks.length - mostUnderWay(work.atWork)], chunk)
      number += 1
      const previous = tasks.at(-1) ?? Promise.resolve()
      const chunkWork = { job_id, file, chunk, number, previous, errorsLeft, now: () => nowOf(effects) }
      const task = lanes
        .run(async (connection) => {
          const failed = await stageChunk(connection, chunkWork)
          // What is long stays in memory until the log is folded.
          if (chunk.document) await foldLog(connection, effects.db)
          return failed
        })
        .then((rows_failed) => {
          progress.rows_failed += rows_failed
          emitStaged(work, chunk)
          if (chunk.document) lines.ended(chunk.document)
        })
      task.catch(() => {})
      tasks = [...tasks, task].slice(-LANES)
      if (!chunk.done && effects.clock.now() >= work.deadline) return "out_of_time"
      lines.started(chunk.last_row + 1)
    }
    return "done"
  } finally {
    await allEnded(tasks)
  }
}

/** Waits for the end of each, also when one has failed: to close a connection that is at work brings the process down. */
async function allEnded(tasks: readonly Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(tasks)
  const failed = ends.find((end) => end.status === "rejected")
  if (failed) throw failed.reason
}

/** Waits for an earlier chunk; a chunk that nobody will stage any more is deleted. */
async function orDrop(earlier: Promise<void> | undefined, chunk: StagingChunk): Promise<void> {
  try {
    await earlier
  } catch (error) {
    await removeFiles(chunk)
    throw error
  }
}

function emitStaged({ job_id, file, effects }: FileWork, chunk: StagingChunk): void {
  effects.failAt("mid_prepare")
  const { rows, bytes_read, document } = chunk
  const table = file.table.name
  const name = document?.name ?? file.name
  effects.emit({ type: "chunk.staged", job_id, table, file: name, rows, bytes_read })
}
