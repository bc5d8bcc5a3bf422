import type { ColumnMapping, ImportOptions, Warning } from "../contract/index.ts"
import type { Table } from "../datasets/declaration.ts"
import { findDataset } from "../datasets/index.ts"
import { onlyTable } from "../datasets/questions.ts"
import { type Content, withContent } from "../formats/content.ts"
import { beginsWithMark } from "../formats/dialect.ts"
import { ALONE } from "../formats/json-rows.ts"
import type { RecordFormat } from "../formats/raw-record.ts"
import type { ZipEntry } from "../formats/zip.ts"
import { namesText } from "../words.ts"
import { HeaderTaker } from "./header-taker.ts"
import { assertUsable, ignoredColumns, type Mapping, mappingOf, unreadBesides } from "./mapping.ts"
import { namedErrors } from "./named-errors.ts"
import { type RecordFile, recordsOf } from "./record-file.ts"
import { formatOf } from "./record-format.ts"
import type { Reading } from "./source.ts"

/** What is known of a file of records before its rows are read. */
export interface RecordFacts extends Pick<Reading, "bom" | "header" | "mapping"> {
  format: RecordFormat
  /** Reading on in the middle of it would cost as much as reading it from its beginning. */
  converts: boolean
  warnings: Warning[]
}

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
