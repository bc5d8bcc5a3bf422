import { parse } from "csv-parse/sync"
import fc from "fast-check"
import { expect, test } from "vitest"
import { readCsv } from "../../lib/formats/csv-rows.ts"
import type { CsvLayout, RawFault, RecordTaker } from "../../lib/formats/raw-record.ts"

/** Keeps all it is handed. */
class Kept implements RecordTaker {
  readonly isFull = false
  names: string[] = []
  readonly rows: { row: number; line: number; cells: unknown[] }[] = []
  readonly faults: RawFault[] = []

  header(names: string[]) {
    this.names = names
  }

  record(row: number, line: number, _names: readonly string[], cells: readonly unknown[]) {
    this.rows.push({ row, line, cells: [...cells] })
  }

  readonly notices: string[] = []

  fault(fault: RawFault) {
    this.faults.push(fault)
  }

  notice(code: string, line: number) {
    this.notices.push(`${code} ${line}`)
  }
}

/** Text in pieces of these sizes, by their characters. */
async function* blocksOf(text: string, sizes: readonly number[] = [text.length]) {
  for (let at = 0, i = 0; at < text.length; i += 1) {
    const piece = text.slice(at, at + (sizes[i % sizes.length] ?? 1))
    at += piece.length
    yield { text: piece, bytes_read: at, hasBroken: piece.includes("\0") }
  }
}

const LAYOUT = { quote: '"', escaping: '"', comment: null, header_line: 1, names: [] }

async function read(text: string, more: Partial<CsvLayout> = {}, sizes?: number[]): Promise<Kept> {
  const kept = new Kept()
  const layout = { delimiter: ",", ...LAYOUT, ...more }
  for await (const _ of readCsv(() => blocksOf(text, sizes), layout, { afterRow: 0 }, kept));
  return kept
}

test("quoted and plain cells come as they were meant, with their lines", async () => {
  const { names, rows, faults } = await read(' a ,b\r\n1,"x, ""y""\nz"\r\n,\r\n"",é\n')
  expect(names).toEqual(["a", "b"])
  expect(rows).toEqual([
    { row: 1, line: 2, cells: ["1", 'x, "y"\nz'] },
    { row: 2, line: 5, cells: ["", "é"] },
  ])
  expect(faults).toEqual([])
})

test("each kind of line end ends a record, but within quotes", async () => {
  const { rows } = await read('a,b\r1,"x\r"\r\n2,y\n3,z')
  expect(rows).toEqual([
    { row: 1, line: 2, cells: ["1", "x\r"] },
    { row: 2, line: 4, cells: ["2", "y"] },
    { row: 3, line: 5, cells: ["3", "z"] },
  ])
})

test("rows are filled where they are short, and cut where what is too much is empty", async () => {
  const { rows, notices, faults } = await read("a,b,c\n1\n1,2,3,, \n1,2,3,4\n , ,\n\n,\n")
  expect(rows.map(({ row, cells }) => [row, cells])).toEqual([
    [1, ["1"]],
    [2, ["1", "2", "3"]],
  ])
  expect(faults).toMatchObject([{ row: 3, line: 4, code: "too_many_fields", text: "1,2,3,4" }])
  expect(notices).toEqual(["short_rows 2", "blank_rows 5", "blank_rows 6", "blank_rows 7"])
})

test("a value of more than a megabyte is its row's fault, and none of its lines is a row", async () => {
  for (const sizes of [[10_000_000], [70_000], [1_048_577, 3]]) {
    const text = `a,b,c\n1,"${'word,""two""\n'.repeat(100_000)}",x\n2,y,z\n`
    const { rows, faults } = await read(text, {}, sizes)
    expect(faults).toMatchObject([{ row: 1, line: 2, code: "value_too_long", header: "b" }])
    expect(rows).toEqual([{ row: 2, line: 100_003, cells: ["2", "y", "z"] }])
  }
})

test("a quote that is never closed costs its row, or the file where nothing behind it is a row", async () => {
  const among = await read('a,b\n1,"open\n2,"x, y"\n3,"z, ""q"""\n')
  expect(among.faults).toMatchObject([{ row: 1, line: 2, code: "unterminated_quote" }])
  expect(among.rows).toMatchObject([{ cells: ["2", "x, y"] }, { cells: ["3", 'z, "q"'] }])
  const { rows, faults } = await read('a,b\n1,"x\nnote\n2,y\n')
  expect(faults).toMatchObject([{ row: 1, line: 2, code: "unterminated_quote" }])
  expect(rows).toEqual([{ row: 2, line: 4, cells: ["2", "y"] }])
  await expect(read('a,b\n1,"x\nnote\n')).rejects.toMatchObject({ code: "csv_quote_open", detail: /line 2/ })
  const long = await read(`a,b\n0,x\n\n\n1,"${"x,y\n".repeat(400_000)}`, {}, [100_000])
  expect(long.faults).toMatchObject([{ row: 2, line: 5, code: "unterminated_quote" }])
  expect(long.rows).toHaveLength(400_000)
  // It is read from its beginning again, and a blank line told of once.
  expect(long.notices).toEqual(["blank_rows 3", "blank_rows 4"])
})

