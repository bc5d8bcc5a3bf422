import type { BatchStatus } from "../../lib/contract/jobs.ts"

/** Where cells are: so many columns, so far apart, with room for the mark around the outermost ones. */
export interface Layout {
  columns: number
  pitch: number
  width: number
  height: number
}

export type Palette = Record<BatchStatus | "cursor", string>

/** Room around all cells, in pixels. */
export const MARGIN = 3

/** How many cells of that pitch fit, and how high that makes the drawing. */
export function layOut(cells: number, pitch: number, width: number): Layout {
  const columns = Math.max(1, Math.floor((width - 2 * MARGIN) / pitch))
  return { columns, pitch, width, height: Math.ceil(cells / columns) * pitch + 2 * MARGIN }
}

/** The number of the cell at a point of the drawing; null beside them. */
export function cellAt({ columns, pitch }: Layout, x: number, y: number): number | null {
  const column = Math.floor((x - MARGIN) / pitch)
  const row = Math.floor((y - MARGIN) / pitch)
  return column >= 0 && column < columns && row >= 0 ? row * columns + column : null
}

/** Draws a cell a state, and a ring around the one the keyboard is at. */
export function drawBatches(
  canvas: HTMLCanvasElement,
  states: readonly BatchStatus[],
  layout: Layout,
  palette: Palette,
  cursor: number | null,
): void {
  const { columns, pitch, width, height } = layout
  const scale = devicePixelRatio || 1
  canvas.width = width * scale
  canvas.height = height * scale
  const context = canvas.getContext("2d")
  if (!context) return
  context.scale(scale, scale)
  context.translate(MARGIN, MARGIN)
  const side = pitch - (pitch > 8 ? 3 : 1)
  const place = (index: number) => [(index % columns) * pitch, Math.floor(index / columns) * pitch] as const
  for (const [index, state] of states.entries()) {
    const [x, y] = place(index)
    context.fillStyle = palette[state]
    context.strokeStyle = palette[state]
    drawCell(context, state, { x, y, side })
  }
  if (cursor === null) return
  const [x, y] = place(cursor)
  context.strokeStyle = palette.cursor
  context.lineWidth = 2
  context.strokeRect(x - 2, y - 2, side + 4, side + 4)
}

interface Square {
  x: number
  y: number
  side: number
}

/** States differ in shape as well: waiting is an outline, running half full, done full, failed crossed out. */
function drawCell(context: CanvasRenderingContext2D, state: BatchStatus, { x, y, side }: Square): void {
  if (state === "completed") {
    context.fillRect(x, y, side, side)
    return
  }
  context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1)
  if (state === "processing") context.fillRect(x, y + side / 2, side, side / 2)
  if (state === "failed") drawCross(context, { x, y, side })
}

function drawCross(context: CanvasRenderingContext2D, { x, y, side }: Square): void {
  context.lineWidth = Math.max(1, side / 6)
  context.beginPath()
  context.moveTo(x + 2, y + 2)
  context.lineTo(x + side - 2, y + side - 2)
  context.moveTo(x + side - 2, y + 2)
  context.lineTo(x + 2, y + side - 2)
  context.stroke()
  context.lineWidth = 1
}
