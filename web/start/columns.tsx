import type { DatasetColumn, DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { type Column, Table } from "../ui/table.tsx"
import { rowsWord } from "../words/columns.ts"

interface Line extends DatasetColumn {
  table: string
}

/** Which columns of the source go where, and by which other names they are known. */
export function Columns({ dataset: { tables, mappable } }: { dataset: DatasetDeclaration }) {
  const lines = tables.flatMap(({ table, columns }) => columns.map((column): Line => ({ ...column, table })))
  const shown = [...(tables.length > 1 ? [TABLE] : []), HEADER, mappable ? ALIASES : COLUMN, ...OTHERS]
  return (
    <details className="more">
      <summary>Columns</summary>
      <Table
        label="Columns"
        columns={shown}
        rows={lines}
        keyOf={({ table, header }) => `${table} ${header}`}
      />
    </details>
  )
}

const TABLE: Column<Line> = { word: "Table", cell: ({ table }) => rowsWord(table) }
const HEADER: Column<Line> = { word: "In the file", cell: ({ header }) => header }
const ALIASES: Column<Line> = { word: "Also called", cell: ({ aliases }) => aliases.join(", ") }
const COLUMN: Column<Line> = { word: "In the database", cell: ({ column }) => column }
const OTHERS: readonly Column<Line>[] = [
  { word: "Type", cell: ({ type }) => type.replaceAll("_", " ") },
  { word: "Required", cell: ({ required }) => (required ? "yes" : "no") },
]
