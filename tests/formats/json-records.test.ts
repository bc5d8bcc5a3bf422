import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isProblem } from "../../lib/errors.ts"
import { type LoneObject, layoutOf } from "../../lib/formats/json-layout.ts"
import { type JsonRecord, scanJson } from "../../lib/formats/json-records.ts"

/** Reads a text cut into blocks of a size; an object that stands alone is around its list, when it has one. */
async function read(text: string | Buffer, block = 7, wraps = true): Promise<JsonRecord[]> {
  const bytes = Buffer.from(text as string)
  async function* blocks() {
    for (let at = 0; at < bytes.length; at += block) yield bytes.subarray(at, at + block)
  }
  const found: JsonRecord[] = []
  const layout = await layoutOf(blocks(), () => wraps)
  for await (const record of scanJson(blocks(), layout)) found.push(record)
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

async function sentence(text: string): Promise<string> {
  try {
    await read(text)
    return "none"
  } catch (error) {
    return isProblem(error) ? `${error.code}: ${error.detail}` : String(error)
  }
}

const texts = async (text: string, block?: number) => (await read(text, block)).map((record) => record.text)

describe("records of a JSON source", () => {
  test("are the elements of an array, each with the line it begins on", async () => {
    const found = await read('[\n  {"a": 1},\n  {"a":\n   2}, {"a": "]}"}\n]\n')
    expect(found.map(({ row, line, text }) => ({ row, line, value: JSON.parse(text) }))).toEqual([
      { row: 1, line: 2, value: { a: 1 } },
      { row: 2, line: 3, value: { a: 2 } },
      { row: 3, line: 4, value: { a: "]}" } },
    ])
  })

  test("are faults where their bytes are no text, and no others with them", async () => {
    const begin = Buffer.from('[{"a": "José"}, {"a": "Jos')
    const bytes = Buffer.concat([begin, Buffer.of(0xe9), Buffer.from('"}, {"a": 3}]')])
    expect((await read(bytes)).map(({ fault }) => fault)).toEqual([null, "invalid_encoding", null])
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
    await expect(read('[{"a": 1},\n{"a": "2}\n]')).rejects.toThrow(/begins on line 2 has no end/)
    expect(await refusal("hello")).toBe("json_invalid")
    expect(await refusal("  \n ")).toBe("json_empty")
  })

  test("one a line stay one a line, though the first begins with a list", async () => {
    for (const block of [1, 7, 65_536]) {
      const found = await read('{"tags": ["a", "b"], "q": 1}\n{"tags": [{"a": 1}], "q": 2}\n', block)
      expect(found.map(({ line, text }) => [line, JSON.parse(text).q])).toEqual([
        [1, 1],
        [2, 2],
      ])
    }
  })

  test("an object that stands alone tells what it is made of, and may be a record itself", async () => {
    let seen: LoneObject | null = null
    const text = ' {"n": {"x": [1]}, "lis\\u0074": [ {"a": 1} ], "other": [2], "z": "]}"}'
    async function* bytes() {
      for (const byte of Buffer.from(text)) yield Buffer.of(byte)
    }
    const layout = await layoutOf(bytes(), (object) => {
      seen = object
      return false
    })
    expect(layout).toMatchObject({ form: "lines", wrapped: false })
    expect(seen).toEqual({ list: "list", first: false, holds_objects: true, besides: ["n", "other", "z"] })
    expect((await read(text, 3, false)).map((record) => JSON.parse(record.text).z)).toEqual(["]}"])
  })

  test("are found in a list that is not the first thing an object says, with their lines", async () => {
    const found = await read(
      '{"count": 2,\n "about": {"by": ["x"]},\n"items": [{"a": 1},\n{"a": 2}],\n"end": true}\n',
    )
    expect(found.map(({ row, line, text }) => [row, line, text])).toEqual([
      [1, 3, '{"a": 1}'],
      [2, 4, '{"a": 2}'],
    ])
  })

  test("are read behind a byte order mark", async () => {
    expect(await texts('\uFEFF[{"a": 1}]', 1)).toEqual(['{"a": 1}'])
    expect(await texts('\uFEFF{"a": 1}\n{"a": 2}', 2)).toEqual(['{"a": 1}', '{"a": 2}'])
  })

  test.each([
    ['[{"a": 1}] and {"a": 2}', "json_invalid", "line 1 something stands behind the end"],
    ['[{"a": 1}]\n[{"a": 2}]', "json_invalid", "line 2 something stands behind the end"],
    ['[{"a": 1}\n{"a": 2}]', "json_invalid", "that is neither , nor ] (column 1)"],
    ['[\n{"é": 1} {"a": 2}]', "json_invalid", "line 2 something stands behind a record of the list"],
    ['[{"a": 1},\n,\n{"a": 2}]', "json_invalid", "line 2 a comma has no record before it"],
    ['[\n{"a": 1},]', "json_invalid", "line 2 a comma has no record behind it"],
    ['[, {"a": 1}]', "json_invalid", "line 1 a comma has no record before it (column 2)"],
    ['{"list": [{"a": 1}] {"a": 2}}', "json_invalid", "line 1 what stands behind the list"],
    ['{"list": [{"a": 1}],}', "json_invalid", "line 1 what stands behind the list"],
    ['{"list": [{"a": 1}], "more": [{"b"', "json_truncated", "has no end"],
    ['{"list": [{"a": 1}]', "json_truncated", "has no end"],
    ['{"list": [{"a": 1}, {"a": 2}', "json_truncated", "has no end"],
  ])("what belongs to none is not passed over: %s", async (text, code, words) => {
    const told = await sentence(text)
    expect(told).toContain(`${code}: `)
    expect(told).toContain(words)
  })

  test("an element that is no JSON is a record of its own", async () => {
    expect(await texts('[{"a": 1,}, nonsense, }, {"c": 1]]')).toEqual([
      '{"a": 1,}',
      "nonsense",
      "}",
      '{"c": 1]',
    ])
    expect(await texts('{"a": 1} nonsense ]\n{"b": 2}, {"c": 3}{"d": 4}')).toEqual([
      '{"a": 1}',
      "nonsense",
      "]",
      '{"b": 2}',
      '{"c": 3}',
      '{"d": 4}',
    ])
  })

  test("a quote left open does not swallow the lines behind", async () => {
    const found = await read('{"a": "x}\n{"a": "y"}\n')
    expect(found.map(({ line, text, fault }) => [line, text, fault])).toEqual([
      [1, '{"a": "x}', "unterminated_record"],
      [2, '{"a": "y"}', null],
    ])
  })

  test("a bracket left open does not swallow the lines behind", async () => {
    const cutOff = ['{"a": "x"', '{"a": "x",', '{"a": "x", "b": {"c": 1}', '{"a": [1, 2]', '{"a": 1', "{"]
    for (const line of cutOff) {
      const found = await read(`{"a": 1}\n${line}\n  {"a": 2}\r\n{"a": 3}\n`)
      expect(found.map((one) => [one.line, one.text.trim(), one.fault])).toEqual([
        [1, '{"a": 1}', null],
        [2, line, "unterminated_record"],
        [3, '{"a": 2}', null],
        [4, '{"a": 3}', null],
      ])
    }
    // What is read as part of it is the one record it could be closed by.
    const named = await read('{"a":\n{"b": 2}\n{"a": 3}')
    expect(named.map(({ line, fault }) => [line, fault])).toEqual([
      [1, "unterminated_record"],
      [3, null],
    ])
  })

  test("a bracket left open in a list does not swallow the elements behind", async () => {
    for (const broken of ['{"a": 2,', '{"a": 2', '{\n"a": 2\n,', '{"a": {"b": 1},', '{"a": [1},']) {
      const found = await read(`[\n{"a": 1},\n${broken}\n{"a": 3},\n{"a": 4}\n]`)
      expect(found.map(({ text, fault }) => [text.trim(), fault])).toEqual([
        ['{"a": 1}', null],
        [broken, "unterminated_record"],
        ['{"a": 3}', null],
        ['{"a": 4}', null],
      ])
    }
  })

  test("may be written over several lines, however these begin", async () => {
    const spread = ['{\n"a":\n{"b": 1},\n"c": [\n{"d": 1},\n{"d": 2}\n]\n}', '{"a": [{"b": 1},\n{"b": 2}]}']
    for (const one of spread) expect(await texts(`${one}\n${one}`)).toEqual([one, one])
  })

  test("nested without end are told apart, and the ones behind them are read", async () => {
    const deep = (levels: number) => `{"a": ${"[".repeat(levels)}${"]".repeat(levels)}}`
    const list = `[${[deep(100), deep(101), deep(200_000), '{"a": 1}'].join(",")}]`
    expect((await read(list, 65_536)).map(({ fault }) => fault)).toEqual([null, "too_deep", "too_deep", null])
  })

  test("of a list larger than a record are read in pieces, whatever is around it", async () => {
    const one = `{"a": "${"x".repeat(1_000)}"}`
    const found = await read(`{"items": [${Array(5_000).fill(one).join(",\n")}], "n": 5000}`, 65_536)
    expect([found.length, found.at(-1)?.line, found.every(({ text }) => text === one)]).toEqual([
      5_000,
      5_000,
      true,
    ])
  })
})
