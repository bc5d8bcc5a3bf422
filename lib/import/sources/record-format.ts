import { extname } from "node:path"
import type { Delimiter, Encoding, ImportOptions } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/define.ts"
import { problem } from "../../errors.ts"
import { beginningOf, detectDelimiter, detectEncoding, headOf } from "../../source/dialect.ts"

/** How a file of records is written. */
export interface RecordFormat {
  format: "csv" | "json"
  encoding: Encoding
  /** Null in JSON. */
  delimiter: Delimiter | null
}

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
 * `file_not_text`, `format_unknown`.
 */
export async function formatOf(
  dataset: Dataset,
  file: { path: string; name: string },
  options: Pick<ImportOptions, "delimiter" | "encoding">,
): Promise<RecordFormat> {
  const head = await headOf(file.path)
  assertText(head, file.name)
  const encoding = options.encoding ?? (await detectEncoding(file.path))
  if (encoding !== "utf-16le" && encoding !== "utf-16be" && head.includes(0))
    throw notText(file.name, "binary data")
  const text = await beginningOf(file.path, encoding)
  if (text.replace(/^\uFEFF/, "").trim() === "") {
    throw problem(422, "file_empty", `${file.name} is empty.`)
  }
  if (looksLikeJson(dataset, file.name, text)) return { format: "json", encoding, delimiter: null }
  return { format: "csv", encoding, delimiter: options.delimiter ?? detectDelimiter(text) }
}

function assertText(head: Buffer, name: string): void {
  const start = head.toString("latin1", 0, 4)
  const found = BINARY.find(([, magic]) => start.startsWith(magic))
  if (found) throw notText(name, found[0])
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
