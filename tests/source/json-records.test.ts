import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isProblem } from "../../lib/errors.ts"
import { type JsonRecord, scanJson } from "../../lib/source/json-records.ts"

/** Reads a text cut into blocks of a size. */
async function read(text: string, block = 7): Promise<JsonRecord[]> {
  const bytes = Buffer.from(text)
  async function* blocks() {
    for (let at = 0; at < bytes.length; at += block) yield bytes.subarray(at, at + block)
  }
  const found: JsonRecord[] = []
  for await (const record of scanJson(blocks())) found.push(record)
  return found
}

async function refusal(text: string): Promise<string> {
  try {
    await read(text)
    return "none"
  } catch (error) {
    return isProblem(error) ? error.code : String(error)
  }
}

describe("records of a JSON source", () => {
  test("are the elements of an array, each with the line it begins on", async () => {
    const found = await read('[\n  {"a": 1},\n  {"a":\n   2}, {"a": "]}"}\n]\n')
    expect(found.map(({ row, line, text }) => ({ row, line, value: JSON.parse(text) }))).toEqual([
      { row: 1, line: 2, value: { a: 1 } },
      { row: 2, line: 3, value: { a: 2 } },
      { row: 3, line: 4, value: { a: "]}" } },
    ])
  })

  test("are objects one a line as well", async () => {
    const found = await read('{"a": 1}\n\n{"a": "{\\"}"}\n')
    expect(found.map(({ line, text }) => [line, JSON.parse(text)])).toEqual([
      [1, { a: 1 }],
      [3, { a: '{"}' }],
    ])
  })

  test("are found in the list that an object wraps", async () => {
    const found = await read('{\n "nodes": [{"a": 1}, {"a": 2}], "more": [3]}')
    expect(found.map(({ line, text }) => [line, JSON.parse(text)])).toEqual([
      [2, { a: 1 }],
      [2, { a: 2 }],
    ])
  })

  test("may be texts and numbers", async () => {
    expect((await read('["https://a.be", 12, null]')).map(({ text }) => text)).toEqual([
      '"https://a.be"',
      "12",
      "null",
    ])
  })

  test("survive any cut of the bytes, and come back as they were", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
        fc.integer({ min: 1, max: 40 }),
        async (list, block) => {
          const found = await read(JSON.stringify(list, null, 1), block)
          expect(found.map(({ text }) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(list)))
          expect(found.every(({ fault }) => fault === null)).toBe(true)
        },
      ),
    )
  })

  test("an empty list has none", async () => {
    expect(await read("[ ]")).toEqual([])
  })

  test("a record longer than a record can be is told apart, and the ones behind it are read", async () => {
    const found = await read(`[{"a": "${"x".repeat(2_000_001)}"}, {"a": 1}]`, 65_536)
    expect(found.map(({ fault }) => fault)).toEqual(["row_too_long", null])
  })

  test("an object that is cut off at the end of a file of lines is a fault of that row", async () => {
    expect((await read('{"a": 1}\n{"a": ')).map(({ fault }) => fault)).toEqual([null, "unterminated_record"])
  })

  test("an array without an end, no JSON, and nothing are refused", async () => {
    expect(await refusal('[{"a": 1}, {"a"')).toBe("json_truncated")
    expect(await refusal("hello")).toBe("json_invalid")
    expect(await refusal("  \n ")).toBe("json_empty")
  })
})
