import { createElement } from "react"
import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import { describeDataset } from "../../lib/datasets/describe.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { keptColumns } from "../../web/import/kept-rows.tsx"
import { nameOfRow, type RowRecord } from "../../web/words/rows.ts"

const ID = "01a20233-a927-7c00-b91f-c16a894e5410"

function nameOf(dataset: string, table: string, record: RowRecord | null): string | null {
  return nameOfRow(describeDataset(findDataset(dataset)), table, record)
}

test.each([
  ["contacts", "contact_persons", { first_name: "Els", email: "els@example.com" }, "els@example.com"],
  ["contacts", "contact_persons", { first_name: "Els", email: null, phone: "+32470000001" }, "+32470000001"],
  ["contacts", "contact_persons", { email: " ", phone: null, city: "Gent" }, "Gent"],
  ["taxonomy", "taxonomy_nodes", { title: "Home", url: "https://example.com" }, "https://example.com"],
  ["documents", "documents", { content_hash: "ab12", filename: "rules.pdf" }, "rules.pdf"],
  ["qa-pairs", "qa_pairs", { answer: "Because.", question: "Why?" }, "Why?"],
])("a row of %s is known by what tells it from others", (dataset, table, record, name) => {
  expect(nameOf(dataset, table, record)).toBe(name)
})

test("a row of a table that is not declared is known by the first thing it holds", () => {
  expect(nameOf("documents", "document_chunks", { id: ID, text: "A piece." })).toBe("A piece.")
})

test("of a row that nothing is told of, nothing is made up", () => {
  expect(nameOf("contacts", "contact_persons", null)).toBeNull()
  expect(nameOf("contacts", "contact_persons", { email: null })).toBeNull()
})

test("a long text is cut", () => {
  expect(nameOf("qa-pairs", "qa_pairs", { question: "why ".repeat(100) })).toMatch(/^(why ){30} …$/)
})

test("a row that was kept is listed by what it is, and its id comes second", () => {
  const kept = {
    table: "contact_persons",
    operation: "insert" as const,
    file: "",
    line: null,
    row: null,
    column: null,
    value: ID,
    code: "changed_since",
    message: "The row was changed since the import; it was kept as it is.",
    category: "conflict" as const,
  }
  const declared = describeDataset(findDataset("contacts"))
  const rowHeader = (told: { record?: { email: string } }) => {
    const [name] = keptColumns(declared)
    const html = renderToStaticMarkup(createElement("div", null, name?.cell({ ...kept, ...told })))
    return /<div>(.*?)<\/div>/.exec(html)?.[1]?.replaceAll(/<[^>]+>/g, " ")
  }
  expect(rowHeader({ record: { email: "els@example.com" } })).toBe(`els@example.com ${ID} `)
  expect(rowHeader({})).toBe(ID)
})
