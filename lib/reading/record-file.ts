import type { ImportOptions } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { findDataset } from "../datasets/index.ts"
import { onlyTable } from "../datasets/questions.ts"
import { problem } from "../errors.ts"
import { type Content, openContent } from "../formats/content.ts"
import { readCsv } from "../formats/csv-rows.ts"
import { asUtf8, textBlocks } from "../formats/decode-text.ts"
import { readJson } from "../formats/json-rows.ts"
import type { RecordFormat, RecordTaker, Wanted } from "../formats/raw-record.ts"
import type { Told } from "../formats/record-chunk.ts"
import { RecordLines, readRecordLines } from "../formats/record-lines.ts"
import { openBytes } from "../store/bytes.ts"
import { countText } from "../words.ts"
import { FaultFile } from "./fault-file.ts"
import { knownPairs, mappingFrom } from "./mapping.ts"
import { withFileName } from "./named-errors.ts"
import { Notices } from "./notices.ts"
import { RowFile } from "./row-file.ts"
import { RowReader } from "./row-reader.ts"
import { type ReadRows, RowTaker } from "./row-taker.ts"
import type { ChunkOf, ConvertedBlock, ConvertedRecords, Reading } from "./source.ts"

/** A file of records, as it is named to another thread. */
export interface RecordFile {
  dataset: string
  /** Where its bytes are. */
  locator: string
  /** As its sender knows it. */
  name: string
  options: ImportOptions
}

/** Which rows of a file are to be read, and where to. */
export interface RowsWanted extends RecordFile, Pick<Reading, "header" | "mapping"> {
  format: RecordFormat
  of: ChunkOf
}

/** Which file is to be converted, and how it is written. */
export interface ConvertWanted extends RecordFile {
  format: RecordFormat
}

/** Hands the records of a file to a taker. Throws Problem 422 `csv_…`, `json_…`, `workbook_…`. */
export async function* recordsOf(
  content: Content,
  format: RecordFormat,
  wanted: Wanted,
  taker: RecordTaker,
): AsyncGenerator<Told> {
  for await (const told of readAs(content, format, wanted, taker)) {
    yield { ...told, bytes_read: content.packed(told.bytes_read) }
  }
}

async function* readAs(
  content: Content,
  format: RecordFormat,
  wanted: Wanted,
  taker: RecordTaker,
): AsyncGenerator<Told> {
  const { bytes, name, parts } = content
  const { encoding, table, layout, sheet } = format
  if (parts && table && sheet !== null) {
    const { readBook } = await import("../formats/workbook/rows.ts")
    yield* readBook({ parts, name, bytes: bytes.size }, { ...table, sheet }, wanted, taker)
  } else if (table) yield* readCsv(() => textBlocks(bytes, encoding), table, wanted, taker)
  else if (layout) yield* readJson(asUtf8(bytes, encoding), layout, wanted, taker)
  else if (format.format === "vcard")
    yield* (await import("../formats/vcard-rows.ts")).readCards(textBlocks(bytes, encoding), wanted, taker)
  else throw new Error(`nothing reads ${format.format}`)
}

/**
 * Reads what is left of a file's rows into files the database reads, chunk by chunk. Throws Problem 422 naming the
 * file, and `too_many_rows`.
 */
export async function* readRecordFile(wanted: RowsWanted): AsyncGenerator<ReadRows> {
  const { name, options, format, header, of } = wanted
  const dataset = findDataset(wanted.dataset)
  const table = onlyTable(dataset)
  const mapping = mappingFrom(knownPairs(table, wanted.mapping))
  const unprotect = header.includes("_error") && header.includes("_line")
  const notices = new Notices()
  const notice = (code: string, line: number) => notices.add(code, line)
  const reader = await RowReader.open({ table, mapping, options, unprotect, notice })
  const project_id = dataset.scoped ? (options.project_id ?? "default") : null
  const rows = new RowFile(of.directory, of.now, project_id)
  const files = { rows, faults: new FaultFile(of.directory, of.keep), notices }
  const taker = new RowTaker(reader, files, { mapping, header, format })
  const { converted } = of
  try {
    for await (const told of converted
      ? readConverted(converted, wanted, taker)
      : readItself(wanted, taker)) {
      assertFew(dataset, name, told.last_row)
      yield taker.take(told)
    }
  } catch (error) {
    throw withFileName(error, name)
  } finally {
    taker.discard()
  }
}

async function* readItself(wanted: RowsWanted, taker: RowTaker): AsyncGenerator<Told> {
  const { locator, name, options, format, of } = wanted
  const content = await openContent(locator, name, options)
  try {
    yield* recordsOf(content, format, of, taker)
  } finally {
    await content.close()
  }
}

/** How far it is read is told as the share of the file itself. */
async function* readConverted(
  { locator, marks, source_bytes }: ConvertedRecords,
  { header, of }: RowsWanted,
  taker: RowTaker,
): AsyncGenerator<Told> {
  const lines = await openBytes(locator)
  try {
    const wanted = { marks, names: header, afterRow: of.afterRow }
    for await (const told of readRecordLines(lines, wanted, taker)) {
      yield { ...told, bytes_read: Math.round((told.bytes_read / Math.max(1, lines.size)) * source_bytes) }
    }
  } finally {
    await lines.close()
  }
}

/**
 * Reads all records of a file into lines that can be read on from any of them, block by block. Throws as `readRecordFile`
 * does.
 */
export async function* convertRecordFile(wanted: ConvertWanted): AsyncGenerator<ConvertedBlock> {
  const { locator, name, options, format } = wanted
  const dataset = findDataset(wanted.dataset)
  const content = await openContent(locator, name, options)
  const taker = new RecordLines()
  try {
    for await (const { last_row } of recordsOf(content, format, { afterRow: 0 }, taker)) {
      assertFew(dataset, name, last_row)
      yield { lines: taker.take(), last_row }
    }
  } catch (error) {
    throw withFileName(error, name)
  } finally {
    await content.close()
  }
}

function assertFew({ mostRows, label }: Dataset, name: string, rows: number): void {
  if (mostRows === undefined || rows <= mostRows) return
  const detail = `${name} has more than ${countText(mostRows)} rows, the most one import of ${label} may have. Cut it into several files.`
  throw problem(422, "too_many_rows", detail)
}
