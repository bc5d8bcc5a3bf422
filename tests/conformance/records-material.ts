import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { upTo } from "../support/handmade.ts"
import { type SentFile, textFile } from "../support/imports.ts"
import type { Material, Refused, Source } from "./material.ts"

/** A row as a source has it: texts by header. */
type Row = Record<string, string>

/** Rows to make the material of a dataset of records from. */
export interface RecordsInput {
  /** Rows of the first source; the second has about three quarters as many. */
  rows: number
  options: ImportOptionsInput
  /** The n-th row, from 1. Another version of it says something else of the same thing. */
  row(n: number, version: number): Row
  /** A row that cannot be used. */
  bad: Row
}

/** The material of a dataset that is imported from CSV, or from JSON as well. */
export function recordsMaterial(dataset: Dataset, input: RecordsInput): Material {
  const { rows, options, row, bad } = input
  const first = upTo(rows).map((n) => row(n, 1))
  return {
    options,
    first: sourceOf(csvFile("first.csv", first), first, 0),
    second: secondOf(dataset, input),
    refused: refusedOf(dataset, first, bad),
  }
}

function sourceOf(file: SentFile, rows: readonly Row[], failed: number): Source {
  return { files: [file], rows: rows.length, failed }
}

/** Half of the rows again, the later ones of them changed; as JSON where the dataset takes that. */
function secondOf(dataset: Dataset, { rows, row, bad }: RecordsInput): Source {
  const half = Math.floor(rows / 2)
  const quarter = Math.floor(rows / 4)
  const known = upTo(half).map((n) => row(half + n, n > quarter ? 2 : 1))
  const added = upTo(quarter).map((n) => row(rows + n, 1))
  const repeated = [row(half + 1, 3), row(rows + 1, 3)]
  const all = [...known.slice(0, 2), bad, ...known.slice(2), ...added, ...repeated]
  const json = dataset.formats?.includes("json")
  const file = json ? textFile("second.json", JSON.stringify(all)) : csvFile("second.csv", all)
  return sourceOf(file, all, 1)
}

function csvFile(file_name: string, rows: readonly Row[]): SentFile {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = rows.map((row) => header.map((name) => cell(row[name] ?? "")).join(","))
  return textFile(file_name, [header.join(","), ...lines, ""].join("\n"))
}

const STRICT = { skip_errors: false }

function refusedOf(dataset: Dataset, rows: readonly Row[], bad: Row): Refused[] {
  const whole = csvFile("rows.csv", rows)
  const bytes = (name: string, content: Buffer) => [{ file_name: name, bytes: content }]
  const [some = {}] = rows
  const header = Object.keys(some)
  const text = (content: string) => [textFile("rows.csv", content)]
  const not_text = "422 file_not_text"
  return [
    { what: "an empty file", files: text(""), refusal: "422 file_empty" },
    { what: "a PDF", files: bytes("rows.csv", Buffer.from("%PDF-1.7\n1 0 obj")), refusal: not_text },
    {
      what: "a ZIP that is cut off",
      files: bytes("rows.csv", Buffer.from("PK\x03\x04\x14\0\0\0")),
      refusal: "422 zip_truncated",
    },
    {
      what: "binary data",
      files: bytes("rows.csv", Buffer.from("\x07\0\0\0\xc8\0binary", "latin1")),
      refusal: not_text,
    },
    { what: "other columns", files: text("one,two\n1,2\n"), refusal: "422 column_missing" },
    {
      what: "a column twice",
      files: text(`${header.join(",")},${header[0]}\n`),
      refusal: "422 column_repeated",
    },
    {
      what: "a bad row that may not be skipped",
      files: [csvFile("rows.csv", [...rows, bad])],
      options: STRICT,
      refusal: "422 rows_invalid",
    },
    {
      what: "a file cut off within a value",
      files: [{ ...whole, bytes: whole.bytes.subarray(0, -8) }],
      options: STRICT,
      refusal: "422 csv_quote_open",
    },
    { what: "two files", files: [whole, whole], refusal: "422 too_many_files" },
    ...refusedJson(dataset, rows),
    ...tooMany(dataset, rows),
  ]
}

function refusedJson({ formats }: Dataset, rows: readonly Row[]): Refused[] {
  const json = JSON.stringify(rows)
  if (!formats?.includes("json")) {
    return [{ what: "JSON", files: [textFile("rows.json", json)], refusal: "422 format_unknown" }]
  }
  const cut = textFile("rows.json", json.slice(0, -20))
  return [{ what: "JSON that is cut off", files: [cut], refusal: "422 json_truncated" }]
}

function tooMany({ mostRows }: Dataset, rows: readonly Row[]): Refused[] {
  if (mostRows === undefined) return []
  const many = upTo(mostRows + 1).map((n) => ({ ...rows[n % rows.length] }))
  return [{ what: "too many rows", files: [csvFile("rows.csv", many)], refusal: "422 too_many_rows" }]
}
