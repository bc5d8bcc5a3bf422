import { useCallback, useEffect, useRef, useState } from "react"
import { unless, useReading } from "./use-reading.ts"

interface Window<Row> {
  rows: Row[]
  total: number
}

interface Windows<Row> {
  /** Undefined until it is known. */
  rowAt(index: number): Row | undefined
  /** Where the first row is that fits, of those that are known. */
  find(fits: (row: Row) => boolean): number | undefined
  /** Undefined until anything is known. */
  total: number | undefined
  error: unknown
  /** Reads what of these rows is not known yet. */
  show(first: number, last: number): void
  /** Reads anew what is looked at, which stays until it has come. */
  refresh(): void
}

interface Known<Row> {
  key: string
  windows: ReadonlyMap<number, Row[]>
  /** Windows that are known from before, and to be read anew. */
  old: ReadonlySet<number>
  total: number | undefined
}

const nothing = <Row>(key: string): Known<Row> => ({
  key,
  windows: new Map(),
  old: new Set(),
  total: undefined,
})

/**
 * Reads of a list of any length what is looked at, `size` rows at a time, wherever that is; all of it anew when `key` changes.
 * What scrolls by while something else is being read is left out.
 */
export function useWindows<Row>(
  key: string,
  size: number,
  read: (offset: number) => Promise<Window<Row>>,
): Windows<Row> {
  const [shown, setShown] = useState<Known<Row>>(() => nothing(key))
  const at = useRef({ known: shown, wanted: [0] })
  const { error, readOn } = useReading(async () => {
    const { known, wanted } = at.current
    const window = wanted.find((one) => !known.windows.has(one) || known.old.has(one))
    if (window === undefined) return false
    // Another list may be asked for by then, which what becomes of this one is nothing to.
    const isOther = () => at.current.known !== known
    const found = await read(window * size).catch(unless(isOther))
    if (found === undefined || isOther()) return true
    const { rows, total } = found
    at.current.known = withWindow(known, window, rows, total)
    setShown(at.current.known)
    return true
  })
  useEffect(() => {
    if (at.current.known.key !== key) {
      at.current = { known: nothing(key), wanted: [0] }
      setShown(at.current.known)
    }
    readOn()
  }, [key, readOn])
  const show = useCallback(
    (first: number, last: number) => {
      const from = Math.floor(first / size)
      const to = Math.floor(Math.max(first, last - 1) / size)
      at.current.wanted = Array.from({ length: to - from + 1 }, (_, i) => from + i)
      readOn()
    },
    [size, readOn],
  )
  const refresh = useCallback(() => {
    const { known } = at.current
    at.current.known = { ...known, old: new Set(known.windows.keys()) }
    readOn()
  }, [readOn])
  const known = shown.key === key ? shown : nothing<Row>(key)
  const rowAt = (index: number) => known.windows.get(Math.floor(index / size))?.[index % size]
  const find = (fits: (row: Row) => boolean) => {
    for (const [window, rows] of known.windows) {
      const place = rows.findIndex(fits)
      if (place >= 0) return window * size + place
    }
  }
  return { rowAt, find, total: known.total, error, show, refresh }
}

/** Of a list that has become another, what was known before is of no more use. */
function withWindow<Row>(known: Known<Row>, window: number, rows: Row[], total: number): Known<Row> {
  const isSame = known.total === undefined || known.total === total
  const kept = isSame ? known.windows : [...known.windows].filter(([one]) => !known.old.has(one))
  const old = new Set([...known.old].filter((one) => isSame && one !== window))
  return { key: known.key, windows: new Map(kept).set(window, rows), old, total }
}
