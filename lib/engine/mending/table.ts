import { hash } from "node:crypto"
import type { Column, Dataset, Table } from "../../datasets/declaration.ts"
import { MASKED } from "../../datasets/define.ts"
import { onlyTable, tableOf } from "../../datasets/questions.ts"
import { type CellMapping, type Cells, cellMapping, MORE, WHOLE } from "../../reading/mended-cells.ts"
import type { Job } from "../jobs/jobs.ts"
import type { RefusedRow, RowKey } from "./refused-rows.ts"

/** A column of rows to mend, by what its cells go by. */
export interface TableColumn {
  table: Table
  header: string
  column: Column | null
}

/** What is known of the columns of an import's rows, to show them, to change them and to read them again. */
export interface RowTables {
  cells: CellMapping
  columns: readonly TableColumn[]
  /** The declared column behind the cell a row has under a name. */
  columnAt(row: Pick<RowKey, "table_name">, name: string): Column | null
  /** What a row's file calls a column, which may be named either way. */
  headerOf(row: Pick<RowKey, "table_name">, column: string): string
  isKnown(row: RefusedRow, name: string): boolean
}

interface Identified {
  table_name: string
  operation: string
  row_no: number
  record: Record<string, unknown> | null
}

/** What a row is known by, in the file of rows to mend: another number, import or content is another row. */
export function digestOf(job_id: string, row: Identified): string {
  const { table_name, operation, row_no, record } = row
  const text = JSON.stringify([job_id, table_name, operation, row_no, record])
  return hash("sha256", text).slice(0, 10)
}

/** The columns of an import's rows. */
export function rowTables(dataset: Dataset, { source }: Pick<Job, "source">): RowTables {
  return dataset.source === "records" && source.reading
    ? recordTables(dataset, source.reading)
    : declaredTables(dataset)
}

function recordTables(dataset: Dataset, reading: NonNullable<Job["source"]["reading"]>): RowTables {
  const table = onlyTable(dataset)
  const cells = cellMapping(table, reading)
  const columnAt = (_row: unknown, name: string) =>
    cells.mapping.columnOf(cells.cellsOf({ [name]: null }).names[0] ?? name)
  const added = table.columns.filter(
    ({ name }) => cells.headerOf(name) === name && !reading.header.includes(name),
  )
  return {
    cells,
    columns: [
      ...reading.header.map((header) => ({ table, header, column: columnAt(null, header) })),
      ...added.map((column) => ({ table, header: column.name, column })),
    ],
    columnAt,
    headerOf: (_row, column) => cells.headerOf(column),
    isKnown: (row, name) =>
      isOwn(row.record ?? {}, name) ||
      reading.header.includes(name) ||
      columnAt(row, name) !== null ||
      isColumn(table, name),
  }
}

const isOwn = (record: Cells, name: string) => Object.hasOwn(record, name) || name === MORE || name === WHOLE
const isColumn = ({ columns }: Table, name: string) => columns.some((column) => column.name === name)

/** Of an extract every file has the declared columns; of documents what their metadata may say. */
function declaredTables(dataset: Dataset): RowTables {
  const columns = dataset.tables.flatMap((table) =>
    table.columns.map((column) => ({ table, header: column.source, column })),
  )
  const find = (row: Pick<RowKey, "table_name">, name: string) =>
    tableOf(dataset, row.table_name).columns.find(
      (column) => column.source === name || column.name === name,
    ) ?? null
  const headers = new Map(columns.map(({ column }) => [column.name, column.source]))
  const headerOf = (name: string) => headers.get(name) ?? name
  return {
    cells: {
      mapping: { columnOf: () => null, rankOf: () => 0 },
      headerOf,
      isHeader: (name) => !headers.has(name),
      cellsOf: (row) => ({ names: Object.keys(row), cells: Object.values(row) }),
    },
    columns,
    columnAt: find,
    headerOf: (row, column) => find(row, column)?.source ?? column,
    isKnown: (row, name) => isOwn(row.record ?? {}, name) || find(row, name) !== null,
  }
}

/** The cells of a row as a viewer may see them; of one that could not be taken apart any may be another's. */
export function masked(tables: RowTables, row: Pick<RowKey, "table_name">, cells: Cells): Cells {
  const isApart = !Object.hasOwn(cells, MORE) && !Object.hasOwn(cells, WHOLE)
  const isOfAny = tables.columns.some(
    ({ table, column }) => table.name === row.table_name && column?.sensitive,
  )
  const isHidden = (name: string) => (isApart ? tables.columnAt(row, name)?.sensitive : isOfAny)
  return Object.fromEntries(
    Object.entries(cells).map(([name, value]) => [name, value !== null && isHidden(name) ? MASKED : value]),
  )
}
