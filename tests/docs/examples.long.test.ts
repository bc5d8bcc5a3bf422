import { describe, expect, test } from "vitest"
import { Duplicates, type ImportOptionsInput } from "../../lib/contract/options.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { csvLine } from "../../lib/http/csv.ts"
import { rowErrorsCsv } from "../../lib/http/downloads.ts"
import { rowErrorFile } from "../../lib/import/mending/error-file.ts"
import { actor, importFiles, type SentFile, textFile } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { blocks, named, plain, section, table, textOf } from "./page.ts"

const PAGE = "docs/datasets.md"
const whole = textOf(PAGE)

const lab = ownLab()

type Row = Record<string, string>

/** The file of a row in a table of the page; without its first column, which says what the row is. */
function fileOf(dataset: Dataset, row: Row): SentFile {
  const { [dataset.name]: _what, ...cells } = row
  if (dataset.source === "documents") return textFile(plain(cells.filename), plain(cells.text))
  const values = Object.values(cells).map((cell) => plain(cell))
  return textFile("rows.csv", csvLine(Object.keys(cells)) + csvLine(values))
}

/** The only row of a target, as the page writes it. */
async function onlyRow(dataset: Dataset, names: readonly string[]): Promise<Row> {
  const [target] = dataset.tables
  const rows = await lab.read(`select * from ${target?.name}`)
  expect(rows).toHaveLength(1)
  return Object.fromEntries(names.map((name) => [name, written(rows[0]?.[name])]))
}

function written(value: unknown): string {
  if (value === null || value === undefined) return ""
  if (Array.isArray(value)) return value.join(";")
  return typeof value === "object" ? JSON.stringify(value) : String(value).replaceAll("\n", " ⏎ ")
}

describe("a row that is there already", () => {
  const rules = ["contacts", "taxonomy", "qa-pairs", "documents"].flatMap((name) => {
    const [before, incoming, ...results] = table(whole, name)
    return results.map((expected) => ({ name, before, incoming, expected, rule: plain(expected[name]) }))
  })

  test.each(rules)(
    "becomes what the table of $name says: $rule",
    async ({ name, before, incoming, expected, rule }) => {
      const dataset = findDataset(name)
      await importFiles(lab, dataset, fileOf(dataset, before ?? {}))
      const duplicates = Duplicates.safeParse(rule).data
      const status = await importFiles(
        lab,
        dataset,
        fileOf(dataset, incoming ?? {}),
        duplicates ? { duplicates } : {},
      )
      expect(status.row_errors).toBe(0)
      const { [name]: _rule, ...row } = expected
      expect(await onlyRow(dataset, Object.keys(row))).toEqual(row)
    },
  )

  test("has a table for every dataset and rule", () => {
    expect(rules.map(({ name, rule }) => `${name} ${rule}`).sort()).toEqual(
      [contacts, taxonomy, qaPairs, documents]
        .flatMap(({ name, duplicates }) =>
          (duplicates.length > 0 ? duplicates : ["always"]).map((rule) => `${name} ${rule}`),
        )
        .sort(),
    )
  })
})

test("pages are put where the table of the hierarchy says", async () => {
  const rows = table(section(PAGE, "Taxonomy"), "page")
  const lines = rows.map((row) => csvLine([row.page, row["`parent_url`"]]))
  await importFiles(lab, taxonomy, textFile("pages.csv", csvLine(["url", "parent_url"]) + lines.join("")))
  const found = await lab.read(
    `select t.url, coalesce(above.url, '–') as parent, t.depth
     from taxonomy_node as t left join taxonomy_node as above on above.id = t.parent_id`,
  )
  const told = rows.map((row) => ({ url: row.page, parent: row["is put under"], depth: Number(row.depth) }))
  expect(found).toHaveLength(told.length)
  expect(found).toEqual(expect.arrayContaining(told))
})

test("every form of JSON says the same", async () => {
  const forms = blocks(section(PAGE, "JSON"), "json")
  expect(forms).toHaveLength(4)
  for (const [i, form] of forms.entries()) {
    const status = await importFiles(lab, taxonomy, textFile("pages.txt", form), { project_id: `form-${i}` })
    expect(status.outcome, form).toBe("complete")
    const urls = await lab.read(`select url from taxonomy_node where project_id = 'form-${i}' order by url`)
    expect(urls.map(({ url }) => url)).toEqual(["https://www.example.com", "https://www.example.com/guides"])
  }
})

test("headers are found as the page says, and a mapping is read either way round", async () => {
  const text = section(PAGE, "Columns")
  const said = JSON.parse(blocks(text, "json")[0] ?? "") as ImportOptionsInput
  const [command = ""] = blocks(text, "sh")
  const flags = [...command.matchAll(/--map "([^"]+)=([^"]*)"/g)].map(([, header = "", column = ""]) => [
    header,
    column || null,
  ])
  for (const mapping of [said.mapping, Object.fromEntries(flags)] as NonNullable<
    ImportOptionsInput["mapping"]
  >[]) {
    await lab.run("delete from contact_person")
    const file = textFile("people.csv", "Contact,Mobile 2,Remarks\nann@example.com,0470 12 34 56,hello\n")
    await importFiles(lab, contacts, file, { mapping, batch_size: mapping === said.mapping ? 50 : 51 })
    expect(await lab.read("select email, phone, notes from contact_person")).toEqual([
      { email: "ann@example.com", phone: "+32470123456", notes: null },
    ])
  }
  for (const header of named(/`E-mail`.*one name/s.exec(text)?.[0])) {
    const file = textFile("people.csv", `${header},shoe size\n${header.length}@example.com,43\n`)
    const { warnings, outcome } = await importFiles(lab, contacts, file)
    expect({ outcome, codes: warnings.map(({ code }) => code) }, header).toEqual({
      outcome: "complete",
      codes: ["column_ignored"],
    })
  }
})

test("bad rows come back as the page shows, and are taken once they are mended", async () => {
  const [file = "", expected = ""] = blocks(section(PAGE, "Rows that could not be used"), "csv")
  const errorsOf = async (job_id: string) => {
    const answer = rowErrorsCsv(job_id, await rowErrorFile({ job_id, actor }, lab.effects))
    return (await answer.text()).replaceAll("\r\n", "\n")
  }
  const first = await importFiles(lab, contacts, textFile("people.csv", file))
  expect(first.outcome).toBe("partial_failure")
  const bad = await errorsOf(first.job_id)
  const known = (text: string) => text.replaceAll(/#\w{10},/g, "#…,")
  expect(known(bad)).toBe(known(expected))
  const mended = bad.replace("not an address", "ben@example.com").replace(",,Cas", "cas@example.com,,Cas")
  expect(await importFiles(lab, contacts, textFile("bad.csv", mended))).toMatchObject({
    outcome: "complete",
    warnings: [],
  })
  expect(await lab.read("select notes from contact_person where email = 'ben@example.com'")).toEqual([
    { notes: "=1+1" },
  ])
})
