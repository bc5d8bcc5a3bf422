import { useState } from "react"

/** A cell, by the number of its row and of its column. */
export interface Place {
  row: number
  column: number
}

/** What a place is in. */
export interface Places {
  rows: number
  columns: number
  /** What tells a row from the others; undefined while it is not known. */
  keyAt(row: number): string | undefined
  /** Where a row is by now, as far as that is known. */
  rowOf(key: string): number | undefined
}

export const STAY: Place = { row: 0, column: 0 }

/** Where somebody is: in the same row when others before it come or go, and where it was when it goes itself. */
export function usePlace(grid: Places): [at: Place, goTo: (to: Place) => Place] {
  const [place, setPlace] = useState<Place & { key?: string | undefined }>(STAY)
  const at = within(place, grid)
  const key = grid.keyAt(at.row)
  if (key !== undefined && key !== place.key) {
    const moved = place.key === undefined ? undefined : grid.rowOf(place.key)
    const next = within({ ...at, row: moved ?? at.row }, grid)
    setPlace({ ...next, key: grid.keyAt(next.row) })
  }
  const goTo = (to: Place) => {
    const next = within(to, grid)
    setPlace({ ...next, key: grid.keyAt(next.row) })
    return next
  }
  return [at, goTo]
}

function within({ row, column }: Place, { rows, columns }: Places): Place {
  const inside = (value: number, size: number) => Math.max(0, Math.min(value, size - 1))
  return { row: inside(row, rows), column: inside(column, columns) }
}
