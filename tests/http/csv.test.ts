import { expect, test } from "vitest"
import { inert, reactivated } from "../../lib/formula-cells.ts"
import { csvLine } from "../../lib/http/csv.ts"

test.each([
  "=1+1",
  "+31",
  "-2",
  "@SUM(A1)",
  "\tx",
  "\rx",
  "\n=1",
  "＝1",
  "＋1",
  "－1",
  "＠A1",
  "\uFEFF=1",
  '"=1',
  '\uFEFF"+1',
])("the formula %j is written as plain text", (cell) => {
  expect(csvLine([cell]).replace(/^"/, "").startsWith("'")).toBe(true)
  expect(reactivated(inert(cell))).toBe(cell)
})

test.each(["'+32470123456", "''=1", "'\"=1", "'t Zand", "'", "O'Neil"])(
  "an apostrophe that %j had of its own is not taken for one of these",
  (cell) => {
    expect(reactivated(inert(cell))).toBe(cell)
  },
)

test("numbers stay numbers and missing values stay empty", () => {
  expect(csvLine([-5, null, undefined, true, ""])).toBe("-5,,,true,\r\n")
})

test("quotes, commas and line ends are quoted", () => {
  expect(csvLine(['say "hi"', "a,b", "a\nb", "plain"])).toBe('"say ""hi""","a,b","a\nb",plain\r\n')
})
