import { stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import type { ImportOptions } from "../contract/index.ts"
import type { Dataset, Table } from "../datasets/define.ts"
import { problem } from "../errors.ts"
import { withFileName } from "./extract-chunks.ts"
import { faultSentence } from "./fault-sentences.ts"
import { assertUsable, ignoredColumns, type Mapping, mappingOf, unreadBesides } from "./mapping.ts"
import { ALONE, looselyParsed, type RawChunk, type RawFault, rawChunks } from "./raw-records.ts"
import { type RowReading, readRows, recordOf, shown } from "./read-row.ts"
import { formatOf, type RecordFormat } from "./record-format.ts"
import type { ChunkOf, FaultLine, OpenInput, OpenSource, StagingChunk } from "./source.ts"
import { parsedChunk } from "./staged-rows.ts"

interface RecordFile {
  dataset: Dataset
  table: Table
  path: string
  name: string
  format: RecordFormat
  header: string[]
  mapping: Mapping
  options: ImportOptions
}

/**
 * Opens a CSV or JSON file of records: how it is written, and which column each header is for. Throws Problem 422
 * `file_not_text`, `column_missing`, `column_repeated` and what a header that cannot be read throws.
 */
export async function openRecords(dataset: Dataset, { path, name, options }: OpenInput): Promise<OpenSource> {
  const table = dataset.tables[0]
  if (!table) throw new Error(`${dataset.name} declares no table`)
  const format = await namedErrors(name, () => formatOf(dataset, { path, name }, options))
  const header = await namedErrors(name, () => headerOf(path, format))
  const mapping = mappingWith(table, header, options, format)
  assertUsable(table, header, mapping, format.format === "json" ? [ALONE] : [])
  const file = { dataset, table, path, name, format, header, mapping, options }
  const { size: bytes } = await stat(path)
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

/** Which column each header is for. In JSON a value that stands alone is the first column every row needs. */
export function mappingWith(
  table: Table,
  header: readonly string[],
  options: ImportOptions,
  { format }: RecordFormat,
): Mapping {
  const first = table.columns.find((column) => column.required) ?? null
  const alone = format === "json" ? first : null
  const named = mappingOf(table, alone ? header.filter((name) => name !== ALONE) : header, options.mapping)
  return { columnOf: (name) => (alone && name === ALONE ? alone : named.columnOf(name)) }
}

/** The headers of a CSV; of JSON every key that occurs, in the order of first appearance. */
async function headerOf(path: string, format: RecordFormat): Promise<string[]> {
  const names = new Set<string>()
  const reading = { ...format, path, afterRow: 0, directory: tmpdir() }
  let header: string[] | null = null
  const chunks = rawChunks({ ...reading, onHeader: (found) => (header = found) })
  for await (const chunk of chunks) {
    if (header) return header
    for (const record of chunk.records) for (const name of record.names) names.add(name)
  }
  return [...names]
}

async function* recordChunks(file: RecordFile, of: ChunkOf): AsyncGenerator<StagingChunk> {
  const { path, name, format } = file
  try {
    for await (const chunk of rawChunks({
      ...format,
      path,
      afterRow: of.afterRow,
      directory: of.directory,
    })) {
      assertFew(file, chunk)
      yield await stagingChunk(file, chunk, of)
    }
  } catch (error) {
    throw withFileName(error, name)
  }
}

function assertFew({ dataset, name }: RecordFile, chunk: RawChunk): void {
  const { mostRows } = dataset
  if (mostRows === undefined || chunk.last_row <= mostRows) return
  const detail = `${name} has more than ${mostRows.toLocaleString("en")} rows, the most one import of ${dataset.label} may have. Cut it into several files.`
  throw problem(422, "too_many_rows", detail)
}

async function stagingChunk(file: RecordFile, chunk: RawChunk, of: ChunkOf): Promise<StagingChunk> {
  const { table, header, options, dataset } = file
  const unprotect = header.includes("_error") && header.includes("_line")
  const reading: RowReading = { table, mapping: file.mapping, options, unprotect }
  const read = await readRows(chunk.records, reading)
  const { rows } = read
  const faults = [...chunk.faults.map((fault) => faultLine(fault, file)), ...read.faults]
  const { last_row, bytes_read, done } = chunk
  const project_id = dataset.scoped ? (options.project_id ?? "default") : null
  return parsedChunk({ table, project_id, rows, faults, last_row, bytes_read, done }, of)
}

/** A record that cannot be taken apart, with what can be made out of it. */
export function faultLine(
  fault: RawFault,
  { mapping, header, format }: Pick<RecordFile, "mapping" | "header" | "format">,
): FaultLine {
  const { row, line, code, text } = fault
  const column_name = (fault.header !== null && mapping.columnOf(fault.header)?.name) || fault.header
  const cells = format.delimiter ? looselyParsed(text, format.delimiter) : null
  const record = cells
    ? { ...recordOf({ names: header, cells }, mapping), ...restOf(cells, header, format) }
    : { _record: text }
  return { line, row_no: row, column_name, value: shown(text), code, message: faultSentence(code), record }
}

/** Cells the header has no name for, so that nothing of the row is lost. */
function restOf(cells: readonly string[], header: readonly string[], { delimiter }: RecordFormat) {
  const rest = cells.slice(header.length)
  return rest.length > 0 ? { _more: rest.join(delimiter ?? ",") } : {}
}

export async function namedErrors<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw withFileName(error, name)
  }
}
