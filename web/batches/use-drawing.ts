import { type RefObject, useEffect } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { BatchStatus } from "../../lib/contract/jobs.ts"
import { useDark } from "../ui/watch.ts"
import { drawBatches, layOut, type Palette } from "./draw-batches.ts"

interface Drawing {
  canvas: RefObject<HTMLCanvasElement | null>
  batches: BatchEntry[]
  /** Width of a cell with its gap. */
  pitch: number
  width: number
  /** Elements coloured as the states are. */
  palette: RefObject<HTMLElement | null>
  /** The cell with a ring around it. */
  cursor: number | null
}

/** Draws the cells, and again whenever they, the room or the colours are others. */
export function useDrawing({ canvas, batches, pitch, width, palette, cursor }: Drawing): void {
  const dark = useDark()
  useEffect(() => {
    if (!canvas.current || width === 0) return
    const states = batches.map(({ status }) => status)
    const layout = layOut(states.length, pitch, width)
    drawBatches(canvas.current, states, layout, coloursOf(palette.current, dark), cursor)
  }, [canvas, batches, pitch, width, palette, dark, cursor])
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
