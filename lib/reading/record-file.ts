import type { ColumnMapping, ImportOptions, Warning } from "../contract/index.ts"
import { type Dataset, onlyTable, type Table } from "../datasets/define.ts"
import { findDataset } from "../datasets/index.ts"
import { problem } from "../errors.ts"
import { type Content, openContent, withContent } from "../formats/content.ts"
import { readCsv } from "../formats/csv-rows.ts"
import { asUtf8, textBlocks } from "../formats/decode-text.ts"
import { ALONE, readJson } from "../formats/json-rows.ts"
import type { RecordFormat, RecordTaker, Wanted } from "../formats/raw-record.ts"
import type { Told } from "../formats/record-chunk.ts"
import { RecordLines, readRecordLines } from "../formats/record-lines.ts"
import type { ZipEntry } from "../formats/zip.ts"
import { openBytes } from "../store/bytes.ts"
import { countText, namesText } from "../words.ts"
import { FaultFile } from "./fault-file.ts"
import { HeaderTaker } from "./header-taker.ts"
import {
  assertUsable,
  ignoredColumns,
  type Mapping,
  mappingFrom,
  mappingOf,
  unreadBesides,
} from "./mapping.ts"
import { namedErrors, withFileName } from "./named-errors.ts"
import { Notices } from "./notices.ts"
import { formatOf } from "./record-format.ts"
import { RowFile } from "./row-file.ts"
import { RowReader } from "./row-reader.ts"
import { type ReadRows, RowTaker } from "./row-taker.ts"
import type { ChunkOf, ConvertedBlock, ConvertedRecords } from "./source.ts"

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
  /** The column each header is for, and which of several headers it is. */
  mapping: [header: string, column: string, rank: number][]
  /** The file begins with a byte order mark. */
  bom: boolean
  /** Reading on in the middle of it would cost as much as reading it from its beginning. */
  converts: boolean
  warnings: Warning[]
}

/** Which rows of a file are to be read, and where to. */
export interface RowsWanted extends RecordFile, Omit<RecordFacts, "warnings" | "bom" | "converts"> {
  of: ChunkOf
}

/** Which file is to be converted, and how it is written. */
export interface ConvertWanted extends RecordFile, Pick<RecordFacts, "format"> {}

/**
 * Finds out how a file of records is written, and which column each header is for. Throws Problem 422 `file_not_text`,
 * `too_many_columns`, `column_name_too_long`, `column_missing`, `column_repeated` and what a header that cannot be read throws.
 */
export function openRecordFile({ dataset: named, locator, name, options }: RecordFile): Promise<RecordFacts> {
  const dataset = findDataset(named)
  const table = onlyTable(dataset)
  return namedErrors(name, () =>
    withContent(locator, name, options, async (content) => {
      const format = await formatOf(dataset, content, options)
      const taker = await headerOf(content, format, name)
      const header = taker.names
      const mapping = mappingWith(table, header, options, format)
      const beside = format.format === "json" ? [ALONE] : []
      assertUsable(table, header, mapping, { beside, constants: options.constants, mapping: options.mapping })
      return {
        format,
        header,
        mapping: pairsOf(header, mapping),
        bom: beginsWithMark(await content.bytes.read(0, 4)),
        converts: isSlow(content),
        warnings: warningsOfFile(format, header, mapping),
      }
    }),
  )
}

const MARKS = [Buffer.of(0xef, 0xbb, 0xbf), Buffer.of(0xff, 0xfe), Buffer.of(0xfe, 0xff)]

function beginsWithMark(head: Buffer): boolean {
  return MARKS.some((mark) => head.subarray(0, mark.length).equals(mark))
}

/** A workbook with less than this in it is read again from its beginning in a moment. */
const CONVERTED_FROM = 8_388_608

function isSlow({ parts }: Content): boolean {
  const texts = [...(parts ?? new Map<string, ZipEntry>())].filter(([name]) => name.endsWith(".xml"))
  return texts.reduce((sum, [, { uncompressedSize }]) => sum + uncompressedSize, 0) >= CONVERTED_FROM
}

