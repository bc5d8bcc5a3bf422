import { createWriteStream } from "node:fs"
import { rename } from "node:fs/promises"
import { join } from "node:path"
import { Readable } from "node:stream"
import { buffer } from "node:stream/consumers"
import { pipeline } from "node:stream/promises"
import { ZipFile } from "yazl"
import { encodeFile } from "./encode.ts"
import { type PlannedExtract, planExtracts, type SampleOptions } from "./extract.ts"
import type { Fields } from "./tables.ts"

export interface WrittenExtract {
  file: string
  number: number
  type: PlannedExtract["type"]
  snapshot_date: string
  /** Records of all files but meta.csv. */
  rows: number
  bytes: number
}

/** The ZIP of an extract as a stream; the records are made while it is read. */
function archiveStream(extract: PlannedExtract, count: { records: number }): NodeJS.ReadableStream {
  const zip = new ZipFile()
  const mtime = new Date(`${extract.snapshot_date}T12:00:00Z`)
  for (const file of extract.files) {
    const ownCount = file.name === "meta.csv" ? { records: 0 } : count
    zip.addReadStreamLazy(file.name, { mtime, compressionLevel: 3 }, (give) => {
      const input = { ...file, records: file.records() }
      give(null, Readable.from(encodeFile(input, ownCount), { objectMode: false }))
    })
  }
  zip.end()
  return zip.outputStream
}

/** Writes an extract into `directory` under its official name, appearing there only when it is whole. */
export async function writeExtract(extract: PlannedExtract, directory: string): Promise<WrittenExtract> {
  const count = { records: 0 }
  const file = join(directory, extract.file_name)
  const output = createWriteStream(`${file}.part`)
  await pipeline(archiveStream(extract, count), output)
  await rename(`${file}.part`, file)
  const { number, type, snapshot_date } = extract
  return { file, number, type, snapshot_date, rows: count.records, bytes: output.bytesWritten }
}

interface MadeFile {
  name: string
  columns: readonly string[]
  /** Records in column order, faulty ones included. */
  records: Fields[]
}

/** An extract held in memory. */
export interface MadeExtract extends Omit<PlannedExtract, "files"> {
  files: MadeFile[]
  /** The ZIP. */
  bytes: Buffer
}

/** A chain of extracts of one made-up register, in memory; for tests. */
export async function makeExtracts(options: SampleOptions): Promise<MadeExtract[]> {
  const made: MadeExtract[] = []
  for (const plan of planExtracts(options)) {
    const files = plan.files.map((file) => ({ ...file, rows: [...file.records()] }))
    const readable = files.map((file) => ({ ...file, records: () => file.rows }))
    const bytes = await buffer(archiveStream({ ...plan, files: readable }, { records: 0 }))
    made.push({
      ...plan,
      files: files.map(({ name, columns, rows }) => ({ name, columns, records: rows })),
      bytes,
    })
  }
  return made
}
