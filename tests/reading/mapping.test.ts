import { describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { Table } from "../../lib/datasets/declaration.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { isProblem } from "../../lib/errors.ts"
import { assertUsable, ignoredColumns, mappingOf, missingColumns } from "../../lib/reading/mapping.ts"

const person = contacts.tables[0] as Table
const page = taxonomy.tables[0] as Table

function guessed(table: Table, headers: string[], said: Record<string, string | null> = {}) {
  const mapping = mappingOf(table, headers, said)
  return Object.fromEntries(headers.map((header) => [header, mapping.columnOf(header)?.name ?? null]))
}

function refusal(table: Table, headers: string[], said: Record<string, string | null> = {}): string {
  try {
    assertUsable(table, headers, mappingOf(table, headers, said))
    return "none"
  } catch (error) {
    return isProblem(error) ? `${error.code}: ${error.detail}` : String(error)
  }
}

describe("the column of a header", () => {
  test("is guessed by its name, whatever its case, accents and punctuation", () => {
    expect(guessed(person, ["E-MAIL", "First Name", "postal-code", "Société"])).toEqual({
      "E-MAIL": "email",
      "First Name": "first_name",
      "postal-code": "postal_code",
      Société: "company",
    })
  })

  test("is that of the name rather than that of an alias", () => {
    expect(guessed(page, ["name", "title"])).toEqual({ name: null, title: "title" })
    expect(guessed(page, ["name"])).toEqual({ name: "title" })
  })

  test("is what the import says, in either direction, and null leaves a header out", () => {
    expect(guessed(person, ["a", "b", "email"], { a: "email", email: null })).toEqual({
      a: "email",
      b: null,
      email: null,
    })
    expect(guessed(person, ["a", "b"], { email: "b" })).toEqual({ a: null, b: "email" })
  })

  test("is what is said of the header when both readings would fit", () => {
    expect(guessed(page, ["title", "description"], { title: "description", description: "title" })).toEqual({
      title: "description",
      description: "title",
    })
  })

  test("cannot be one that does not exist, nor of a header that is not there", () => {
    const wrong: Record<string, string>[] = [{ a: "shoe_size" }, { zzz: "email" }]
    for (const said of wrong) {
      expect(() => mappingOf(person, ["a"], said)).toThrow(/mapping cannot be used/)
    }
  })

  test("has no power over what every object has", () => {
    expect(guessed(person, ["__proto__", "constructor", "email"])).toEqual(
      Object.fromEntries([
        ["__proto__", null],
        ["constructor", null],
        ["email", "email"],
      ]),
    )
  })
})

describe("a header", () => {
  test("without a column every row needs is refused, naming what is there", () => {
    expect(refusal(page, ["naam", "titel"])).toContain(
      'column_missing: No column of the file is for url. Its headers are: "naam", "titel"',
    )
  })

  test("of contacts needs one of the two identities", () => {
    expect(missingColumns(person, ["city"], mappingOf(person, ["city"]))).toEqual(["email or phone"])
    expect(refusal(person, ["gsm"])).toBe("none")
  })

  test("with two columns for the same thing is refused, naming both", () => {
    expect(refusal(person, ["one", "two"], { one: "email", two: "email" })).toContain(
      "column_repeated: Two columns of the file are for email: one, two",
    )
    expect(refusal(person, ["email", "email"])).toContain("column_repeated")
  })

  test("says what is left out, but not the columns a list of bad rows has added", () => {
    const headers = ["email", "shoe size", "_line", "_error"]
    expect(ignoredColumns(headers, mappingOf(person, headers))).toEqual([
      {
        code: "column_ignored",
        message: "Columns that nothing is made from were left out: shoe size.",
        count: 1,
      },
    ])
  })
})
