import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from "react"

/** A cell, by the number of its row and of its column. */
export interface Place {
  row: number
  column: number
}

interface Grid {
  rows: number
  columns: number
  mayChange: boolean
  textAt(place: Place): string
  /** What a cell is to say. */
  write(place: Place, text: string): void
  paste(place: Place, text: string): void
  /** After the place is another one. */
  onMove(place: Place): void
}

export interface Cells {
  at: Place
  /** What the cell that is being changed says so far; null while none is. */
  typing: string | null
  goTo(place: Place): void
  begin(text: string): void
  /** Leaves the cell with what it says, and goes on by so much. */
  leave(text: string, step?: Place): void
  giveUp(): void
  handlers: {
    onKeyDown(event: KeyboardEvent): void
    onPaste(event: ClipboardEvent): void
    onCopy(event: ClipboardEvent): void
  }
}

const STAY: Place = { row: 0, column: 0 }
const ROWS_A_PAGE = 10

/** Goes through cells and changes them by keys, as a spreadsheet does. */
export function useCells(grid: Grid): Cells {
  const [place, setPlace] = useState(STAY)
  const [typing, setTyping] = useState<string | null>(null)
  // A cell is left once, whatever else its leaving causes.
  const open = useRef(false)
  const at = within(place, grid)
  const goTo = (to: Place) => {
    const next = within(to, grid)
    setPlace(next)
    grid.onMove(next)
  }
  const move = ({ row, column }: Place) => goTo({ row: at.row + row, column: at.column + column })
  const begin = (text: string) => {
    if (!grid.mayChange) return
    open.current = true
    setTyping(text)
  }
  const giveUp = () => {
    open.current = false
    setTyping(null)
  }
  const leave = (text: string, step = STAY) => {
    if (!open.current) return
    giveUp()
    if (text !== grid.textAt(at)) grid.write(at, text)
    if (step !== STAY) move(step)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (typing !== null) return
    const step = stepOf(event, grid)
    if (step) move(step)
    else if (!grid.mayChange) return
    else if (event.key === "Enter" || event.key === "F2") begin(grid.textAt(at))
    else if (event.key === "Delete" || event.key === "Backspace") grid.write(at, "")
    else if (isTyped(event)) begin(event.key)
    else return
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent) => {
    if (typing !== null || !grid.mayChange) return
    event.preventDefault()
    grid.paste(at, event.clipboardData.getData("text/plain"))
  }
  const onCopy = (event: ClipboardEvent) => {
    if (typing !== null || !document.getSelection()?.isCollapsed) return
    event.preventDefault()
    event.clipboardData.setData("text/plain", grid.textAt(at))
  }
  return { at, typing, goTo, begin, leave, giveUp, handlers: { onKeyDown, onPaste, onCopy } }
}

function within({ row, column }: Place, { rows, columns }: Pick<Grid, "rows" | "columns">): Place {
  const inside = (value: number, size: number) => Math.max(0, Math.min(value, size - 1))
  return { row: inside(row, rows), column: inside(column, columns) }
}

function isTyped({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return [...key].length === 1 && !ctrlKey && !metaKey && !altKey
}

/** How far a key goes; null for one that does not. */
function stepOf({ key, ctrlKey, metaKey }: KeyboardEvent, { rows, columns }: Grid): Place | null {
  const far = ctrlKey || metaKey
  const steps: Record<string, Place> = {
    ArrowUp: { row: far ? -rows : -1, column: 0 },
    ArrowDown: { row: far ? rows : 1, column: 0 },
    ArrowLeft: { row: 0, column: far ? -columns : -1 },
    ArrowRight: { row: 0, column: far ? columns : 1 },
    PageUp: { row: -ROWS_A_PAGE, column: 0 },
    PageDown: { row: ROWS_A_PAGE, column: 0 },
    Home: { row: far ? -rows : 0, column: -columns },
    End: { row: far ? rows : 0, column: columns },
  }
  return steps[key] ?? null
}
