import type { Connection } from "../../db/connection.ts"
import { isOutOfTime, isShortOf, timeLeft } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { isProblem, mayPass } from "../../errors.ts"
import type { RecordMark } from "../../formats/record-lines.ts"
import type { OpenSource, SourceFile } from "../../reading/index.ts"
import { HASHED_BYTES } from "../../store/content-hash.ts"
import { discardGrowing } from "../../store/growing-file.ts"
import { inParts, type StoredPart } from "../../store/parts.ts"
import { findStored } from "../../store/stored.ts"
import type { ConvertedFile, Job, JobSource } from "../jobs/jobs.ts"
import { outlastConflicts } from "../jobs/patience.ts"
import { leaveSource, takeSource } from "../jobs/source-file.ts"

/** Where so many calls were too short for it, the source is read itself: slower, but each call gets further. */
const MOST_TRIES = 2
const CONVERTED_NAME = "records.ndjson"

interface ConvertCall {
  connection: Connection
  deadline: number
  effects: Effects
}

/**
 * Has a source that is slow to read on in converted to lines in the store, once for all calls; answers the job with what is known of
 * them. Null where the call ended over it, or another is at it: nothing can be staged now. Throws what reading throws.
 */
export async function convertOnce(call: ConvertCall, job: Job, { files }: OpenSource): Promise<Job | null> {
  const { connection, effects } = call
  const file = files.find(({ convert }) => convert)
  const { taken_until: _, converted: before, ...source } = job.source
  if (!file || before?.marks || (before?.tries ?? 0) >= MOST_TRIES) return job
  const filename = effects.store.newName(CONVERTED_NAME)
  const token = await effects.store.beginParts(filename)
  const begun = { filename, token, marks: null, tries: (before?.tries ?? 0) + 1 }
  const taken = { job_id: job.job_id, source: { ...source, converted: begun } }
  const taken_until = await takeSource(connection, taken, effects.deadline ?? call.deadline, effects)
  if (taken_until === null) {
    await discardGrowing(effects.store, begun)
    return null
  }
  if (before) await discardGrowing(effects.store, before)
  const converted = await convertInTime(file, begun, effects)
  const left: JobSource = { ...source, converted: converted ?? begun }
  const leave = () => leaveSource(connection, job.job_id, { taken_until, source: left }, effects)
  const mine = await outlastConflicts(leave, effects)
  if (!mine || converted === null) await discardGrowing(effects.store, begun)
  return mine && converted !== null ? { ...job, source: left } : null
}

/** Another call thought this one dead, or the import was cancelled. */
const isTakenAway = (error: unknown) => isProblem(error) && error.code === "file_not_found"

/** Null where the call is over before it is whole. */
async function convertInTime(
  file: SourceFile,
  begun: ConvertedFile,
  effects: Effects,
): Promise<ConvertedFile | null> {
  try {
    return { ...begun, marks: await write(file, begun, effects) }
  } catch (error) {
    if (isOutOfTime(error) || isTakenAway(error) || (mayPass(error) && isShortOf(effects, 0))) return null
    await discardGrowing(effects.store, begun)
    throw error
  }
}

async function write(file: SourceFile, place: ConvertedFile, effects: Effects): Promise<RecordMark[]> {
  const { store } = effects
  const marks: RecordMark[] = []
  async function* lines() {
    let [row, at] = [0, 0]
    for await (const block of file.convert?.(timeLeft(effects)) ?? []) {
      marks.push([row, at])
      yield Buffer.from(block.lines.buffer, block.lines.byteOffset, block.lines.length)
      row = block.last_row
      at += block.lines.length
    }
  }
  const parts: StoredPart[] = []
  const whole = { ...place, part_bytes: HASHED_BYTES }
  for await (const part of inParts(lines(), HASHED_BYTES))
    parts.push(await store.writePart(whole, parts.length + 1, part))
  await store.completeParts(whole, parts)
  return marks
}

/** The same files, read from what they were converted to. Where that is gone, each is read itself. */
export async function withConverted(
  { source }: Job,
  files: readonly SourceFile[],
  { store }: Effects,
): Promise<SourceFile[]> {
  const { marks, filename } = source.converted ?? {}
  if (!marks || filename === undefined) return [...files]
  const found = await findStored(store, filename)
  if (!found) return [...files]
  return files.map((file) => {
    if (!file.convert) return file
    const converted = { locator: found.locator, marks, source_bytes: file.bytes }
    return { ...file, chunks: (of, left) => file.chunks({ ...of, converted }, left) }
  })
}
