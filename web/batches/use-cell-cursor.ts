import { type KeyboardEvent, type RefObject, useState } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import { type Layout, MARGIN } from "./draw-batches.ts"

interface Cells {
  batches: BatchEntry[]
  layout: Layout
  canvas: RefObject<HTMLCanvasElement | null>
  onPoint(batch: BatchEntry | null): void
  onPick(batch: BatchEntry): void
}

interface CellCursor {
  /** The number of the cell the keyboard is at. */
  cursor: number
  focused: boolean
  handlers: { onKeyDown(event: KeyboardEvent): void; onFocus(): void; onBlur(): void }
}

/** Moves through the cells by keys, and picks one. */
export function useCellCursor({ batches, layout, canvas, onPoint, onPick }: Cells): CellCursor {
  const [at, setAt] = useState(0)
  const [focused, setFocused] = useState(false)
  const cursor = Math.min(at, batches.length - 1)
  const moveTo = (index: number) => {
    const next = Math.min(Math.max(0, index), batches.length - 1)
    setAt(next)
    onPoint(batches[next] ?? null)
    if (canvas.current) show(canvas.current, layout, next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const batch = batches[cursor]
    const step = stepOf(event.key, layout.columns, batches.length)
    if (event.key === "Enter" || event.key === " ") {
      if (batch) onPick(batch)
    } else if (step !== null) moveTo(cursor + step)
    else return
    event.preventDefault()
  }
  const focus = (on: boolean) => () => {
    setFocused(on)
    onPoint(on ? (batches[cursor] ?? null) : null)
  }
  return { cursor, focused, handlers: { onKeyDown, onFocus: focus(true), onBlur: focus(false) } }
}

const ROWS_A_PAGE = 10

/** How far a key moves; null for one that does not. Home and End go as far as there are cells. */
function stepOf(key: string, columns: number, cells: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * ROWS_A_PAGE,
    PageUp: -columns * ROWS_A_PAGE,
    End: cells,
    Home: -cells,
  }
  return steps[key] ?? null
}

/** Scrolls only when the cell is out of sight. */
function show(canvas: HTMLCanvasElement, { columns, pitch }: Layout, index: number): void {
  const top = canvas.getBoundingClientRect().top + MARGIN + Math.floor(index / columns) * pitch
  if (top < 0) scrollBy(0, top - pitch)
  else if (top + pitch > innerHeight) scrollBy(0, top + 2 * pitch - innerHeight)
}
