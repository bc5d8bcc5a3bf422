import { readdirSync, readFileSync, rmSync } from "node:fs"
import { parse } from "csv-parse/sync"
import fc from "fast-check"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { problem } from "../../lib/errors.ts"
import { scanRecords } from "../../lib/formats/records.ts"
import {
  blocksOf,
  chunkReader,
  type StagedRow,
  scanAll,
  temporaryDirectory,
  textsOf,
} from "./chunk-reader.ts"

const directory = temporaryDirectory()
let reader: Awaited<ReturnType<typeof chunkReader>>

beforeAll(async () => {
  reader = await chunkReader()
})
afterEach(() => {
  for (const name of readdirSync(directory.path)) rmSync(`${directory.path}/${name}`)
})
afterAll(() => {
  reader.close()
  directory.remove()
})

const piece = fc.constantFrom(
  "a",
  "é",
  "€",
  "𝄞",
  '"',
  ",",
  "\n",
  "\r",
  "\r\n",
  " ",
  "\\",
  "'",
  ";",
  "0",
  "#",
  "NULL",
)
const field = fc.record({
  value: fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join("")),
  quoted: fc.boolean(),
})
type Field = { value: string; quoted: boolean }

const file = fc.integer({ min: 1, max: 4 }).chain((columns) =>
  fc.record({
    columns: fc.constant(columns),
    records: fc.array(fc.array(field, { minLength: columns, maxLength: columns }), { maxLength: 12 }),
    lineEnd: fc.constantFrom("\n", "\r\n"),
    blankEvery: fc.integer({ min: 2, max: 6 }),
    mark: fc.boolean(),
    lastNewline: fc.boolean(),
  }),
)
const blockSizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 400 })), {
  minLength: 1,
  maxLength: 5,
})

/** The file's text and what must come out of it, line numbers included. */
function rendered(shape: typeof file extends fc.Arbitrary<infer File> ? File : never) {
  const expected: StagedRow[] = []
  const names = Array.from({ length: shape.columns }, (_, index) => `"column ${index}"`)
  let text = `${names.join(",")}${shape.lineEnd}`
  for (const [index, record] of shape.records.entries()) {
    if (index % shape.blankEvery === 0) text += shape.lineEnd
    const line = 1 + (text.match(/\n/g)?.length ?? 0)
    expected.push({ row: index + 1, line, values: record.map(({ value }) => (value === "" ? null : value)) })
    text += record.map((one) => written(one, shape.columns)).join(",") + shape.lineEnd
  }
  if (!shape.lastNewline) text = text.slice(0, -shape.lineEnd.length)
  return { text: shape.mark ? `\uFEFF${text}` : text, expected }
}

