import { describe, expect, test } from "vitest"
import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import { type SentFile, textFile } from "../support/imports.ts"
import { workbookOf } from "../support/workbook.ts"
import { readingOf } from "./rows-of.ts"

/** What is kept of the rows of a file that could not be used. */
async function kept(dataset: string, file: SentFile, options: ImportOptionsInput = {}) {
  const { faults } = await readingOf(dataset, file, options)
  return faults.map(({ code, record }) => [code, record])
}

const people = (...lines: string[]) => textFile("people.csv", ["email,first_name,notes", ...lines].join("\n"))
const LONG = "x".repeat(2_500)

describe("of a row that could not be taken apart there is kept", () => {
  test("every cell, however long, where it is only one too many or no text", async () => {
    expect(await kept("contacts", people(`a@b.be,Ann,${LONG},extra,"1,2"`, `c@d.be,Cas\0,${LONG}`))).toEqual([
      ["too_many_fields", { email: "a@b.be", first_name: "Ann", notes: LONG, _more: "extra,1,2" }],
      ["invalid_encoding", { email: "c@d.be", first_name: "Cas\uFFFD", notes: LONG }],
    ])
  })

  test("its text as a whole where that is cut off, so that no cell passes for what it is not", async () => {
    const value = "y".repeat(1_048_577)
    const odd = `a@b.be,${"é".repeat(1_992)}😀`
    const records = await kept(
      "contacts",
      people(`a@b.be,"Ann" b,${LONG}`, `a@b.be,Ann,"${value}"`, `${odd},"q"x`, "c@d.be,Cas,"),
    )
    expect(records).toEqual([
      ["bad_quoting", { _record: `a@b.be,"Ann" b,${LONG}`.slice(0, 2_000) }],
      ["value_too_long", { _record: `a@b.be,Ann,"${value}"`.slice(0, 2_000) }],
      ["bad_quoting", { _record: `a@b.be,${"é".repeat(1_992)}` }],
    ])
  })

  test("each of its lines where a quote has no end", async () => {
    const [first] = await kept(
      "contacts",
      people('a@b.be,"Ann,note', "more of it", "c@d.be,Cas,", "e@f.be,Eva,"),
    )
    expect(first).toEqual([
      "unterminated_quote",
      { email: "a@b.be", first_name: '"Ann', notes: "note\nmore of it" },
    ])
  })

  test("each cell of a sheet, whatever is in it", async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
    const row = (...cells: string[]) => `<row>${cells.map(cell).join("")}</row>`
    const rows = row("email", "first_name") + row("a@b.be", "line1\nline2\t&quot;x", "extra")
    const file = { file_name: "people.xlsx", bytes: await workbookOf({ sheets: [{ name: "People", rows }] }) }
    expect(await kept("contacts", file)).toEqual([
      ["too_many_fields", { email: "a@b.be", first_name: 'line1\nline2\t"x', _more: "extra" }],
    ])
  })
})

describe("of numbers within JSON there is kept", () => {
  const odd = '{"id":12345678901234567890,"f":2.50,"big":1E22}'

  test("what is written, in a row that is refused, so that it is there when the row is mended", async () => {
    const text = `[{"url":"bad","metadata":${odd}},{"url":"bad","metadata":{"id":1}}]`
    expect(await kept("taxonomy", textFile("pages.json", text))).toEqual([
      ["bad_url", { url: "bad", metadata: odd }],
      ["bad_url", { url: "bad", metadata: { id: 1 } }],
    ])
    const pairs = '[{"question":"Why?","answer":"","tags":[12345678901234567890,1E22,2.5,"a,b"]}]'
    expect(await kept("qa-pairs", textFile("pairs.json", pairs))).toEqual([
      ["missing_value", { question: "Why?", answer: "", tags: ["12345678901234567890", "1E22", 2.5, "a,b"] }],
    ])
  })

  test("what is written, in a list of texts", async () => {
    const pairs = '[{"question":"Why?","answer":"So.","tags":[12345678901234567890,1E22,2.50,"a"]}]'
    const { rows } = await readingOf("qa-pairs", textFile("pairs.json", pairs))
    expect(rows.map(({ tags }) => tags)).toEqual([["12345678901234567890", "1E22", "2.50", "a"]])
  })
})
