import { type RefObject, useEffect, useRef, useState } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"

type State = BatchEntry["status"]

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

/** A cell a batch. Drawn, since ten thousand elements would be slow; the list beside it is for the keyboard. */
export function BatchCanvas({ batches, label, pitch, palette, onPoint, onPick }: BatchCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(canvas)
  const dark = useDark()
  const columns = Math.max(1, Math.floor(width / pitch))
  const height = Math.ceil(batches.length / columns) * pitch

  useEffect(() => {
    const shown = canvas.current
    if (shown && width > 0)
      draw(shown, batches, { columns, pitch, width, height }, coloursOf(palette.current, dark))
  }, [batches, columns, pitch, width, height, palette, dark])

  const batchAt = ({ nativeEvent }: React.MouseEvent) => {
    const column = Math.floor(nativeEvent.offsetX / pitch)
    const index = Math.floor(nativeEvent.offsetY / pitch) * columns + column
    return column < columns ? (batches[index] ?? null) : null
  }
  return (
    <canvas
      ref={canvas}
      className={batches.length > 120 ? "cells cells-many" : "cells"}
      role="img"
      aria-label={label}
      style={{ height }}
      onPointerMove={(event) => onPoint(batchAt(event))}
      onPointerLeave={() => onPoint(null)}
      onClick={(event) => {
        const batch = batchAt(event)
        if (batch) onPick(batch)
      }}
    />
  )
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}

/** Changes with the colour scheme. */
function useDark(): boolean {
  const query = matchMedia("(prefers-color-scheme: dark)")
  const [dark, setDark] = useState(query.matches)
  useEffect(() => {
    const changed = () => setDark(query.matches)
    query.addEventListener("change", changed)
    return () => query.removeEventListener("change", changed)
  }, [query])
  return dark
}

/** Read from the page, which has others in the dark. */
function coloursOf(palette: HTMLElement | null, dark: boolean): Record<State, string> {
  const unknown = dark ? "white" : "black"
  const colour = (state: State) => {
    const swatch = palette?.querySelector(`[data-state="${state}"]`)
    return swatch ? getComputedStyle(swatch).color : unknown
  }
  return {
    pending: colour("pending"),
    processing: colour("processing"),
    completed: colour("completed"),
    failed: colour("failed"),
  }
}

interface Size {
  columns: number
  pitch: number
  width: number
  height: number
}

/** States differ in shape as well: waiting is an outline, running half full, done full, failed crossed out. */
function draw(
  canvas: HTMLCanvasElement,
  batches: BatchEntry[],
  size: Size,
  colours: Record<State, string>,
): void {
  const { columns, pitch, width, height } = size
  const scale = devicePixelRatio || 1
  canvas.width = width * scale
  canvas.height = height * scale
  const context = canvas.getContext("2d")
  if (!context) return
  context.scale(scale, scale)
  const side = pitch - (pitch > 8 ? 3 : 1)
  for (const [index, { status }] of batches.entries()) {
    const x = (index % columns) * pitch
    const y = Math.floor(index / columns) * pitch
    context.fillStyle = colours[status]
    context.strokeStyle = colours[status]
    if (status === "completed") context.fillRect(x, y, side, side)
    if (status === "pending") context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1)
    if (status === "processing") {
      context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1)
      context.fillRect(x, y + side / 2, side, side / 2)
    }
    if (status === "failed") drawCross(context, x, y, side)
  }
}

function drawCross(context: CanvasRenderingContext2D, x: number, y: number, side: number): void {
  context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1)
  context.lineWidth = Math.max(1, side / 6)
  context.beginPath()
  context.moveTo(x + 2, y + 2)
  context.lineTo(x + side - 2, y + side - 2)
  context.moveTo(x + side - 2, y + 2)
  context.lineTo(x + 2, y + side - 2)
  context.stroke()
  context.lineWidth = 1
}
