import type { ImportOptions, Warning } from "../contract/index.ts"
import { type Dataset, onlyTable, type Table } from "../datasets/define.ts"
import { findDataset } from "../datasets/index.ts"
import { problem } from "../errors.ts"
import { readCsv } from "../formats/csv-rows.ts"
import { asUtf8 } from "../formats/dialect.ts"
import { ALONE, readJson } from "../formats/json-rows.ts"
import type { ReadRecords, RecordFormat, RecordTaker, Wanted } from "../formats/raw-record.ts"
import type { Told } from "../formats/record-chunk.ts"
import { type Bytes, openBytes, withBytes } from "../store/bytes.ts"
import { countText } from "../words.ts"
import { FaultFile } from "./fault-file.ts"
import { HeaderTaker } from "./header-taker.ts"
import { assertUsable, ignoredColumns, type Mapping, mappingOf, unreadBesides } from "./mapping.ts"
import { namedErrors, withFileName } from "./named-errors.ts"
import { formatOf } from "./record-format.ts"
import { RowFile } from "./row-file.ts"
import { RowReader } from "./row-reader.ts"
import { type ReadRows, RowTaker } from "./row-taker.ts"
import type { ChunkOf } from "./source.ts"

/** A file of records, as it is named to another thread. */
export interface RecordFile {
  dataset: string
  /** Where its bytes are. */
  locator: string
  /** As its sender knows it. */
  name: string
  options: ImportOptions
}

/** What is known of a file of records before its rows are read. */
export interface RecordFacts {
  format: RecordFormat
  header: string[]
  /** The column each header is for. */
  mapping: [header: string, column: string][]
  warnings: Warning[]
}

/** Which rows of a file are to be read, and where to. */
export interface RowsWanted extends RecordFile, Omit<RecordFacts, "warnings"> {
  of: ChunkOf
}

/**
 * Finds out how a file of records is written, and which column each header is for. Throws Problem 422 `file_not_text`,
 * `too_many_columns`, `column_missing`, `column_repeated` and what a header that cannot be read throws.
 */
export function openRecordFile({ dataset: named, locator, name, options }: RecordFile): Promise<RecordFacts> {
  const dataset = findDataset(named)
  const table = onlyTable(dataset)
  return namedErrors(name, () =>
    withBytes(locator, async (bytes) => {
      const format = await formatOf(dataset, bytes, name, options)
      const header = await headerOf(bytes, format, name)
      const mapping = mappingWith(table, header, options, format)
      assertUsable(table, header, mapping, format.format === "json" ? [ALONE] : [])
      const warnings = [...unreadBesides(format.layout?.besides ?? []), ...ignoredColumns(header, mapping)]
      return { format, header, mapping: pairsOf(header, mapping), warnings }
    }),
  )
}

/** The headers of a CSV; of JSON every key that occurs, in the order of first appearance. */
async function headerOf(bytes: Bytes, format: RecordFormat, name: string): Promise<string[]> {
  const taker = new HeaderTaker(name)
  for await (const _ of recordsOf(bytes, format, { afterRow: 0 }, taker)) if (taker.isFull) break
  return taker.names
}

const FORMATS: Readonly<Record<RecordFormat["format"], ReadRecords>> = { csv: readCsv, json: readJson }

/** Hands the records of a file to a taker. Throws Problem 422 `csv_…` and `json_…`. */
export function recordsOf(
  bytes: Bytes,
  format: RecordFormat,
  wanted: Wanted,
  taker: RecordTaker,
): AsyncGenerator<Told> {
  return FORMATS[format.format](asUtf8(bytes, format.encoding), format, wanted, taker)
}

/** Which column each header is for. In JSON a value that stands alone is the first column every row needs. */
export function mappingWith(
  table: Table,
  header: readonly string[],
  options: Pick<ImportOptions, "mapping">,
  { format }: RecordFormat,
): Mapping {
  const first = table.columns.find((column) => column.required) ?? null
  const alone = format === "json" ? first : null
  const named = mappingOf(table, alone ? header.filter((name) => name !== ALONE) : header, options.mapping)
  return { columnOf: (name) => (alone && name === ALONE ? alone : named.columnOf(name)) }
}

function pairsOf(header: readonly string[], mapping: Mapping): RecordFacts["mapping"] {
  return header.flatMap((name): RecordFacts["mapping"] => {
    const column = mapping.columnOf(name)
    return column ? [[name, column.name]] : []
  })
}

function mappingFrom(table: Table, pairs: RecordFacts["mapping"]): Mapping {
  const columns = new Map(
    pairs.map(([name, own]) => [name, table.columns.find((column) => column.name === own)]),
  )
  return { columnOf: (name) => columns.get(name) ?? null }
}

/**
 * Reads what is left of a file's rows into files the database reads, chunk by chunk. Throws Problem 422 naming the
 * file, and `too_many_rows`.
 */
export async function* readRecordFile(wanted: RowsWanted): AsyncGenerator<ReadRows> {
  const { locator, name, options, format, header, of } = wanted
  const dataset = findDataset(wanted.dataset)
  const table = onlyTable(dataset)
  const mapping = mappingFrom(table, wanted.mapping)
  const unprotect = header.includes("_error") && header.includes("_line")
  const reader = await RowReader.open({ table, mapping, options, unprotect })
  const project_id = dataset.scoped ? (options.project_id ?? "default") : null
  const bytes = await openBytes(locator)
  const rows = new RowFile(of.directory, of.now, project_id)
  const files = { rows, faults: new FaultFile(of.directory, of.keep) }
  const taker = new RowTaker(reader, files, { mapping, header, format })
  try {
    for await (const told of recordsOf(bytes, format, of, taker)) {
      assertFew(dataset, name, told.last_row)
      yield taker.take(told)
    }
  } catch (error) {
    throw withFileName(error, name)
  } finally {
    taker.discard()
    await bytes.close()
  }
}

function assertFew({ mostRows, label }: Dataset, name: string, rows: number): void {
  if (mostRows === undefined || rows <= mostRows) return
  const detail = `${name} has more than ${countText(mostRows)} rows, the most one import of ${label} may have. Cut it into several files.`
  throw problem(422, "too_many_rows", detail)
}
