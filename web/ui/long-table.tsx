import { useVirtualizer } from "@tanstack/react-virtual"
import { type ComponentProps, type Ref, useEffect, useImperativeHandle, useRef } from "react"
import { count } from "../words/numbers.ts"
import { Scroll } from "./section.tsx"
import { Cells, type Column, Heads } from "./table.tsx"

/** What can be asked of a list that is there. */
export interface LongTableHandle {
  /** Scrolls no further than it must. */
  bringIntoView(index: number): void
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
  /** How high a row is before it is measured. */
  rowPixels?: number
  /** What makes more of the table than a list to read. */
  table?: ComponentProps<"table">
  ref?: Ref<LongTableHandle>
}

const ROW_PIXELS = 36
/** The header takes as much of what is seen. */
const HEAD_PIXELS = 36
/** Rows kept ready above and below what is seen. */
const AROUND = 12

/** A list of any length in a frame of its own, of which only what is seen is there. The first column and the header stay. */
export function LongTable<Row>(props: LongTableProps<Row>) {
  const { label, columns, rowAt, total, keyOf, onShow, rowPixels = ROW_PIXELS, table, ref } = props
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPixels,
    overscan: AROUND,
    scrollPaddingEnd: HEAD_PIXELS,
  })
  useImperativeHandle(ref, () => ({ bringIntoView: (index) => virtual.scrollToIndex(index) }))
  const shown = virtual.getVirtualItems()
  const [first, last] = [shown[0]?.index ?? 0, (shown.at(-1)?.index ?? -1) + 1]
  useEffect(() => onShow?.(first, last), [first, last, onShow])
  const above = shown[0]?.start ?? 0
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    <Scroll ref={frame} className="long" label={label}>
      <table className="grid" aria-rowcount={total + 1} {...table}>
        <thead>
          <tr aria-rowindex={1}>
            <Heads columns={columns} />
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
                style={{ height: rowPixels }}
              >
                {row === undefined ? (
                  <td colSpan={columns.length} className="muted">
                    Row {count(index + 1)} …
                  </td>
                ) : (
                  <Cells row={row} index={index} columns={columns} />
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

/** The room of the rows that are not there. */
function Gap({ pixels, columns }: { pixels: number; columns: number }) {
  if (pixels <= 0) return null
  return (
    <tr aria-hidden className="gap">
      <td colSpan={columns} style={{ height: pixels }} />
    </tr>
  )
}
