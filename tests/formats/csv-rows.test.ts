import { parse } from "csv-parse/sync"
import fc from "fast-check"
import { expect, test } from "vitest"
import { readCsv } from "../../lib/formats/csv-rows.ts"
import type { RawFault, RecordFormat, RecordTaker } from "../../lib/formats/raw-record.ts"
import { blocksOf } from "./chunk-reader.ts"

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

  fault(fault: RawFault) {
    this.faults.push(fault)
  }
}

async function read(
  text: string,
  delimiter: RecordFormat["delimiter"] = ",",
  sizes?: number[],
): Promise<Kept> {
  const kept = new Kept()
  const format: RecordFormat = { format: "csv", encoding: "utf-8", delimiter, layout: null }
  for await (const _ of readCsv(blocksOf(Buffer.from(text), sizes), format, { afterRow: 0 }, kept));
  return kept
}

test("quoted and plain cells come as they were meant, with their lines", async () => {
  const { names, rows, faults } = await read(' a ,b\r\n1,"x, ""y""\nz"\r\n,\r\n"",é\n')
  expect(names).toEqual(["a", "b"])
  expect(rows).toEqual([
    { row: 1, line: 2, cells: ["1", 'x, "y"\nz'] },
    { row: 2, line: 4, cells: ["", ""] },
    { row: 3, line: 5, cells: ["", "é"] },
  ])
  expect(faults).toEqual([])
})

test("a carriage return within a cell stays there", async () => {
  expect((await read('a,b\n1\r2,"x\r"\n')).rows).toMatchObject([{ cells: ["1\r2", "x\r"] }])
})

test("whatever the cells, they are what a CSV parser reads", async () => {
  const plain = fc.string({ unit: fc.constantFrom("a", "é", "😀", " ", "'", ";", "\t", "|") })
  const cell = fc.oneof(
    plain.map((text) => [text, text] as const),
    fc
      .string({ unit: fc.constantFrom("a", "é", '"', ",", ";", "\n", "\r\n", "\r", "|") })
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
        const { rows, faults } = await read(text, ",", sizes)
        expect(faults).toEqual([])
        expect(rows.map(({ cells }) => cells)).toEqual(table.map((row) => row.map(([, meant]) => meant)))
        const parsed: string[][] = parse(text, { record_delimiter: "\n", from: 2 })
        expect(rows.map(({ cells }) => cells)).toEqual(parsed)
      },
    ),
  )
})