function written({ value, quoted }: Field, columns: number): string {
  const needed = /[",\n]|\r$/.test(value) || (columns === 1 && value === "")
  return quoted || needed ? `"${value.replaceAll('"', '""')}"` : value
}

describe("good records", () => {
  test("what the database reads from the chunks is what a CSV parser reads from the file", async () => {
    const property = fc.asyncProperty(
      file,
      blockSizes,
      fc.integer({ min: 1, max: 5 }),
      async (shape, sizes, chunkRows) => {
        const { text, expected } = rendered(shape)
        const chunks = await scanAll(text, { directory: directory.path, chunkRows }, sizes)
        expect(chunks.flatMap((chunk) => chunk.faults)).toEqual([])
        expect(chunks.map((chunk) => chunk.done)).toEqual(
          chunks.map((_, index) => index === chunks.length - 1),
        )
        expect(chunks.at(-1)?.bytes_read).toBe(Buffer.byteLength(text))
        const rows = await reader.rowsOf(chunks, shape.columns)
        expect(rows).toEqual(expected)
        const parsed = parse(text, { bom: true, record_delimiter: ["\r\n", "\n"], skip_empty_lines: true })
        expect(rows.map((row) => row.values.map((value) => value ?? ""))).toEqual(parsed.slice(1))
      },
    )
    await fc.assert(property, { numRuns: 200 })
  })

  test("resuming after any row gives exactly the rows behind it", async () => {
    const property = fc.asyncProperty(
      file,
      blockSizes,
      fc.nat({ max: 14 }),
      async (shape, sizes, afterRow) => {
        const { text, expected } = rendered(shape)
        const chunks = await scanAll(text, { directory: directory.path, chunkRows: 3, afterRow }, sizes)
        expect(chunks[0]?.first_row).toBe(afterRow + 1)
        expect(chunks.at(-1)?.last_row).toBe(shape.records.length)
        expect(await reader.rowsOf(chunks, shape.columns)).toEqual(
          expected.filter((row) => row.row > afterRow),
        )
      },
    )
    await fc.assert(property, { numRuns: 60 })
  })

  test("a chunk ends after exactly the good rows asked for, and the last one says so", async () => {
    const chunks = await scanAll("a\n1\n2\n3\n4\n", { directory: directory.path, chunkRows: 2 })
    expect(
      chunks.map(({ first_row, rows, last_row, done }) => ({ first_row, rows, last_row, done })),
    ).toEqual([
      { first_row: 1, rows: 2, last_row: 2, done: false },
      { first_row: 3, rows: 2, last_row: 4, done: true },
    ])
  })

  test("bad rows do not count towards a chunk's rows", async () => {
    const chunks = await scanAll("a\n1\n2,2\n3\n4\n5\n", { directory: directory.path, chunkRows: 3 })
    expect(chunks.map((chunk) => [chunk.rows, chunk.last_row, chunk.faults.length])).toEqual([
      [3, 4, 1],
      [1, 5, 0],
    ])
    expect(textsOf(chunks)).toEqual(["0,1,1\n2,1,3\n3,1,4\n", "0,1,5\n"])
  })

  test("a chunk ends when its file is full", async () => {
    const chunks = await scanAll("a\naaaa\nbbbb\ncccc\n", { directory: directory.path, chunkBytes: 15 })
    expect(chunks.map((chunk) => chunk.rows)).toEqual([2, 1])
  })

  test("a chunk ends with a whole group of rows when there is no room for another", async () => {
    const text = `a\n${"some text\n".repeat(300_000)}`
    const chunks = await scanAll(text, { directory: directory.path, chunkBytes: 4_200_000 })
    expect(chunks.map((chunk) => chunk.rows)).toEqual([122_880, 122_880, 54_240])
    const wider = await scanAll(text, { directory: directory.path, chunkBytes: 5_000_000 })
    expect(wider.map((chunk) => chunk.rows)).toEqual([245_760, 54_240])
  })

  test("a file of nothing but its header is one empty last chunk", async () => {
    const [chunk, ...more] = await scanAll('"EntityNumber","Language"\n', { directory: directory.path })
    expect(more).toEqual([])
    expect(chunk).toMatchObject({
      rows: 0,
      first_row: 1,
      last_row: 0,
      done: true,
      faults: [],
      bytes_read: 26,
    })
    expect(readFileSync(chunk?.path ?? "", "utf8")).toBe("")
  })

  test("the header comes as written and only once", async () => {
    const seen: string[][] = []
    const fields = (header: string[]) => {
      seen.push(header)
      return 3
    }
    await scanAll('\n\r\n"a ""b""", c,__proto__\r\n1,2,3\r\n', { directory: directory.path, fields }, [1])
    expect(seen).toEqual([['a "b"', " c", "__proto__"]])
  })

  test("another delimiter separates the frame as well", async () => {
    const chunks = await scanAll('a;b\n1,5;"x;y"\n', { directory: directory.path, delimiter: ";" })
    expect(textsOf(chunks)).toEqual(['0;1;1,5;"x;y"\n'])
    expect(await reader.rowsOf(chunks, 2, ";")).toEqual([{ row: 1, line: 2, values: ["1,5", "x;y"] }])
  })

  test("only a chunk with a quoted newline is multiline", async () => {
    const chunks = await scanAll('a\n1\n"2\n2"\n3\n', { directory: directory.path, chunkRows: 1 })
    expect(chunks.map((chunk) => chunk.multiline)).toEqual([false, true, false])
  })

  test("a field of one megabyte passes unchanged", async () => {
    const long = '"= 1;\n'.repeat(170_000)
    const text = `a,b\n"${long.replaceAll('"', '""')}",x\n`
    const chunks = await scanAll(text, { directory: directory.path })
    expect(await reader.rowsOf(chunks, 2)).toEqual([{ row: 1, line: 2, values: [long, "x"] }])
  })
})

interface FaultCase {
  name: string
  source: string | Buffer
  faults: [row: number, line: number, code: string, field: number | null, text: string][]
  good: [row: number, line: number, ...values: (string | null)[]][]
}

const utf8 = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))))

