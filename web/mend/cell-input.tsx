import { type KeyboardEvent, useEffect, useRef } from "react"
import type { Cells } from "./use-cells.ts"

interface CellInputProps {
  label: string
  /** What it says when it is opened. */
  begun: string
  cells: Cells
}

/** A cell while it is being changed: it is left by Enter, Tab or a press elsewhere, and given up by Escape. */
export function CellInput({ label, begun, cells }: CellInputProps) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    input.current?.focus()
    input.current?.setSelectionRange(-1, -1)
  }, [])
  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    const by = event.shiftKey ? -1 : 1
    event.stopPropagation()
    if (event.key === "Escape") cells.giveUp()
    else if (event.key === "Enter") cells.leave({ row: by, column: 0 })
    else if (event.key === "Tab") cells.leave({ row: 0, column: by })
    else return
    event.preventDefault()
  }
  return (
    <input
      className="cell-input"
      aria-label={label}
      defaultValue={begun}
      ref={input}
      onKeyDown={pressed}
      onChange={({ target }) => cells.say(target.value)}
      onBlur={() => cells.leave()}
      onPointerDown={(event) => event.stopPropagation()}
    />
  )
}
