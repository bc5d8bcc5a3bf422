import { type DragEvent, useEffect, useId, useRef, useState } from "react"
import type { RowToMend } from "../../lib/contract/mending.ts"
import { Icon } from "../ui/icon.tsx"
import { LongTable, type LongTableHandle } from "../ui/long-table.tsx"
import type { Column } from "../ui/table.tsx"
import { CellInput } from "./cell-input.tsx"
import { cellOf, keyOf, placeOf, textOf } from "./row.ts"
import { RowState } from "./row-state.tsx"
import { type Place, useCells } from "./use-cells.ts"
import type { Drafts } from "./use-drafts.ts"
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
  const { rows, total, headers, wordOf, mayChange, drafts, onPlace, onPaste, onFile } = props
  const id = useId()
  const list = useRef<LongTableHandle>(null)
  const table = useRef<HTMLTableElement>(null)
  const [inView, setInView] = useState({ first: 0, last: 0 })
  const textAt = ({ row: index, column }: Place) => {
    const row = rows.rowAt(index)
    return row ? cellOf(row, headers[column] ?? "", drafts.typedOf(row)) : ""
  }
  const cells = useCells({
    rows: total,
    columns: headers.length,
    mayChange,
    textAt,
    write({ row: index, column }, text) {
      const row = rows.rowAt(index)
      if (row?.mendable) drafts.keep([{ row, values: { [headers[column] ?? ""]: text } }])
    },
    paste: onPaste,
    onMove(place) {
      list.current?.bringIntoView(place.row)
      onPlace(place)
    },
  })
  const { at, typing } = cells
  const cellId = (row: number, column: number) => `${id}-${row}-${column}`
  const current = cellId(at.row, at.column)
  useEffect(() => {
    document.getElementById(current)?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }, [current])
  const wasTyping = useRef(false)
  useEffect(() => {
    if (wasTyping.current && typing === null) table.current?.focus({ preventScroll: true })
    wasTyping.current = typing !== null
  }, [typing])

  const columns: Column<RowToMend>[] = [
    { word: "Row to mend", cell: (row) => <RowHead row={row} faults={drafts.faultsOf(row)} /> },
    ...headers.map((header, column) => ({
      word: wordOf(header),
      cell: (row: RowToMend) => {
        const isAt = column === at.column && row === rows.rowAt(at.row)
        if (isAt && typing !== null)
          return <CellInput label={`${wordOf(header)}, ${placeOf(row)}`} begun={typing} cells={cells} />
        return <CellText row={row} header={header} drafts={drafts} />
      },
      attributes: (row: RowToMend, index: number) => ({
        id: cellId(index, column),
        className: index === at.row && column === at.column ? "cell cell-at" : "cell",
        "aria-invalid": isWrong(drafts.faultsOf(row), header) || undefined,
        "aria-selected": index === at.row && column === at.column,
        onPointerDown: () => cells.goTo({ row: index, column }),
        onDoubleClick: () => row.mendable && cells.begin(textAt({ row: index, column })),
      }),
    })),
  ]
  const dropped = (event: DragEvent) => {
    const [file] = event.dataTransfer.files
    const index = (event.target as Element).closest("tr")?.dataset.index
    const row = index === undefined ? undefined : rows.rowAt(Number(index))
    if (!file || !row || !onFile) return
    event.preventDefault()
    event.stopPropagation()
    onFile(row, file)
  }
  const isSeen = at.row >= inView.first && at.row < inView.last && rows.rowAt(at.row) !== undefined
  return (
    <LongTable
      ref={list}
      label="Rows to mend"
      columns={columns}
      rowAt={rows.rowAt}
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
        ...(onFile && {
          onDragOver: (event: DragEvent) => event.preventDefault(),
          onDrop: dropped,
        }),
      }}
    />
  )
}

type Faults = ReturnType<Drafts["faultsOf"]>

function isWrong(faults: Faults, header: string): boolean {
  return faults?.some((fault) => fault.header === header) ?? false
}

interface CellTextProps {
  row: RowToMend
  header: string
  drafts: Drafts
}

/** What a cell says, and of one that is wrong or was changed how that stands. */
function CellText({ row, header, drafts }: CellTextProps) {
  const text = cellOf(row, header, drafts.typedOf(row))
  const faults = drafts.faultsOf(row)
  const fault = faults?.find((one) => one.header === header)
  const isChanged = text !== textOf(row.cells[header])
  const isFine = isChanged && faults?.every((one) => one.header !== null && one.header !== header)
  return (
    <>
      <span className={isChanged ? "cell-text changed" : "cell-text"}>{text}</span>
      {fault && (
        <small className="cell-fault" title={fault.message}>
          {fault.message}
        </small>
      )}
      {isFine && (
        <small className="row-state good">
          <Icon name="done" /> Fine now
        </small>
      )}
    </>
  )
}

function RowHead({ row, faults }: { row: RowToMend; faults: Faults }) {
  return (
    <>
      <span className="cell-text">{placeOf(row)}</span>
      <RowState row={row} faults={faults} />
    </>
  )
}
