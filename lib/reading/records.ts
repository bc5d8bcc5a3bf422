import { stat } from "node:fs/promises"
import type { ImportOptions } from "../contract/index.ts"
import type { Dataset, Table } from "../datasets/define.ts"
import { problem } from "../errors.ts"
import type { Task } from "../pool.ts"
import { readAhead, SMALL_BYTES } from "./ahead.ts"
import { insertOf } from "./chunk-file.ts"
import { withFileName } from "./extract-chunks.ts"
import { look } from "./look.ts"
import { ALONE, assertUsable, ignoredColumns, type Mapping, mappingWith, unreadBesides } from "./mapping.ts"
import { type ReadChunk, type RecordsInput, readRecords } from "./read-records.ts"
import type { RecordFormat } from "./record-format.ts"
import type { ChunkOf, OpenInput, OpenSource, StagingChunk } from "./source.ts"

const READ: Task<RecordsInput, ReadChunk> = { name: "read_records" }

interface RecordFile {
  dataset: Dataset
  table: Table
  path: string
  name: string
  format: RecordFormat
  header: string[]
  options: ImportOptions
  bytes: number
}

/**
 * Opens a CSV or JSON file of records: how it is written, and which column each header is for. Throws Problem 422
 * `file_not_text`, `column_missing`, `column_repeated` and what a header that cannot be read throws.
 */
export async function openRecords(dataset: Dataset, { path, name, options }: OpenInput): Promise<OpenSource> {
  const table = dataset.tables[0]
  if (!table) throw new Error(`${dataset.name} declares no table`)
  const { size: bytes } = await stat(path)
  const { format, header } = await namedErrors(name, () => look(dataset, { path, name, options }, bytes))
  const mapping = mappingWith(table, header, options, format)
  assertUsable(table, header, mapping, format.format === "json" ? [ALONE] : [])
  const file = { dataset, table, path, name, format, header, options, bytes }
  return {
    title: `${dataset.label} – ${name}`,
    extract_number: null,
    extract_type: null,
    snapshot_date: null,
    files: [{ table, operation: "insert", name, bytes, chunks: (of) => recordChunks(file, of) }],
    warnings: [...unreadBesides(format.layout?.besides ?? []), ...ignoredColumns(header, mapping)],
    headers: headersOf(header, mapping),
  }
}

/** The header each column is read from; of a value that stands alone it is the column's own name. */
function headersOf(header: readonly string[], mapping: Mapping): Record<string, string> {
  const pairs = header.flatMap((name) => {
    const column = mapping.columnOf(name)
    return column ? [[column.name, name === ALONE ? column.name : name]] : []
  })
  return Object.fromEntries(pairs)
}

async function* recordChunks(file: RecordFile, of: ChunkOf): AsyncGenerator<StagingChunk> {
  const { dataset, table, path, name, format, header, options, bytes } = file
  const { afterRow, directory, now } = of
  const project_id = dataset.scoped ? (options.project_id ?? "default") : null
  const input = { dataset: dataset.name, project_id, path, format, header, options, afterRow, directory, now }
  try {
    for await (const chunk of bytes <= SMALL_BYTES ? readRecords(input) : readAhead(READ, input)) {
      assertFew(file, chunk)
      const { longest: _longest, ...told } = chunk
      const insert = insertOf(table, project_id, chunk, of)
      yield { ...told, insert, refuse: null }
    }
  } catch (error) {
    throw withFileName(error, name)
  }
}

function assertFew({ dataset, name }: RecordFile, chunk: ReadChunk): void {
  const { mostRows } = dataset
  if (mostRows === undefined || chunk.last_row <= mostRows) return
  const detail = `${name} has more than ${mostRows.toLocaleString("en")} rows, the most one import of ${dataset.label} may have. Cut it into several files.`
  throw problem(422, "too_many_rows", detail)
}

export async function namedErrors<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw withFileName(error, name)
  }
}
