import { type MouseEvent, type RefObject, useId, useRef } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import { useWidth } from "../ui/watch.ts"
import { batchLine } from "../words/batches.ts"
import { cellAt, layOut } from "./draw-batches.ts"
import { useCellCursor } from "./use-cell-cursor.ts"
import { useDrawing } from "./use-drawing.ts"

interface BatchCanvasProps {
  batches: BatchEntry[]
  label: string
  /** Width of a cell with its gap. */
  pitch: number
  /** Elements coloured as the states are, to read the colours of the theme from. */
  palette: RefObject<HTMLElement | null>
  onPoint(batch: BatchEntry | null): void
  onPick(batch: BatchEntry): void
}

/**
 * A cell a batch. Drawn, since ten thousand elements would be slow. For the keyboard and for reading aloud it is a list
 * of which the one item is there that the keyboard is at.
 */
export function BatchCanvas({ batches, label, pitch, palette, onPoint, onPick }: BatchCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const item = useId()
  const width = useWidth(canvas)
  const layout = layOut(batches.length, pitch, width)
  const { cursor, focused, handlers } = useCellCursor({ batches, layout, canvas, onPoint, onPick })
  useDrawing({ canvas, batches, pitch, width, palette, cursor: focused ? cursor : null })
  const batchAt = ({ nativeEvent: { offsetX, offsetY } }: MouseEvent) =>
    batches[cellAt(layout, offsetX, offsetY) ?? -1] ?? null
  const pick = (batch: BatchEntry | null) => batch && onPick(batch)
  return (
    <canvas
      ref={canvas}
      className={batches.length > 120 ? "batch-cells batch-cells-many" : "batch-cells"}
      role="listbox"
      aria-label={label}
      aria-activedescendant={item}
      tabIndex={0}
      style={{ height: layout.height }}
      onPointerMove={(event) => onPoint(batchAt(event))}
      onPointerLeave={() => onPoint(null)}
      onClick={(event) => pick(batchAt(event))}
      {...handlers}
    >
      <span
        id={item}
        role="option"
        tabIndex={-1}
        aria-selected="true"
        aria-posinset={cursor + 1}
        aria-setsize={batches.length}
      >
        {batches[cursor] && batchLine(batches[cursor])}
      </span>
    </canvas>
  )
}