const faultCases: FaultCase[] = [
  {
    name: "too few fields",
    source: "a,b\n1\n2,2\n",
    faults: [[1, 2, "too_few_fields", null, "1"]],
    good: [[2, 3, "2", "2"]],
  },
  {
    name: "too many fields",
    source: "a,b\r\n1,1,1\r\n2,2\r\n",
    faults: [[1, 2, "too_many_fields", null, "1,1,1"]],
    good: [[2, 3, "2", "2"]],
  },
  {
    name: "a quote inside an unquoted field",
    source: 'a,b\n1,x"y"\n2,2\n',
    faults: [[1, 2, "bad_quoting", 2, '1,x"y"']],
    good: [[2, 3, "2", "2"]],
  },
  {
    name: "text behind a closing quote",
    source: 'a,b\n"1"x,"1"\n2,2\n',
    faults: [[1, 2, "bad_quoting", 1, '"1"x,"1"']],
    good: [[2, 3, "2", "2"]],
  },
  {
    name: "a carriage return behind a closing quote",
    source: 'a,b\n1,"1"\rx\n2,2\n',
    faults: [[1, 2, "bad_quoting", 2, '1,"1"\rx']],
    good: [[2, 3, "2", "2"]],
  },
  {
    name: "a backslash is no escape",
    source: 'a,b\n"\\"1",1\n"\\","2"\n',
    faults: [[1, 2, "bad_quoting", 1, '"\\"1",1']],
    good: [[2, 3, "\\", "2"]],
  },
  {
    name: "text behind a quote that closes lines later ends with that line",
    source: 'a,b\n"1\n1\n1" x,1\n2,2\n',
    faults: [[1, 2, "bad_quoting", 1, '"1\n1\n1" x,1']],
    good: [[2, 5, "2", "2"]],
  },
  {
    name: "a quote left open costs its own line only when all fields are quoted",
    source: '"a","b"\n"1","x\n"2","y"\n"3","z"\n',
    faults: [[1, 2, "unterminated_quote", 2, '"1","x']],
    good: [
      [2, 3, "2", "y"],
      [3, 4, "3", "z"],
    ],
  },
  {
    name: "a quote left open costs its own line only when few fields are quoted",
    source: 'a,b\n1,"x\n2,"y, z"\n3,""\n4,"w"\n',
    faults: [[1, 2, "unterminated_quote", 2, '1,"x']],
    good: [
      [2, 3, "2", "y, z"],
      [3, 4, "3", null],
      [4, 5, "4", "w"],
    ],
  },
  {
    name: "a quote open at the end of the file costs its own line only",
    source: 'a,b\n1,"x\n2,y\n3,z',
    faults: [[1, 2, "unterminated_quote", 2, '1,"x']],
    good: [
      [2, 3, "2", "y"],
      [3, 4, "3", "z"],
    ],
  },
  {
    name: "a quote open on the last line",
    source: 'a,b\n1,1\n2,"x',
    faults: [[2, 3, "unterminated_quote", 2, '2,"x']],
    good: [[1, 2, "1", "1"]],
  },
  {
    name: "bytes that are no UTF-8",
    source: utf8("a,b\n1,é\n2,", [0xe9], "x\n3,é\n"),
    faults: [[2, 3, "invalid_encoding", 2, "2,\uFFFDx"]],
    good: [
      [1, 2, "1", "é"],
      [3, 4, "3", "é"],
    ],
  },
  {
    name: "a sequence cut off by the line's end",
    source: utf8('a,b\n"1', [0xe2, 0x82], '","x"\n2,2\n'),
    faults: [[1, 2, "invalid_encoding", 1, '"1\uFFFD","x"']],
    good: [[2, 3, "2", "2"]],
  },
  {
    name: "a NUL byte",
    source: "a,b\n1,\0\n2,2\n",
    faults: [[1, 2, "invalid_encoding", 2, "1,\uFFFD"]],
    good: [[2, 3, "2", "2"]],
  },
  {
    name: "quoted newlines and blank lines before a fault count as lines",
    source: 'a,b\r\n\r\n"1\r\n1",1\r\n\r\n2\r\n3,3\r\n',
    faults: [[2, 6, "too_few_fields", null, "2"]],
    good: [
      [1, 3, "1\r\n1", "1"],
      [3, 7, "3", "3"],
    ],
  },
  {
    name: "a line of spaces is a record",
    source: "a,b\n  \n2,2\n",
    faults: [[1, 2, "too_few_fields", null, "  "]],
    good: [[2, 3, "2", "2"]],
  },
]

