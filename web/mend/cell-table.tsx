import { type DragEvent, type RefObject, useEffect, useId, useRef, useState } from "react"
import type { RowToMend } from "../../lib/contract/mending.ts"
import { LongTable, type LongTableHandle } from "../ui/long-table.tsx"
import { cellColumns } from "./cell-columns.tsx"
import { cellOf, keyOf } from "./row.ts"
import { type Cells, useCells } from "./use-cells.ts"
import type { Drafts } from "./use-drafts.ts"
import type { Place } from "./use-place.ts"
import type { RowsToMend } from "./use-rows-to-mend.ts"

/** Two lines: what a cell says, and what is wrong with it. */
const ROW_PIXELS = 58

interface CellTableProps {
  rows: RowsToMend
  total: number
  /** What cells go by, in the order they are shown. */
  headers: readonly string[]
  /** What a person calls each of them. */
  wordOf(header: string): string
  mayChange: boolean
  drafts: Drafts
  onPlace(place: Place): void
  onPaste(place: Place, text: string): void
  /** A file was dropped on a row. */
  onFile?: ((row: RowToMend, file: File) => void) | undefined
}

/** The rows as cells: those that are wrong are marked, and a cell is changed where it is. */
export function CellTable(props: CellTableProps) {
  const { rows, total, headers, wordOf, mayChange, drafts, onFile } = props
  const { rowAt } = rows
  const id = useId()
  const list = useRef<LongTableHandle>(null)
  const table = useRef<HTMLTableElement>(null)
  const [inView, setInView] = useState({ first: 0, last: 0 })
  const cells = useCellsOfRows(props, list)
  const { at } = cells
  const idOf = ({ row, column }: Place) => `${id}-${row}-${column}`
  const current = idOf(at)
  useBroughtIntoView(current)
  useFocusAfterTyping(table, cells)
  const isSeen = at.row >= inView.first && at.row < inView.last && rowAt(at.row) !== undefined
  return (
    <LongTable
      ref={list}
      label="Rows to mend"
      columns={cellColumns({ headers, wordOf, drafts, cells, idOf })}
      rowAt={rowAt}
      total={total}
      keyOf={keyOf}
      rowPixels={ROW_PIXELS}
      onShow={(first, last) => {
        if (first !== inView.first || last !== inView.last) setInView({ first, last })
        rows.show(first, last)
      }}
      table={{
        ref: table,
        role: "grid",
        tabIndex: 0,
        className: "grid cells",
        "aria-label": "Cells",
        "aria-readonly": !mayChange,
        "aria-activedescendant": isSeen ? current : undefined,
        ...cells.handlers,
        ...(onFile && dropping(rowAt, onFile)),
      }}
    />
  )
}

function useCellsOfRows(
  { rows, total, headers, mayChange, drafts, onPlace, onPaste }: CellTableProps,
  list: RefObject<LongTableHandle | null>,
): Cells {
  const cells = useCells({
    rows: total,
    columns: headers.length,
    mayChange,
    keyAt(index) {
      const row = rows.rowAt(index)
      return row && keyOf(row)
    },
    rowOf: (key) => rows.find((row) => keyOf(row) === key),
    cellAt({ row: index, column }) {
      const row = rows.rowAt(index)
      return row && { row, header: headers[column] ?? "" }
    },
    textOf: ({ row, header }) => cellOf(row, header, drafts.typedOf(row)),
    write({ row, header }, text) {
      if (row.mendable) drafts.keep([{ row, values: { [header]: text } }])
    },
    paste: onPaste,
    onMove: (place) => list.current?.bringIntoView(place.row),
  })
  const { row, column } = cells.at
  useEffect(() => onPlace({ row, column }), [row, column, onPlace])
  return cells
}

function useBroughtIntoView(id: string): void {
  useEffect(() => {
    document.getElementById(id)?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }, [id])
}

/** Whoever has changed a cell goes on among the others. */
function useFocusAfterTyping(table: RefObject<HTMLElement | null>, { typing }: Cells): void {
  const wasTyping = useRef(false)
  useEffect(() => {
    if (wasTyping.current && typing === null) table.current?.focus({ preventScroll: true })
    wasTyping.current = typing !== null
  }, [table, typing])
}

/** Takes a file that is dropped on a row. */
function dropping(rowAt: RowsToMend["rowAt"], onFile: (row: RowToMend, file: File) => void) {
  return {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop(event: DragEvent) {
      const [file] = event.dataTransfer.files
      const index = (event.target as Element).closest("tr")?.dataset.index
      const row = index === undefined ? undefined : rowAt(Number(index))
      if (!file || !row) return
      event.preventDefault()
      event.stopPropagation()
      onFile(row, file)
    },
  }
}