/** What is to be told of a file before its rows are read. */
export function warningsOfFile(format: RecordFormat, header: readonly string[], mapping: Mapping): Warning[] {
  return [
    ...guessedEncoding(format),
    ...linesAbove(format),
    ...unreadBesides(format.layout?.besides ?? []),
    ...ignoredColumns(header, mapping),
  ]
}

function guessedEncoding({ encoding, guessed }: RecordFormat): Warning[] {
  if (!guessed) return []
  const lines = guessed.map((line) => JSON.stringify(line.slice(0, 100))).join(", ")
  const message = `The file is not in UTF-8; it was read as ${encoding}, by lines such as ${lines}. Say another with the option encoding if letters are wrong.`
  return [{ code: "encoding_guessed", message, count: guessed.length }]
}

function linesAbove({ above }: RecordFormat): Warning[] {
  if (above.length === 0) return []
  const lines = namesText(above.map(({ line, cells }) => `${line}: ${cells.join(" ").trim()}`))
  const message = `Lines above the names of the columns were left out (${lines}). Say with the option header_row on which line the names are, if it is another.`
  return [{ code: "lines_above_header", message, count: above.length }]
}

/** The headers of a table; of JSON and cards every key that occurs, in the order of first appearance. */
async function headerOf(content: Content, format: RecordFormat, name: string): Promise<HeaderTaker> {
  const taker = new HeaderTaker(name)
  const wanted = { afterRow: 0, isCut: format.format === "xlsx" }
  for await (const _ of recordsOf(content, format, wanted, taker)) if (taker.isFull) break
  taker.assertRecords()
  return taker
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
  else yield* (await import("../formats/vcard-rows.ts")).readCards(textBlocks(bytes, encoding), wanted, taker)
}

/** Which column each header is for. In JSON a value that stands alone is the first column every row needs. */
export function mappingWith(
  table: Table,
  header: readonly string[],
  options: Pick<ImportOptions, "mapping">,
  { format, guess }: RecordFormat,
): Mapping {
  const first = table.columns.find((column) => column.required) ?? null
  const alone = format === "json" ? first : null
  const said = { ...withoutSaid(guess, options.mapping), ...options.mapping }
  const named = mappingOf(table, alone ? header.filter((name) => name !== ALONE) : header, said)
  const columnOf = (name: string) => (alone && name === ALONE ? alone : named.columnOf(name))
  return { columnOf, rankOf: named.rankOf }
}

/** A guess gives way to what is said, of its column or its place. */
function withoutSaid(guess: Record<string, string>, said: ColumnMapping = {}): Record<string, string> {
  const names = new Set(Object.entries(said).flat())
  return Object.fromEntries(
    Object.entries(guess).filter(([name, column]) => !names.has(name) && !names.has(column)),
  )
}

function pairsOf(header: readonly string[], mapping: Mapping): RecordFacts["mapping"] {
  return header.flatMap((name): RecordFacts["mapping"] => {
    const column = mapping.columnOf(name)
    return column ? [[name, column.name, mapping.rankOf(name)]] : []
  })
}

/** A mapping as it was kept. */
export function mappingOfPairs(table: Table, pairs: RecordFacts["mapping"]): Mapping {
  return mappingFrom(
    pairs.flatMap(([name, own, rank]) => {
      const column = table.columns.find((one) => one.name === own)
      return column ? [[name, column, rank] as const] : []
    }),
  )
}

/**
 * Reads what is left of a file's rows into files the database reads, chunk by chunk. Throws Problem 422 naming the
 * file, and `too_many_rows`.
 */
export async function* readRecordFile(wanted: RowsWanted): AsyncGenerator<ReadRows> {
  const { name, options, format, header, of } = wanted
  const dataset = findDataset(wanted.dataset)
  const table = onlyTable(dataset)
  const mapping = mappingOfPairs(table, wanted.mapping)
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
