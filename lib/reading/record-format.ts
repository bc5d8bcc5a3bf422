import { extname } from "node:path"
import type { ImportOptions } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { onlyTable } from "../datasets/questions.ts"
import { problem } from "../errors.ts"
import { asOther, type Content } from "../formats/content.ts"
import { withoutEndMarks } from "../formats/csv-lines.ts"
import { asUtf8 } from "../formats/decode-text.ts"
import {
  beginningOf,
  detectDialect,
  detectEncoding,
  headOf,
  SAMPLE_BYTES,
  sampleOf,
} from "../formats/dialect.ts"
import { type LoneObject, layoutOf } from "../formats/json-layout.ts"
import type { RecordFormat } from "../formats/raw-record.ts"
import { findHeader } from "./find-header.ts"
import { mappingOf, missingColumns } from "./mapping.ts"
import { markupKind, otherKind } from "./other-kinds.ts"

const FEW_NULS = 8
const SAMPLE_RECORDS = 100
const JSON_NAMES = [".json", ".jsonl", ".ndjson"]

/** What the options say of how a file is written. */
export type ReadingOptions = Pick<
  ImportOptions,
  "delimiter" | "encoding" | "mapping" | "header_row" | "sheet" | "entry" | "comment"
>

const PLAIN: RecordFormat = {
  format: "csv",
  encoding: "utf-8",
  guessed: null,
  delimiter: null,
  layout: null,
  table: null,
  above: [],
  guess: {},
  sheet: null,
  sheets: [],
  entry: null,
}

/**
 * Finds out how a file of records is written; what the options say goes first. Throws Problem 422 `file_empty`,
 * `file_not_text`, `format_unknown`, `header_not_found`, what JSON of no known layout and a workbook that cannot be read throw.
 */
export async function formatOf(
  dataset: Dataset,
  content: Content,
  options: ReadingOptions,
): Promise<RecordFormat> {
  const { bytes, name, parts, entry } = content
  if (parts) return { ...(await workbookFormat(dataset, content, options)), entry }
  const head = await headOf(bytes)
  const other = otherKind(head, name)
  if (other) throw other
  const { encoding, guessed } = options.encoding
    ? { encoding: options.encoding, guessed: null }
    : await detectEncoding(bytes)
  if (!encoding.startsWith("utf-16") && !encoding.startsWith("utf-32") && isBinary(head)) {
    throw asOther(name, "binary data, not a text file with rows", "Save it as CSV or .xlsx and send that.")
  }
  const text = (await beginningOf(bytes, encoding)).replace(/^\uFEFF/, "")
  if (withoutEndMarks(text).trim() === "") throw problem(422, "file_empty", `${name} is empty.`)
  const known = { ...PLAIN, encoding, guessed, entry }
  if (/^\s*BEGIN:VCARD\s*$/im.test(text.slice(0, 200))) return vcardFormat(dataset, name, known)
  const markup = markupKind(
    text,
    name,
    onlyTable(dataset).columns.some(({ kind, required }) => kind === "url" && required),
  )
  if (markup) throw markup
  if (looksLikeJson(dataset, name, text)) {
    if (isLoneValue(text)) throw noRows(name)
    const layout = await layoutOf(asUtf8(bytes, encoding), (object) => wraps(object, dataset, options))
    return { ...known, format: "json", layout }
  }
  return { ...known, ...csvFormat(dataset, text, options) }
}

/** Whether a text is one value of JSON that is neither a list nor an object. */
function isLoneValue(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value !== "object" || value === null
  } catch {
    return false
  }
}

function noRows(name: string) {
  return problem(
    422,
    "json_no_rows",
    `${name} is JSON, but holds a single value instead of rows. Send a list of objects.`,
  )
}

function csvFormat(dataset: Dataset, text: string, options: ReadingOptions) {
  const dialect = detectDialect(text, options)
  const records = sampleOf(text, dialect, SAMPLE_RECORDS).filter(
    ({ line, cells }) => !(line === 1 && /^"?sep=/i.test(cells[0] ?? "")),
  )
  const { above, guess, ...layout } = findHeader(records, onlyTable(dataset), options)
  return {
    format: "csv" as const,
    delimiter: dialect.delimiter,
    table: { ...dialect, ...layout },
    above,
    guess,
  }
}

async function workbookFormat(
  dataset: Dataset,
  { parts, name, bytes }: Content,
  options: ReadingOptions,
): Promise<RecordFormat> {
  const { sampleBook } = await import("../formats/workbook/rows.ts")
  const workbook = { parts: parts ?? new Map(), name, bytes: bytes.size }
  const { sheet, sheets, records } = await sampleBook(workbook, options.sheet, SAMPLE_RECORDS)
  const { above, guess, ...layout } = findHeader(records, onlyTable(dataset), options)
  const table = { delimiter: "\t", quote: '"', escaping: '"', comment: null, ...layout }
  return { ...PLAIN, format: "xlsx", table, above, guess, sheet, sheets }
}

function vcardFormat(dataset: Dataset, name: string, known: RecordFormat): RecordFormat {
  if (dataset.formats?.includes("vcard")) return { ...known, format: "vcard" }
  throw problem(
    422,
    "format_unknown",
    `${name} holds vCards, which are contacts; ${dataset.label} are not imported from them.`,
  )
}

/**
 * Whether an object that is all there is in a file is only around a list of records. It is a record when the list
 * itself is for a column, or when its other properties make a row, unless it begins with a list of objects.
 */
function wraps(
  { list, first, holds_objects, besides }: LoneObject,
  { tables: [table] }: Dataset,
  { mapping: said = {} }: Pick<ImportOptions, "mapping">,
): boolean {
  if (!table) return false
  const own = [list, ...besides]
  const spoken = Object.entries(said)
    .flat()
    .some((name) => name !== null && own.includes(name))
  if (spoken || mappingOf(table, [list]).columnOf(list)) return false
  if (first && holds_objects) return true
  return missingColumns(table, besides, mappingOf(table, besides)).length > 0
}

/** A stray NUL makes its row a bad one; many of them, or one in the header, make another kind of file. */
function isBinary(beginning: Buffer): boolean {
  const whole = beginning.toString("latin1")
  const text = beginning.length < SAMPLE_BYTES ? withoutEndMarks(whole) : whole
  const head = beginning.subarray(0, text.length)
  const first = head.indexOf(0)
  if (first < 0) return false
  const end = text.search(/[\r\n]/)
  const nuls = head.reduce((sum, byte) => sum + (byte === 0 ? 1 : 0), 0)
  return end < 0 || first < end || (nuls >= FEW_NULS && nuls * 100 > head.length)
}

function looksLikeJson(dataset: Dataset, name: string, text: string): boolean {
  const begins = /^\s*[[{]/.test(text)
  const named = JSON_NAMES.includes(extname(name).toLowerCase())
  if (!begins && !named) return false
  if (dataset.formats?.includes("json")) return true
  if (!named) return false
  throw problem(422, "format_unknown", `${name} is JSON, but ${dataset.label} are imported from CSV.`)
}
