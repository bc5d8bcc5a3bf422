import type { ImportOptions, PreviewAnswer, PreviewError } from "../contract/index.ts"
import type { Dataset, Table } from "../datasets/define.ts"
import type { Effects } from "../effects.ts"
import { problem } from "../errors.ts"
import { rawFaultLine } from "../reading/fault-line.ts"
import {
  ignoredColumns,
  type Mapping,
  mappingWith,
  missingColumns,
  unreadBesides,
} from "../reading/mapping.ts"
import { type RawChunk, rawChunks } from "../reading/raw-records.ts"
import { readRows, shown } from "../reading/read-row.ts"
import { formatOf, type RecordFormat } from "../reading/record-format.ts"
import { namedErrors } from "../reading/records.ts"
import type { FaultLine } from "../reading/source.ts"

const SHOWN_ROWS = 10
/** Looked at for the keys of JSON objects, which need not all have the same. */
const READ_ROWS = 200

export interface PreviewInput {
  dataset: Dataset
  /** In the store, or just received; then it is removed again. */
  file: { filename: string; name: string; temporary: boolean }
  options: ImportOptions
}

/**
 * Tells how a file is written, which column each header seems to be for, and what its first rows look like, before
 * anything is imported. Its beginning is enough. Throws Problem 422 `no_preview` for a dataset without rows, and
 * what opening the file throws.
 */
export async function previewFile(input: PreviewInput, effects: Effects): Promise<PreviewAnswer> {
  const { dataset, file, options } = input
  try {
    const { path } = await effects.store.resolve(file.filename)
    const table = dataset.tables[0]
    if (dataset.source !== "records" || !table) throw noPreview(dataset)
    return await namedErrors(file.name, async () => {
      const format = await formatOf(dataset, { path, name: file.name }, options)
      return previewOf(table, path, format, options)
    })
  } finally {
    if (file.temporary) await effects.store.remove(file.filename)
  }
}

function noPreview({ label }: Dataset) {
  return problem(422, "no_preview", `${label} have no columns to look at before they are imported.`)
}

async function previewOf(
  table: Table,
  path: string,
  format: RecordFormat,
  options: ImportOptions,
): Promise<PreviewAnswer> {
  const { header, chunk } = await beginning(path, format)
  const mapping = mappingWith(table, header, options, format)
  return {
    format: format.format,
    dialect: { delimiter: format.delimiter, encoding: format.encoding },
    header,
    mapping: Object.fromEntries(header.map((name) => [name, mapping.columnOf(name)?.name ?? null])),
    missing: missingColumns(table, header, mapping),
    rows: chunk.records.slice(0, SHOWN_ROWS).map(({ names, cells }) =>
      header.map((name) => {
        const at = names.indexOf(name)
        return at < 0 || cells[at] === null || cells[at] === undefined ? "" : shown(cells[at])
      }),
    ),
    errors: await errorsIn(chunk, { table, header, mapping, format, options }),
    warnings: [...unreadBesides(format.layout?.besides ?? []), ...ignoredColumns(header, mapping)],
  }
}

async function beginning(path: string, format: RecordFormat): Promise<{ header: string[]; chunk: RawChunk }> {
  let header: string[] = []
  const reading = { ...format, path, afterRow: 0, chunkRows: READ_ROWS, isCut: true }
  for await (const chunk of rawChunks({ ...reading, onHeader: (found) => (header = found) })) {
    if (format.format === "json") header = [...new Set(chunk.records.flatMap((record) => record.names))]
    return { header, chunk }
  }
  throw new Error("a source has at least one chunk")
}

interface Shown {
  table: Table
  header: string[]
  mapping: Mapping
  format: RecordFormat
  options: ImportOptions
}

/** What is wrong with the rows that are shown. */
async function errorsIn(
  chunk: RawChunk,
  { table, header, mapping, format, options }: Shown,
): Promise<PreviewError[]> {
  const reading = { table, mapping, options, unprotect: false }
  const lastShown = chunk.records[SHOWN_ROWS - 1]?.row ?? chunk.last_row
  const faults: FaultLine[] = [
    ...chunk.faults.map((fault) => rawFaultLine(fault, { mapping, header, format })),
    ...readRows(chunk.records.slice(0, SHOWN_ROWS), reading, { add() {} }),
  ]
  return faults
    .filter((fault) => (fault.row_no ?? 0) <= lastShown)
    .sort((one, other) => (one.row_no ?? 0) - (other.row_no ?? 0))
    .map(({ row_no, line, column_name: column, code, message }) => ({
      row: row_no ?? 0,
      line: line ?? 0,
      column,
      code,
      message,
    }))
}
