import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { onlyTable } from "../../lib/datasets/questions.ts"
import { rowTables } from "../../lib/engine/mending/table.ts"
import { cellMapping, withValues } from "../../lib/reading/mended-cells.ts"

const WHOLE = { _record: "a@b.be;Ann" }

test("the cells of a row that could not be taken apart are named by header or by column, like those of any other", () => {
  const header = ["E-mail", "first_name", "Given name"]
  const mapping: [string, string, number][] = [
    ["E-mail", "email", 0],
    ["Given name", "first_name", 0],
  ]
  const reading = { format: "csv" as const, encoding: "utf-8", bom: false, delimiter: ";", header, mapping }
  const cells = cellMapping(onlyTable(contacts), reading)
  const said = { email: "a@b.be", "Given name": "Ann", first_name: "x", city: "Gent" }
  expect(withValues(WHOLE, said, cells)).toEqual({
    ...WHOLE,
    "E-mail": "a@b.be",
    "Given name": "Ann",
    first_name: "x",
    city: "Gent",
  })
  const { cells: declared } = rowTables(dailyUpdate, { source: {} } as Parameters<typeof rowTables>[1])
  const values = { enterprise_number: "1", Status: "AC" }
  expect(withValues(WHOLE, values, declared)).toEqual({ ...WHOLE, EnterpriseNumber: "1", Status: "AC" })
})
