import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from "react"
import type { RowToMend } from "../../lib/contract/mending.ts"
import { keyOf } from "./row.ts"
import { type Place, type Places, STAY, usePlace } from "./use-place.ts"

/** A cell by what it is of, wherever that is by now. */
interface Cell {
  row: RowToMend
  header: string
}

/** A cell that is being changed, and what it says so far. */
interface Typing extends Cell {
  text: string
}

interface Grid extends Places {
  mayChange: boolean
  cellAt(place: Place): Cell | undefined
  textOf(cell: Cell): string
  /** What a cell is to say. */
  write(cell: Cell, text: string): void
  paste(place: Place, text: string): void
  /** After the place is another one. */
  onMove(place: Place): void
}

export interface Cells {
  at: Place
  /** The cell that is being changed; null while none is. */
  typing: Typing | null
  goTo(place: Place): void
  begin(text: string): void
  /** What the cell that is being changed says now. */
  say(text: string): void
  /** Leaves the cell with what it says, and goes on by so much. */
  leave(step?: Place): void
  giveUp(): void
  handlers: {
    onKeyDown(event: KeyboardEvent): void
    onPaste(event: ClipboardEvent): void
    onCopy(event: ClipboardEvent): void
  }
}

const ROWS_A_PAGE = 10

/** Goes through cells and changes them by keys, as a spreadsheet does. */
export function useCells(grid: Grid): Cells {
  const [at, setPlace] = usePlace(grid)
  const [typing, setTyping] = useState<Typing | null>(null)
  // A cell is left once, whatever else its leaving causes. What it says is changed in place: no letter draws all cells anew.
  const open = useRef<Typing | null>(null)
  const show = (next: Typing | null) => {
    open.current = next
    setTyping(next)
  }
  const here = () => grid.cellAt(at)
  const text = () => {
    const cell = here()
    return cell ? grid.textOf(cell) : ""
  }
  const write = (cell: Cell | undefined, said: string) => {
    if (cell && said !== grid.textOf(cell)) grid.write(cell, said)
  }
  const goTo = (to: Place) => {
    leave()
    grid.onMove(setPlace(to))
  }
  const move = ({ row, column }: Place) => goTo({ row: at.row + row, column: at.column + column })
  const begin = (said: string) => {
    const cell = here()
    if (grid.mayChange && cell) show({ ...cell, text: said })
  }
  const say = (said: string) => {
    if (open.current) open.current.text = said
  }
  const giveUp = () => show(null)
  const leave = (step = STAY) => {
    const left = open.current
    if (!left) return
    giveUp()
    write(left, left.text)
    if (step !== STAY) move(step)
  }
  // A row may go from the list while it is typed in: what it says is kept, or told why it cannot be.
  const isGone = typing && grid.keyAt(at.row) !== undefined && grid.rowOf(keyOf(typing.row)) === undefined
  useEffect(() => {
    if (isGone) leave()
  })
  const onKeyDown = (event: KeyboardEvent) => {
    // What is not pressed in the cell itself comes after it, which may be out of sight.
    leave()
    const step = stepOf(event, grid)
    if (step) move(step)
    else if (!grid.mayChange) return
    else if (event.key === "Enter" || event.key === "F2") begin(text())
    else if (event.key === "Delete" || event.key === "Backspace") write(here(), "")
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
    event.clipboardData.setData("text/plain", text())
  }
  return { at, typing, goTo, begin, say, leave, giveUp, handlers: { onKeyDown, onPaste, onCopy } }
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
