import type { RowToMend } from "../../lib/contract/mending.ts"
import { Icon } from "../ui/icon.tsx"
import type { Column } from "../ui/table.tsx"
import { CellInput } from "./cell-input.tsx"
import { cellOf, keyOf, placeOf, textOf } from "./row.ts"
import { RowState } from "./row-state.tsx"
import type { Cells } from "./use-cells.ts"
import type { Drafts } from "./use-drafts.ts"
import type { Place } from "./use-place.ts"

interface CellColumns {
  headers: readonly string[]
  wordOf(header: string): string
  drafts: Drafts
  cells: Cells
  /** What an element is called that is a cell. */
  idOf(place: Place): string
}

/** The columns of rows to mend: where the row is, then a cell for each header, of which one is being gone through. */
export function cellColumns(grid: CellColumns): Column<RowToMend>[] {
  const { headers, drafts } = grid
  return [
    { word: "Row to mend", cell: (row) => <RowHead row={row} faults={drafts.faultsOf(row)} /> },
    ...headers.map((header, column) => cellColumn(grid, header, column)),
  ]
}

function cellColumn(grid: CellColumns, header: string, column: number): Column<RowToMend> {
  const { wordOf, drafts, cells, idOf } = grid
  const { at, typing } = cells
  const word = wordOf(header)
  return {
    word,
    cell(row) {
      const isTyped = typing !== null && typing.header === header && keyOf(typing.row) === keyOf(row)
      if (!isTyped) return <CellText row={row} header={header} drafts={drafts} />
      return <CellInput label={`${word}, ${placeOf(row)}`} begun={typing.text} cells={cells} />
    },
    attributes(row, index) {
      const isAt = index === at.row && column === at.column
      return {
        id: idOf({ row: index, column }),
        className: isAt ? "cell cell-at" : "cell",
        "aria-invalid": drafts.faultsOf(row)?.some((fault) => fault.header === header) || undefined,
        "aria-selected": isAt,
        onPointerDown: () => cells.goTo({ row: index, column }),
        onDoubleClick: () => row.mendable && cells.begin(cellOf(row, header, drafts.typedOf(row))),
      }
    },
  }
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

function RowHead({ row, faults }: { row: RowToMend; faults: ReturnType<Drafts["faultsOf"]> }) {
  return (
    <>
      <span className="cell-text">{placeOf(row)}</span>
      <RowState row={row} faults={faults} />
    </>
  )
}
