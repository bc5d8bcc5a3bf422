import type { HTMLAttributes, ReactNode } from "react"
import { count } from "../words/numbers.ts"
import { Scroll } from "./section.tsx"

export interface Column<Row> {
  word: string
  /** What stands above it, where that is not its word. */
  head?: ReactNode
  /** How a cell is drawn: a number to the right, a long text broken where it must be, buttons without the column's word. */
  kind?: "number" | "text" | "value" | "buttons"
  cell(row: Row): ReactNode
  /** What the cell of a row has beside its content. */
  attributes?(row: Row, index: number): HTMLAttributes<HTMLTableCellElement> | undefined
}

/** A column of counts; one of 0 steps back. */
export function countColumn<Row>(word: string, countOf: (row: Row) => number): Column<Row> {
  return {
    word,
    kind: "number",
    cell: (row) => count(countOf(row)),
    attributes: (row) => (countOf(row) === 0 ? { className: "number zero" } : undefined),
  }
}

interface TableProps<Row> {
  label: string
  className?: string
  /** The first names the row. */
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf(row: Row): string
}

/** A list that is short enough to be there as a whole. */
export function Table<Row>({ label, className = "", columns, rows, keyOf }: TableProps<Row>) {
  return (
    <Scroll label={label}>
      <table className={`grid ${className}`}>
        <thead>
          <tr>
            <Heads columns={columns} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row)}>
              <Cells row={row} index={index} columns={columns} labelled />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

export function Heads<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return columns.map(({ word, head = word, kind }) => (
    <th key={word} scope="col" className={kind}>
      {head}
    </th>
  ))
}

interface CellsProps<Row> {
  row: Row
  index: number
  columns: readonly Column<Row>[]
  /** Each cell knows the word of its column, for where there is no room for heads. */
  labelled?: boolean
}

export function Cells<Row>({ row, index, columns, labelled = false }: CellsProps<Row>) {
  return columns.map(({ word, kind, cell, attributes }, place) =>
    place === 0 ? (
      <th key={word} scope="row" className={kind}>
        {cell(row)}
      </th>
    ) : (
      <td
        key={word}
        className={kind}
        data-label={labelled && kind !== "buttons" ? word : undefined}
        {...attributes?.(row, index)}
      >
        {cell(row)}
      </td>
    ),
  )
}