describe("faults", () => {
  for (const { name, source, faults, good } of faultCases) {
    test(name, async () => {
      for (const sizes of [[65_536], [1], [2, 3, 7]]) {
        const chunks = await scanAll(source, { directory: directory.path }, sizes)
        const found = chunks.flatMap((chunk) => chunk.faults)
        expect(found.map((one) => [one.row, one.line, one.code, one.field, one.text])).toEqual(faults)
        const rows = await reader.rowsOf(chunks, 2)
        expect(rows.map(({ row, line, values }) => [row, line, ...values])).toEqual(good)
      }
    })
  }

  test("a row that never ends is dropped to its newline, whatever the block size", async () => {
    const source = `a,b\n1,${"x".repeat(500)}\n2,2\n`
    for (const sizes of [[65_536], [7], [64]]) {
      const chunks = await scanAll(source, { directory: directory.path, maxRecordBytes: 100 }, sizes)
      const text = `1,${"x".repeat(98)}`
      expect(chunks.flatMap((chunk) => chunk.faults)).toEqual([
        { row: 1, line: 2, code: "row_too_long", field: null, text },
      ])
      expect(textsOf(chunks)).toEqual(["1,1,2,2\n"])
    }
  })

  test("a quote left open gives up after the greatest record length and goes on with the next line", async () => {
    const rows = Array.from({ length: 90 }, (_, index) => `${index + 2},x\n`).join("")
    for (const sizes of [[65_536], [3], [64]]) {
      const source = `a,b\n1,"x\n${rows}`
      const chunks = await scanAll(source, { directory: directory.path, maxRecordBytes: 100 }, sizes)
      expect(chunks.flatMap((chunk) => chunk.faults)).toEqual([
        { row: 1, line: 2, code: "unterminated_quote", field: 2, text: '1,"x' },
      ])
      expect(chunks.map((chunk) => chunk.rows)).toEqual([90])
    }
  })

  test("a fault's text is cut between characters", async () => {
    const chunks = await scanAll(`a,b\n${"x".repeat(1_999)}𝄞𝄞\n`, { directory: directory.path })
    expect(chunks[0]?.faults[0]?.text).toBe("x".repeat(1_999))
  })

  test("faults before the row to resume after are not reported again", async () => {
    const chunks = await scanAll("a\n1,1\n2\n3,3\n", { directory: directory.path, afterRow: 2 })
    expect(chunks.flatMap((chunk) => chunk.faults.map((one) => one.row))).toEqual([3])
  })

  test("a flood of faults ends a chunk early", async () => {
    const chunks = await scanAll(`a\n${"1,1\n".repeat(10_001)}`, { directory: directory.path })
    expect(chunks.map((chunk) => chunk.faults.length)).toEqual([10_000, 1])
  })
})

