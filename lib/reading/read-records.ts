import type { ImportOptions } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import { ChunkFile, type WrittenRows } from "./chunk-file.ts"
import { rawFaultLine } from "./fault-line.ts"
import { mappingWith } from "./mapping.ts"
import { type RawChunk, rawChunks } from "./raw-records.ts"
import { type RowReading, readRows } from "./read-row.ts"
import type { RecordFormat } from "./record-format.ts"
import type { ChunkOf, FaultLine } from "./source.ts"

/** A file of records as it is told to a worker. */
export interface RecordsInput extends Omit<ChunkOf, "job_id"> {
  dataset: string
  project_id: string | null
  path: string
  format: RecordFormat
  header: string[]
  options: ImportOptions
}

/** Rows that are written for the database, and what is wrong with the others. */
export interface ReadChunk extends WrittenRows {
  faults: FaultLine[]
  last_row: number
  bytes_read: number
  done: boolean
}

/** Reads what is left of a file of records, chunk by chunk. Throws Problem 422 `csv_…` and `json_…`. */
export async function* readRecords(input: RecordsInput): AsyncGenerator<ReadChunk> {
  const { path, format, header, options, afterRow } = input
  const [table] = findDataset(input.dataset).tables
  if (!table) throw new Error(`${input.dataset} declares no table`)
  const mapping = mappingWith(table, header, options, format)
  const unprotect = header.includes("_error") && header.includes("_line")
  const reading = { table, mapping, options, unprotect }
  for await (const chunk of rawChunks({ ...format, path, afterRow })) yield readChunk(chunk, reading, input)
}

function readChunk(chunk: RawChunk, reading: RowReading, input: RecordsInput): ReadChunk {
  const { mapping } = reading
  const file = new ChunkFile(input, input.project_id)
  try {
    const lines = chunk.faults.map((fault) => rawFaultLine(fault, { ...input, mapping }))
    const faults = [...lines, ...readRows(chunk.records, reading, file)]
    const { last_row, bytes_read, done } = chunk
    return { ...file.close(), faults, last_row, bytes_read, done }
  } catch (error) {
    file.discard()
    throw error
  }
}
