import type { CodeTexts, DataColumn, DataRow, DataTable } from "../../lib/contract/data.ts"
import { Link } from "../ui/link.tsx"
import { LongTable } from "../ui/long-table.tsx"
import type { Column } from "../ui/table.tsx"
import { columnWord } from "../words/columns.ts"
import { nameOf, namingFirst, rowAddress, shortened, Value } from "./cell-value.tsx"

interface RowsTableProps {
  label: string
  table: DataTable
  rows: readonly DataRow[]
  codes: CodeTexts | undefined
  /** The extract whose state it is, as the address has it. */
  at: string
  /** Columns that say the same in every row. */
  without?: readonly string[]
}

/** Rows of a table, each a link to all there is of it. */
export function RowsTable({ label, table, rows, codes, at, without = [] }: RowsTableProps) {
  const shown = listedColumns(table).filter(({ name }) => !without.includes(name))
  const known = knownBy(table, shown)
  const columns: Column<DataRow>[] = [
    {
      word: known ? columnWord(known.name) : "Row",
      cell: (row) => <Link to={rowAddress(table.table, row.id, at)}>{wordOf(table, known, row)}</Link>,
    },
    ...shown
      .filter((column) => column !== known)
      .map(
        (column): Column<DataRow> => ({
          word: columnWord(column.name),
          ...(isNumber(column) && { kind: "number" as const }),
          cell: (row) => <Value column={column} row={row} codes={codes} />,
        }),
      ),
  ]
  return (
    <LongTable
      label={label}
      columns={columns}
      rowAt={(index) => rows[index]}
      total={rows.length}
      keyOf={(row) => `${row.id} ${row._extract_number ?? ""}`}
    />
  )
}

const isNumber = ({ type }: DataColumn) => type === "bigint" || type === "double" || type === "integer"

/** The column that stands first, as a link: what rows are in the order of, else what they are told by. */
function knownBy({ order }: DataTable, shown: readonly DataColumn[]): DataColumn | undefined {
  return shown.find(({ name, type }) => name === order && type === "varchar") ?? shown[0]
}

function wordOf(table: DataTable, known: DataColumn | undefined, row: DataRow): string {
  const value = known ? row[known.name] : null
  return typeof value === "string" && value.trim() !== "" ? shortened(value) : nameOf(table, row)
}

/** What a list of rows shows. */
export function listedColumns({ columns }: DataTable): DataColumn[] {
  return namingFirst(columns.filter(({ name, long }) => !long && !LEFT_OUT.includes(name)))
}

/** What only programs ask for, or every row of a list says in the same way. */
const LEFT_OUT: readonly string[] = [
  ...["id", "project_id", "content_hash", "document_id", "parent_id"],
  ...["_is_current", "_snapshot_date", "embedding_status"],
]