describe("any bytes", () => {
  const soup = fc
    .array(
      fc.constantFrom<string | number[]>(
        '"',
        '"',
        ",",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "a",
        "é",
        "𝄞",
        [0xff],
        [0xc3],
        [0],
      ),
      { maxLength: 60 },
    )
    .map((parts) => utf8("a,b\n", ...parts))

  test("whatever the bytes, the database reads exactly the good rows, and the blocks make no difference", async () => {
    const property = fc.asyncProperty(
      soup,
      blockSizes,
      fc.integer({ min: 8, max: 80 }),
      async (bytes, sizes, max) => {
        const options = { directory: directory.path, maxRecordBytes: max }
        const whole = await scanAll(bytes, options)
        const blocks = await scanAll(bytes, options, sizes)
        expect(blocks.map((chunk) => ({ ...chunk, path: "" }))).toEqual(
          whole.map((chunk) => ({ ...chunk, path: "" })),
        )
        expect(textsOf(blocks)).toEqual(textsOf(whole))
        const rows = await reader.rowsOf(whole, 2)
        const faults = whole.flatMap((chunk) => chunk.faults)
        const numbers = [...rows, ...faults].map((one) => one.row).sort((one, other) => one - other)
        expect(numbers).toEqual(numbers.map((_, index) => index + 1))
        expect(whole.at(-1)?.last_row).toBe(numbers.length)
        for (const chunk of blocks) rmSync(chunk.path)
      },
    )
    await fc.assert(property, { numRuns: 300 })
  })
})

describe("a file that is no CSV", () => {
  const cases: [name: string, source: string | Buffer, code: string][] = [
    ["no byte at all", "", "csv_empty"],
    ["only a byte order mark", "\uFEFF", "csv_empty"],
    ["only blank lines", "\n\r\n\n", "csv_empty"],
    ["a header whose quote stays open", '"a,b\n1,2\n', "csv_header_invalid"],
    ["a header with a quote in a field", 'a"b,c\n1,2\n', "csv_header_invalid"],
    ["a header that is no UTF-8", Buffer.from([0x61, 0xff, 0x0a]), "csv_header_invalid"],
    ["UTF-16", Buffer.from("a,b\n1,2\n", "utf16le"), "csv_header_invalid"],
    ["bare carriage returns as line ends", "a,b\r1,2\r3,4\r", "csv_header_invalid"],
  ]
  for (const [name, source, code] of cases) {
    test(`${name} is refused as ${code} and leaves nothing behind`, async () => {
      await expect(scanAll(source, { directory: directory.path })).rejects.toMatchObject({
        status: 422,
        code,
      })
      expect(readdirSync(directory.path)).toEqual([])
    })
  }

  test("what the header check throws ends the scan and leaves nothing behind", async () => {
    const fields = () => {
      throw problem(422, "csv_column_unknown", "No such column.")
    }
    const scan = scanAll("a\n1\n", { directory: directory.path, fields })
    await expect(scan).rejects.toMatchObject({ code: "csv_column_unknown" })
    expect(readdirSync(directory.path)).toEqual([])
  })

  test("a source that fails midway leaves nothing behind", async () => {
    async function* broken() {
      yield Buffer.from("a\n1\n2\n")
      throw problem(422, "zip_corrupt", "Bytes are missing.")
    }
    const scan = scanRecords(broken(), { directory: directory.path, fields: () => 1 })
    await expect(scan.next()).rejects.toMatchObject({ code: "zip_corrupt" })
    expect(readdirSync(directory.path)).toEqual([])
  })

  test("a reader that leaves early keeps its chunk and nothing else remains", async () => {
    let closed = false
    async function* source() {
      try {
        yield* blocksOf(Buffer.from("a\n1\n2\n3\n"), [3])
      } finally {
        closed = true
      }
    }
    for await (const chunk of scanRecords(source(), {
      directory: directory.path,
      chunkRows: 1,
      fields: () => 1,
    })) {
      expect(textsOf([chunk])).toEqual(["0,1,1\n"])
      rmSync(chunk.path)
      break
    }
    expect(closed).toBe(true)
    expect(readdirSync(directory.path)).toEqual([])
  })
})
