import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { onlyTable } from "../../lib/datasets/questions.ts"
import type { JobSource } from "../../lib/engine/jobs/jobs.ts"
import { masked, rowTables } from "../../lib/engine/mending/table.ts"

const table = onlyTable(contacts)
const columns = table.columns.map((column) =>
  column.name === "phone" ? { ...column, sensitive: true } : column,
)
const dataset = { ...contacts, tables: [{ ...table, columns }] }

test("cells of a sensitive column are masked for those who may not mend, however the file calls it", () => {
  const source: JobSource = {
    kind: "upload",
    name: "people.csv",
    filename: null,
    temporary: true,
    bytes: 1,
    reading: {
      format: "csv",
      encoding: "utf-8",
      bom: false,
      delimiter: ",",
      header: ["E-mail", "Tel", "Tel"],
      mapping: [
        ["E-mail", "email", 0],
        ["Tel", "phone", 0],
      ],
    },
  }
  const tables = rowTables(dataset, { source })
  const cells = { "E-mail": "bad", Tel: "02 1", "Tel (2)": "02 2", Shoe: "42" }
  const shown = (of: Record<string, string>) => masked(tables, { table_name: table.name }, of)
  expect(shown(cells)).toEqual({ ...cells, Tel: "***", "Tel (2)": "***" })
  // A comma too many, and what could not be read at all.
  expect(shown({ "E-mail": "02 1", _more: "x" })).toEqual({ "E-mail": "***", _more: "***" })
  expect(shown({ _record: "ann@example.com;02 1" })).toEqual({ _record: "***" })
})
