import { useVirtualizer } from "@tanstack/react-virtual"
import { type ReactNode, useEffect, useRef } from "react"
import { count } from "../words/numbers.ts"
import { Scroll } from "./section.tsx"

export interface Column<Row> {
  word: string
  /** How a cell is drawn: a number to the right, a long text broken where it must be. */
  kind?: "number" | "text" | "value"
  cell(row: Row): ReactNode
}

interface LongTableProps<Row> {
  label: string
  /** The first names the row. */
  columns: readonly Column<Row>[]
  /** Undefined while it is not known. */
  rowAt(index: number): Row | undefined
  /** All there are, known or not. */
  total: number
  keyOf(row: Row): string
  /** What is looked at: from the first of these up to the last, which is not among them. */
  onShow?(first: number, last: number): void
}

const ROW_PIXELS = 36
/** Rows kept ready above and below what is seen. */
const AROUND = 12

/** A list of any length in a frame of its own, of which only what is seen is there. The first column and the header stay. */
export function LongTable<Row>({ label, columns, rowAt, total, keyOf, onShow }: LongTableProps<Row>) {
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PIXELS,
    overscan: AROUND,
  })
  const shown = virtual.getVirtualItems()
  const [first, last] = [shown[0]?.index ?? 0, (shown.at(-1)?.index ?? -1) + 1]
  useEffect(() => onShow?.(first, last), [first, last, onShow])
  const above = shown[0]?.start ?? 0
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    <Scroll ref={frame} className="long" label={label}>
      <table className="grid" aria-rowcount={total + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ word, kind }) => (
              <th key={word} scope="col" className={kind}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap pixels={above} columns={columns.length} />
          {shown.map(({ index }) => {
            const row = rowAt(index)
            return (
              <tr
                key={row === undefined ? index : keyOf(row)}
                ref={virtual.measureElement}
                data-index={index}
                aria-rowindex={index + 2}
              >
                {row === undefined ? (
                  <td colSpan={columns.length} className="muted">
                    Row {count(index + 1)} …
                  </td>
                ) : (
                  <Cells row={row} columns={columns} />
                )}
              </tr>
            )
          })}
          <Gap pixels={below} columns={columns.length} />
        </tbody>
      </table>
    </Scroll>
  )
}

function Cells<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return columns.map(({ word, kind, cell }, place) =>
    place === 0 ? (
      <th key={word} scope="row" className={kind}>
        {cell(row)}
      </th>
    ) : (
      <td key={word} className={kind}>
        {cell(row)}
      </td>
    ),
  )
}

/** The room of the rows that are not there. */
function Gap({ pixels, columns }: { pixels: number; columns: number }) {
  if (pixels <= 0) return null
  return (
    <tr aria-hidden className="gap">
      <td colSpan={columns} style={{ height: pixels }} />
    </tr>
  )
}
