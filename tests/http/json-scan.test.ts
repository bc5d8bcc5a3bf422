import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isProblem } from "../../lib/errors.ts"
import { JsonScan } from "../../lib/http/json-scan.ts"

/** What becomes of a text that comes in pieces of so many bytes. */
function scanned(text: string, piece = 65_536): string {
  const bytes = Buffer.from(text)
  const scan = new JsonScan("body")
  try {
    for (let at = 0; at < bytes.length; at += piece) scan.take(bytes.subarray(at, at + piece))
    return "taken"
  } catch (error) {
    if (!isProblem(error)) throw error
    return `${error.status} ${error.code}`
  }
}

const rowsOf = (value: string) => `{"rows":[{"a":${value}}]}`
const many = (count: number, one: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => one(i)).join(",")

describe("JSON that would take long to read", () => {
  test.each([
    ["lists without end", rowsOf(`[${many(11_000_000, () => "[]")}]`)],
    ["numbers without end", rowsOf(`[${many(16_000_000, () => "1")}]`)],
    ["an object of two million keys", `{"rows":[{${many(2_000_000, (i) => `"k${i}":1`)}}]}`],
    [
      "rows of more columns than a file may have",
      `{"rows":[${many(100, () => `{${many(2_000, (i) => `"c${i}":1`)}}`)}]}`,
    ],
  ])("is refused: %s", (_what, text) => {
    expect(scanned(text)).toBe("413 body_too_large")
  })

  test.each([
    [
      "ten thousand rows of ninety columns",
      `{"rows":[${many(10_000, () => `{${many(90, (i) => `"c${i}":1`)}}`)}]}`,
    ],
    [
      "one long text, with all that stands for something else in it",
      rowsOf(`"${'[{,:\\"'.repeat(2_000_000)}"`),
    ],
    ["a thousand columns", `{"rows":[{${many(1_000, (i) => `"c${i}":1`)}}]}`],
  ])("is told from what does not: %s", (_what, text) => {
    expect(scanned(text)).toBe("taken")
  })
})

test("half a character is found, and no whole one, wherever what comes is cut", () => {
  const half = fc.constantFrom("\ud83d", "\ude00", "\\", '"', "u", "d83d", "é", "\n", "😀")
  fc.assert(
    fc.property(fc.array(half, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (parts, piece) => {
      const text = parts.join("")
      // JSON.stringify escapes a surrogate only when its other half is missing.
      const escaped = JSON.stringify({ text }).replaceAll("😀", String.raw`\ud83d\ude00`)
      expect(scanned(escaped, piece)).toBe(/\p{Surrogate}/u.test(text) ? "400 invalid_json" : "taken")
    }),
    { numRuns: 500 },
  )
})
