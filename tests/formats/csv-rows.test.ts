import { parse } from "csv-parse/sync"
import fc from "fast-check"
import { expect, test } from "vitest"
import { cellsOf } from "../../lib/formats/csv-rows.ts"

const text = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", ";", "\n", "\r", " ", "𝄞") })
const written = (cell: string, quoted: boolean) =>
  quoted || /[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

test("the cells of a good record are what another parser makes of it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, fc.boolean()), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(",", ";"),
      (cells, delimiter) => {
        const record = cells.map(([cell, quoted]) => written(cell, quoted)).join(delimiter)
        expect(cellsOf(record, delimiter)).toEqual(cells.map(([cell]) => cell))
        fc.pre(record !== "")
        const [parsed] = parse(record, { delimiter, record_delimiter: "\0", max_record_size: 0 })
        expect(cellsOf(record, delimiter)).toEqual(parsed)
      },
    ),
    { numRuns: 500 },
  )
})
