import { readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { DELIMITERS, ImportOptions } from "../../lib/contract/options.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { Column, Dataset } from "../../lib/datasets/declaration.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { listDatasets } from "../../lib/datasets/index.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { tableOf } from "../../lib/datasets/questions.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { HELP } from "../../scripts/import/options.ts"
import { ROOT } from "../../scripts/root.mjs"
import { foundIn, named, plain, section, table, textOf } from "./page.ts"

const PAGE = "docs/datasets.md"
const OWN = [taxonomy, contacts, documents, qaPairs]
const whole = textOf(PAGE)
const number = (value: number) => value.toLocaleString("en")
const filesIn = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.includes("."))
    .map((name) => `${folder}/${name}`)

test("the overview names every dataset with what is declared of it", () => {
  const rows = table(whole, "dataset")
  expect(rows.map((row) => named(row.dataset)[0])).toEqual(
    expect.arrayContaining(listDatasets().map(({ name }) => name)),
  )
  for (const dataset of OWN) {
    const row = rows.find((one) => named(one.dataset)[0] === dataset.name)
    expect(row, dataset.name).toMatchObject(overviewOf(dataset))
  }
})

function overviewOf(dataset: Dataset) {
  const [main] = dataset.tables
  const { min, max } = dataset.batchSize
  const own = dataset.tables.length === 1 ? main?.batchSize : undefined
  const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ")
  const identity = code(main?.identity ?? [])
  const parts = (main?.parts ?? []).map((part) => part.table)
  return {
    "goes into": code([main?.name ?? "", ...parts]),
    "a row is known by": main?.otherwise ? `${identity}, else ${code(main.otherwise)}` : identity,
    "if it is there already": dataset.duplicates.length > 0 ? code(dataset.duplicates) : "stays as it is",
    "rows a batch": `${min} to ${number(max)}, else ${own}`,
    most: dataset.mostRows === undefined ? "–" : number(dataset.mostRows),
  }
}

describe.each([
  ["Taxonomy", tableOf(taxonomy, "taxonomy_node").columns],
  ["Contacts", tableOf(contacts, "contact_person").columns],
  ["Q&A pairs", tableOf(qaPairs, "qa_pair").columns],
  ["Metadata", metadataColumns()],
] as const)("the columns of %s", (heading, columns) => {
  test("are the declared ones, by every name they are known by", () => {
    expect(table(section(PAGE, heading), "column")).toEqual(columns.map(describeColumn))
  })
})

/** What a mapping may say of a document beside what is kept as JSON. */
function metadataColumns(): Column[] {
  const [names = ""] = foundIn(["lib/documents/metadata.ts"], /METADATA_COLUMNS = \[(.*?)\]/gs)
  return tableOf(documents, "document").columns.filter(({ name }) => names.includes(`"${name}"`))
}

function describeColumn({ name, kind, required, aliases = [] }: Column) {
  return {
    column: `\`${name}\``,
    kind,
    required: required ? "yes" : "",
    "also known as": aliases.join(", "),
  }
}

test("the table of options has every option, its flag and its default", () => {
  const rows = table(whole, "option")
  expect(rows.map((row) => plain(row.option)).sort()).toEqual(Object.keys(ImportOptions.shape).sort())
  const defaults = ImportOptions.parse({}) as Record<string, unknown>
  for (const row of rows) {
    expect(HELP).toContain(` ${plain(row.command)} `)
    const declared = defaults[plain(row.option)]
    if (declared !== undefined) expect(plain(row.default)).toBe(String(declared))
  }
  const row = (name: string) => rows.find((one) => plain(one.option) === name)?.["what it does"]
  for (const delimiter of DELIMITERS.filter((one) => one !== "	")) {
    expect(named(row("delimiter")?.replace("|", "|"))).toContain(delimiter)
  }
})

test("the table of kinds has every kind the datasets use, and what each refuses", () => {
  const used = new Set(
    OWN.flatMap(({ tables }) => tables).flatMap(({ columns }) => columns.map(({ kind }) => kind)),
  )
  // How large a document is, no file says.
  used.delete("integer")
  const rows = table(whole, "kind")
  expect(rows.map(({ kind }) => kind).sort()).toEqual([...used].sort())
  for (const row of rows) {
    const codes = new Set(foundIn([`lib/reading/kinds/${row.kind}.ts`], /fault\(\s*"(\w+)"/g))
    // Of every kind, and said once.
    codes.delete("missing_value")
    expect(new Set(named(row["refused as"])), row.kind).toEqual(codes)
  }
})

/** What a whole file is warned of, not a row. */
const OF_FILES =
  /^metadata_|^unexpected_file$|^column_ignored$|^version_allowed$|^encoding_guessed$|^lines_above_header$|^entries_left_out$/

test("every code of a row error is explained, with its category, and no other", () => {
  const kinds = ["text", "email", "phone", "url", "html", "list", "json", "date"].map(
    (kind) => `lib/reading/kinds/${kind}.ts`,
  )
  const validation = [
    ...foundIn(["lib/reading/fault-sentences.ts"], /^ {2}(\w+): "/gm),
    ...foundIn(kinds, /fault\(\s*"(\w+)"/g),
    ...foundIn(filesIn("lib/reading"), /code: "(\w+)"/g).filter((code) => !OF_FILES.test(code)),
    ...foundIn(["lib/documents/fault.ts"], /^ {2}\| "(\w+)"$/gm),
    ...foundIn([...filesIn("sql/checks"), "sql/lost/list.sql"], /'(\w+)' as code/g),
  ]
  const told = table(section(PAGE, "Rows that could not be used"), "code")
  const codes = (of: string) =>
    told.flatMap(({ code, category }) => (category === of ? named(code) : [])).sort()
  expect(codes("validation")).toEqual([...new Set(validation)].sort())
  expect(codes("database")).toEqual(foundIn(["sql/staging/reject_rows.sql"], /'(\w+)' as code/g))
  expect(codes("system")).toEqual(foundIn(["sql/mend/return_abandoned.sql"], /'(\w+)' as code/g))
  expect(codes("conflict")).toEqual(
    [
      ...foundIn(["sql/rollback/keyed/keep_changed.sql"], /then '(\w+_since)' else '(\w+_since)'/g),
      ...foundIn(["sql/apply/temporal/refuse_superseded.sql"], /'(\w+)' as code/g),
    ].sort(),
  )
  expect(new Set(told.map((row) => row.category))).toEqual(
    new Set(["validation", "database", "conflict", "system"]),
  )
})

test("every code by which a file of these datasets is refused is explained, and no other", () => {
  const sources = ["document-files", "header-taker", "record-file", "record-format", "find-header"].map(
    (name) => `lib/reading/${name}.ts`,
  )
  const files = [
    ...["json-layout", "json-records", "csv-header", "csv-rows", "records", "content"],
    ...["vcard-rows", "workbook/book", "workbook/xml", "workbook/rows"],
    ...["zip", "zip-check", "zip-end", "zip-entry"],
  ].map((name) => `lib/formats/${name}.ts`)
  const others = ["lib/reading/mapping.ts", "lib/engine/staging/conclude.ts", "lib/documents/metadata.ts"]
  const thrown = foundIn([...sources, ...files, ...others], /problem\(\s*422,\s*"(\w+)"/g)
  const told = table(section(PAGE, "Files that are refused"), "code").flatMap(({ code }) => named(code))
  expect([...told].sort()).toEqual([...new Set(thrown)].sort())
})
