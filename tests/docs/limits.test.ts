import { expect, test } from "vitest"
import { documents } from "../../lib/datasets/documents.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { foundIn, plain, section, table } from "./page.ts"

const PAGE = "docs/datasets.md"
const number = (value: number) => value.toLocaleString("en")

/** Where each limit stands in the code, in the order of the page. */
const LIMITS: Record<string, [file: string, pattern: RegExp]> = {
  "files in one form": ["lib/http/prepare-body.ts", /MOST_FILES = ([\d_]+)/],
  "entries of a ZIP": ["lib/formats/zip-limits.ts", /max_entries: ([\d_]+)/],
  "an upload, in MB": ["lib/environment.ts", /SLUICE_MAX_UPLOAD_MB: megabytes.default\(([\d_]+)\)/],
  "columns of a file": ["lib/reading/header-taker.ts", /MOST_COLUMNS = ([\d_]+)/],
  "the name of a column, in characters": ["lib/reading/header-taker.ts", /LONGEST_NAME = ([\d_]+)/],
  "rows of one request": ["lib/contract/prepare.ts", /InlineRow\)\.min\(1\)\.max\(([\d_]+)/],
  "JSON rows of one request, in MB": ["lib/http/body.ts", /MOST_ROWS_BYTES = ([\d_]+) \* 1_048_576/],
  "row errors that are kept": ["lib/engine/progress/row-errors.ts", /MOST_ROW_ERRORS = ([\d_]+)/],
  "a row of an extract, in bytes": ["lib/formats/records.ts", /maxRecordBytes = ([\d_]+) - 64/],
  "a row of a file, in characters": ["lib/formats/csv-scanner.ts", /LONGEST_RECORD = ([\d_]+)/],
  "a value in quotes, in characters": ["lib/formats/csv-cells.ts", /LONGEST_VALUE = ([\d_]+)/],
  "characters of a cell in a workbook": ["lib/formats/workbook/strings.ts", /LONGEST_CELL = ([\d_]+)/],
  "a value, in characters": ["lib/reading/kinds/text.ts", /MOST_CHARACTERS = ([\d_]+)/],
  "a URL, in characters": ["lib/reading/kinds/url.ts", /MOST_CHARACTERS = ([\d_]+)/],
  "tags of an HTML value": ["lib/reading/kinds/html.ts", /MOST_TAGS = ([\d_]+)/],
  "levels of a JSON value": ["lib/reading/kinds/json.ts", /MOST_LEVELS = ([\d_]+)/],
  "a document, in MB": ["lib/documents/limits.ts", /bytes: ([\d_]+) \* 1_048_576/],
  "pages of a PDF": ["lib/documents/limits.ts", /pages: ([\d_]+)/],
  "text of a document, in characters": ["lib/documents/limits.ts", /characters: ([\d_]+)/],
  "time to read a document, in seconds": ["lib/documents/limits.ts", /seconds: ([\d_]+)/],
  "an office document unpacked, in MB": [
    "lib/documents/limits.ts",
    /MOST_UNPACKED_BYTES = ([\d_]+) \* 1_048_576/,
  ],
  "the XML of an office document, in MB": [
    "lib/documents/limits.ts",
    /MOST_XML_BYTES = ([\d_]+) \* 1_048_576/,
  ],
  "one stream of a PDF unpacked, in MB": [
    "lib/documents/check-pdf.ts",
    /MOST_UNPACKED_BYTES = ([\d_]+) \* 1_048_576/,
  ],
  "metadata of documents, in MB": ["lib/documents/metadata.ts", /MOST_MAPPING_BYTES = ([\d_]+) \* 1_048_576/],
}

test("the limits are the ones in the code", () => {
  const rows = table(section(PAGE, "Limits"), "what")
  const limit = (what: string) => rows.find((row) => row.what === what)?.most?.split(" ")[0]
  expect(limit("rows of a taxonomy")).toBe(number(taxonomy.mostRows ?? 0))
  expect(limit("documents of an import")).toBe(number(documents.mostRows ?? 0))
  const told = rows.map((row) => row.what).filter((what) => !/taxonomy|an import$/.test(what ?? ""))
  expect(told).toEqual(Object.keys(LIMITS))
  for (const [what, [file, pattern]] of Object.entries(LIMITS)) {
    expect(limit(what), what).toBe(
      number(Number(foundIn([file], new RegExp(pattern, "g"))[0]?.replaceAll("_", ""))),
    )
  }
})

const SAID: [heading: string, sentence: string, file: string, pattern: RegExp][] = [
  ["CSV", "first # records", "lib/formats/dialect.ts", /SAMPLE_RECORDS = ([\d_]+)/g],
  ["Documents", "about # characters", "lib/documents/pieces.ts", /TARGET = ([\d_]+)/g],
  ["Documents", "at most #, cut", "lib/documents/pieces.ts", /MOST = ([\d_]+)/g],
  ["Embeddings", "# a batch", "lib/datasets/qa-pairs.ts", /parameters: \{\},\s+batchSize: ([\d_]+)/g],
  ["Embeddings", "# a batch", "lib/datasets/documents.ts", /parameters: \{\},\s+batchSize: ([\d_]+)/g],
  ["Embeddings", "one of # dimensions", "lib/embeddings/local.ts", /DIMENSIONS = ([\d_]+)/g],
  ["Embeddings", "# a request", "lib/embeddings/openai.ts", /MOST_TEXTS = ([\d_]+)/g],
  ["Embeddings", "cut at # characters", "lib/embeddings/openai.ts", /MOST_CHARACTERS = ([\d_]+)/g],
]

test.each(SAID)("under %s it says %s as the code has it", (heading, sentence, file, pattern) => {
  const [value = ""] = foundIn([file], pattern)
  const text = section(PAGE, heading).replace(/\s+/g, " ")
  expect(text).toContain(sentence.replace("#", number(Number(value.replaceAll("_", "")))))
})

test("the variables of an endpoint are those of the configuration", () => {
  const told = table(section(PAGE, "Embeddings"), "variable").map((row) => plain(row.variable))
  expect(told.sort()).toEqual(foundIn(["lib/environment.ts"], /^ {2}(EMBEDDINGS_\w+):/gm).sort())
})