test("what is wrong behind a value that is too long costs no more than its row", async () => {
  for (const rest of ['"x"y,z', '"x\n"y,z', "x,z"]) {
    const text = `a,b,c\n1,"${"x".repeat(1_100_000)}",${rest}\n2,y,z\n`
    const { rows, faults } = await read(text, {}, [100_000])
    expect(faults).toMatchObject([{ row: 1, line: 2, code: "value_too_long" }])
    expect(rows).toEqual([{ row: 2, line: rest.includes("\n") ? 4 : 3, cells: ["2", "y", "z"] }])
  }
})

test("another quote, a backslash before one, comments and any delimiter are read where the dialect says so", async () => {
  expect((await read("a§b\n'x§''y'§2\n", { delimiter: "§", quote: "'", escaping: "'" })).rows).toMatchObject([
    { cells: ["x§'y", "2"] },
  ])
  expect((await read('a,b\n"x \\"y\\", z",2\n', { escaping: "\\" })).rows).toMatchObject([
    { cells: ['x "y", z', "2"] },
  ])
  expect((await read('a,b\n"C:\\\\x\\\\",2\n', { escaping: "\\" })).rows).toMatchObject([
    { cells: ["C:\\x\\", "2"] },
  ])
  expect((await read("a,b\n# not a row\n1,2\n", { comment: "#" })).rows).toEqual([
    { row: 1, line: 3, cells: ["1", "2"] },
  ])
})

test("names stand where the dialect says, and are told apart by their place", async () => {
  const { names, rows } = await read("note\n\nx,x,\n1,2,3\n", { header_line: 3 })
  expect(names).toEqual(["x", "x (2)", ""])
  expect(rows).toEqual([{ row: 1, line: 4, cells: ["1", "2", "3"] }])
  const plain = await read("1,2\n", { header_line: 0, names: ["Column 1", "Column 2"] })
  expect(plain.rows).toEqual([{ row: 1, line: 1, cells: ["1", "2"] }])
})

test("what marks the end of a file is no part of it", async () => {
  expect((await read("a,b\n1,2\n\u001a\0\0")).rows).toHaveLength(1)
  expect((await read("a,b\n1,2\u001a")).rows).toMatchObject([{ cells: ["1", "2"] }])
})

const hasText = (row: readonly string[]) => row.some((cell) => cell.trim() !== "")

test("whatever the cells, they are what a CSV parser reads", async () => {
  const plain = fc.string({ unit: fc.constantFrom("a", "é", "😀", "'", ";", "|"), minLength: 1 })
  const cell = fc.oneof(
    plain.map((text) => [text, text] as const),
    fc
      .string({ unit: fc.constantFrom("a", "é", '"', ",", ";", "\n", "\r\n", "\r", "|"), minLength: 1 })
      .map((text) => [`"${text.replaceAll('"', '""')}"`, text] as const),
  )
  const tables = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }))
  await fc.assert(
    fc.asyncProperty(
      tables,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      async (table, sizes) => {
        const header = (table[0] ?? []).map((_, i) => `c${i}`).join(",")
        const text = `${[header, ...table.map((row) => row.map(([written]) => written).join(","))].join("\n")}\n`
        const { rows, faults } = await read(text, {}, sizes)
        expect(faults).toEqual([])
        const meant = table.map((row) => row.map(([, cell]) => cell)).filter(hasText)
        expect(rows.map(({ cells }) => cells)).toEqual(meant)
        const parsed: string[][] = parse(text, { record_delimiter: "\n", from: 2 })
        expect(rows.map(({ cells }) => cells)).toEqual(parsed.filter(hasText))
      },
    ),
  )
})

test("a file in which all is in quotes is read in about the time of one without", {
  timeout: 60_000,
}, async () => {
  const rows = '"jan@example.org","Jan","Gent, B"\n'.repeat(200_000)
  expect((await read(`email,name,city\n${rows}`)).rows).toHaveLength(200_000)
})
