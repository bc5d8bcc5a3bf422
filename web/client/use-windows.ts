import { useCallback, useEffect, useRef, useState } from "react"

interface Window<Row> {
  rows: Row[]
  total: number
}

interface Windows<Row> {
  /** Undefined until it is known. */
  rowAt(index: number): Row | undefined
  /** Undefined until anything is known. */
  total: number | undefined
  error: unknown
  /** Reads what of these rows is not known yet. */
  show(first: number, last: number): void
}

/**
 * Reads of a list of any length what is looked at, `size` rows at a time, wherever that is; all of it anew when `key` changes.
 * What scrolls by while something else is being read is left out.
 */
export function useWindows<Row>(
  key: string,
  size: number,
  read: (offset: number) => Promise<Window<Row>>,
): Windows<Row> {
  const [known, setKnown] = useState({
    key,
    windows: new Map<number, Row[]>(),
    total: undefined as number | undefined,
  })
  const [error, setError] = useState<unknown>()
  const at = useRef({ key, read, wanted: [0], busy: false, asked: new Set<number>() })
  at.current.read = read

  const readOn = useCallback(async () => {
    const now = at.current
    if (now.busy) return
    now.busy = true
    try {
      for (;;) {
        const window = now.wanted.find((one) => !now.asked.has(one))
        if (window === undefined) return
        const { key: asking, asked } = now
        asked.add(window)
        const { rows, total } = await now.read(window * size)
        if (now.key !== asking) continue
        setKnown((before) => ({ key: asking, windows: new Map(before.windows).set(window, rows), total }))
      }
    } catch (problem) {
      setError(problem)
    } finally {
      now.busy = false
    }
  }, [size])

  useEffect(() => {
    if (at.current.key !== key) {
      Object.assign(at.current, { key, wanted: [0], asked: new Set<number>() })
      setKnown({ key, windows: new Map(), total: undefined })
    }
    void readOn()
  }, [key, readOn])

  const show = useCallback(
    (first: number, last: number) => {
      const from = Math.floor(first / size)
      const to = Math.floor(Math.max(first, last - 1) / size)
      at.current.wanted = Array.from({ length: to - from + 1 }, (_, i) => from + i)
      void readOn()
    },
    [size, readOn],
  )
  const rowAt = (index: number) => known.windows.get(Math.floor(index / size))?.[index % size]
  return { rowAt, total: known.key === key ? known.total : undefined, error, show }
}
