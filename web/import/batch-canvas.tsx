import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { BatchStatus } from "../../lib/contract/jobs.ts"
import { useDark, useWidth } from "../ui/watch.ts"
import { batchLine } from "../words/batches.ts"
import { cellAt, drawBatches, type Layout, layOut, MARGIN, type Palette } from "./draw-batches.ts"

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
  const [at, setAt] = useState(0)
  const [focused, setFocused] = useState(false)
  const item = useId()
  const width = useWidth(canvas)
  const dark = useDark()
  const layout = layOut(batches.length, pitch, width)
  const { columns, height } = layout
  const cursor = Math.min(at, batches.length - 1)

  useEffect(() => {
    if (!canvas.current || width === 0) return
    const states = batches.map(({ status }) => status)
    const shown = layOut(states.length, pitch, width)
    drawBatches(canvas.current, states, shown, coloursOf(palette.current, dark), focused ? cursor : null)
  }, [batches, pitch, width, palette, dark, focused, cursor])

  const batchAt = ({ nativeEvent: { offsetX, offsetY } }: MouseEvent) =>
    batches[cellAt(layout, offsetX, offsetY) ?? -1] ?? null
  const moveTo = (index: number) => {
    const next = Math.min(Math.max(0, index), batches.length - 1)
    setAt(next)
    onPoint(batches[next] ?? null)
    if (canvas.current) show(canvas.current, layout, next)
  }
  const press = (event: KeyboardEvent) => {
    const batch = batches[cursor]
    const step = stepOf(event.key, columns, batches.length)
    if (event.key === "Enter" || event.key === " ") {
      if (batch) onPick(batch)
    } else if (step !== null) moveTo(cursor + step)
    else return
    event.preventDefault()
  }
  return (
    <canvas
      ref={canvas}
      className={batches.length > 120 ? "cells cells-many" : "cells"}
      role="listbox"
      aria-label={label}
      aria-activedescendant={item}
      tabIndex={0}
      style={{ height }}
      onPointerMove={(event) => onPoint(batchAt(event))}
      onPointerLeave={() => onPoint(null)}
      onClick={(event) => {
        const batch = batchAt(event)
        if (batch) onPick(batch)
      }}
      onKeyDown={press}
      onFocus={() => {
        setFocused(true)
        onPoint(batches[cursor] ?? null)
      }}
      onBlur={() => {
        setFocused(false)
        onPoint(null)
      }}
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

/** Read from the page, which has others in the dark. */
function coloursOf(legend: HTMLElement | null, dark: boolean): Palette {
  const unknown = dark ? "white" : "black"
  const colour = (state: BatchStatus) => {
    const swatch = legend?.querySelector(`[data-state="${state}"]`)
    return swatch ? getComputedStyle(swatch).color : unknown
  }
  return {
    pending: colour("pending"),
    processing: colour("processing"),
    completed: colour("completed"),
    failed: colour("failed"),
    cursor: legend ? getComputedStyle(legend).color : unknown,
  }
}
