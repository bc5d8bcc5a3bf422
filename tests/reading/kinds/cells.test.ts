import fc from "fast-check"
import { expect, test } from "vitest"
import { kindNamed } from "../../../lib/reading/kinds/index.ts"
import { cellOf, messageFor, read } from "./read.ts"

const KINDS = [
  "text",
  "integer",
  "number",
  "boolean",
  "date",
  "email",
  "phone",
  "url",
  "html",
  "json",
  "list",
]

test("an empty cell of any kind is null", () => {
  for (const kind of KINDS) {
    for (const raw of ["", "  \t\n", "\u00a0", null, undefined]) expect(read(kind, raw), kind).toBeNull()
  }
})

test("an empty cell that every row needs is named missing", () => {
  for (const kind of KINDS) {
    for (const raw of ["", " ", null]) {
      expect(read(kind, raw, { required: true }), kind).toEqual({ code: "missing_value" })
    }
  }
  expect(messageFor("text", "")).toBe("is empty, but every row needs it.")
})

test("HTML and lists that hold nothing are empty", () => {
  for (const raw of ["<p> &nbsp; </p>", "<script>alert(1)</script>", "<!-- note -->"]) {
    expect(read("html", raw, { required: true })).toEqual({ code: "missing_value" })
  }
  expect(read("list", " ; ;", { required: true })).toEqual({ code: "missing_value" })
  expect(read("json", "null", { required: true })).toEqual({ code: "missing_value" })
})

test("white space around a value goes, white space within stays", () => {
  expect(read("text", "  two  words\nhere ")).toBe("two  words\nhere")
})

test("numbers and booleans of a JSON source are text where text is expected", () => {
  expect(read("text", 1000)).toBe("1000")
  expect(read("text", true)).toBe("true")
  expect(read("text", 0)).toBe("0")
})

test("lists and objects are no text", () => {
  for (const kind of ["text", "email", "date", "url", "integer"]) {
    expect(read(kind, { a: 1 }), kind).toEqual({ code: "bad_text" })
    expect(read(kind, ["a"]), kind).toEqual({ code: "bad_text" })
  }
})

test("NUL, half a character and more than a million characters are refused", () => {
  expect(read("text", "a\0b")).toEqual({ code: "bad_text" })
  expect(read("text", "a\ud800b")).toEqual({ code: "bad_text" })
  expect(read("text", "😀")).toBe("😀")
  expect(read("text", "a".repeat(1_000_000))).toHaveLength(1_000_000)
  for (const kind of ["text", "html", "json", "list"]) {
    expect(read(kind, "a".repeat(1_000_001)), kind).toEqual({ code: "too_long" })
  }
})

test("a kind that records do not have is a mistake of the declaration", async () => {
  await expect(kindNamed("enterprise_number")).rejects.toThrow("enterprise_number")
  await expect(kindNamed("toString")).rejects.toThrow()
})

test("no message quotes the value it refuses", () => {
  for (const kind of KINDS) {
    expect(messageFor(kind, "s3cret\0"), kind).not.toContain("s3cret")
    expect(messageFor(kind, "s3cret, 12-"), kind).not.toContain("s3cret")
  }
})

test("whatever a cell holds, it is read or refused in a sentence, and never thrown at", () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), fc.anything({ withNullPrototype: true }), (kind, raw) => {
      const json = JSON.stringify(raw)
      const cell = cellOf({ kind, required: false }, json === undefined ? null : JSON.parse(json))
      if ("code" in cell) expect(cell.message).toMatch(/^[a-z].+\.$/)
      else expect(JSON.parse(JSON.stringify(cell.value))).toEqual(cell.value)
    }),
  )
})

test("reading a value again changes nothing", () => {
  const kinds = fc.constantFrom(
    "text",
    "integer",
    "number",
    "boolean",
    "date",
    "email",
    "phone",
    "url",
    "list",
  )
  const cells = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.webUrl({ withQueryParameters: true }),
    fc.emailAddress(),
  )
  fc.assert(
    fc.property(kinds, cells, (kind, raw) => {
      const once = read(kind, raw)
      if (typeof once !== "object" || Array.isArray(once)) expect(read(kind, once)).toEqual(once)
    }),
    { numRuns: 500 },
  )
})
