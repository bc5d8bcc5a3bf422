import { extname } from "node:path"
import type { ImportOptions } from "../contract/index.ts"
import type { Dataset } from "../datasets/define.ts"
import { problem } from "../errors.ts"
import { asUtf8, beginningOf, detectDelimiter, detectEncoding, headOf } from "../formats/dialect.ts"
import { type LoneObject, layoutOf } from "../formats/json-layout.ts"
import type { RecordFormat } from "../formats/raw-record.ts"
import type { Bytes } from "../store/bytes.ts"
import { mappingOf, missingColumns } from "./mapping.ts"

const LINE_FEED = 10
const FEW_NULS = 8
const JSON_NAMES = [".json", ".jsonl", ".ndjson"]
const BINARY: readonly [name: string, start: string][] = [
  ["a ZIP archive", "PK\x03\x04"],
  ["a PDF", "%PDF"],
  ["an old Office file", "\xd0\xcf\x11\xe0"],
  ["a picture", "\x89PNG"],
  ["a picture", "\xff\xd8\xff"],
  ["a compressed file", "\x1f\x8b"],
]

/**
 * Finds out how a file of records is written; what the options say goes first. Throws Problem 422 `file_empty`,
 * `file_not_text`, `format_unknown`, and what JSON of no known layout throws.
 */
export async function formatOf(
  dataset: Dataset,
  bytes: Bytes,
  name: string,
  options: Pick<ImportOptions, "delimiter" | "encoding" | "mapping">,
): Promise<RecordFormat> {
  const head = await headOf(bytes)
  assertText(head, name)
  const encoding = options.encoding ?? (await detectEncoding(bytes))
  if (encoding !== "utf-16le" && encoding !== "utf-16be" && isBinary(head)) throw notText(name, "binary data")
  const text = await beginningOf(bytes, encoding)
  if (text.replace(/^\uFEFF/, "").trim() === "") {
    throw problem(422, "file_empty", `${name} is empty.`)
  }
  if (looksLikeJson(dataset, name, text)) {
    const layout = await layoutOf(asUtf8(bytes, encoding), (object) => wraps(object, dataset, options))
    return { format: "json", encoding, delimiter: null, layout }
  }
  return { format: "csv", encoding, delimiter: options.delimiter ?? detectDelimiter(text), layout: null }
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

function assertText(head: Buffer, name: string): void {
  const start = head.toString("latin1", 0, 4)
  const found = BINARY.find(([, magic]) => start.startsWith(magic))
  if (found) throw notText(name, found[0])
}

/** A stray NUL makes its row a bad one; many of them, or one in the header, make another kind of file. */
function isBinary(head: Buffer): boolean {
  const first = head.indexOf(0)
  if (first < 0) return false
  const end = head.indexOf(LINE_FEED)
  const nuls = head.reduce((sum, byte) => sum + (byte === 0 ? 1 : 0), 0)
  return end < 0 || first < end || (nuls >= FEW_NULS && nuls * 100 > head.length)
}

function notText(name: string, what: string) {
  return problem(
    422,
    "file_not_text",
    `${name} is ${what}, not a text file with rows. Save it as CSV and send that.`,
  )
}

function looksLikeJson(dataset: Dataset, name: string, text: string): boolean {
  const begins = /^\uFEFF?\s*[[{]/.test(text)
  const named = JSON_NAMES.includes(extname(name).toLowerCase())
  if (!begins && !named) return false
  if (dataset.formats?.includes("json")) return true
  if (!named) return false
  throw problem(422, "format_unknown", `${name} is JSON, but ${dataset.label} are imported from CSV.`)
}
