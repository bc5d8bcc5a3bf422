import { useCallback, useEffect, useRef, useState } from "react"

interface Page<Row> {
  rows: Row[]
  next: string | null
}

interface Pages<Row> {
  rows: readonly Row[]
  /** Whether these are all. */
  ended: boolean
  error: unknown
  /** Reads on until the last of these rows is known. */
  reach(first: number, last: number): void
}

interface Known<Row> extends Page<Row> {
  key: string | null
  begun: boolean
  error: unknown
}

const nothing = <Row>(key: string | null): Known<Row> => ({
  key,
  rows: [],
  next: null,
  begun: false,
  error: undefined,
})

/** Reads a list page by page, as far as it is looked at; from the beginning when `key` changes, and not at all without one. */
export function usePages<Row>(
  key: string | null,
  read: (cursor: string | undefined) => Promise<Page<Row>>,
): Pages<Row> {
  const [known, setKnown] = useState<Known<Row>>(() => nothing(key))
  const latest = useRef({ known, read, wanted: 1, busy: false })
  latest.current.read = read

  const readOn = useCallback(async () => {
    const at = latest.current
    if (at.busy) return
    at.busy = true
    try {
      for (;;) {
        const { known: before, wanted } = at
        const ended = before.begun && before.next === null
        if (before.key === null || ended || before.error !== undefined || before.rows.length >= wanted) return
        const next = await onePage(before, at.read)
        // Another list may be asked for by now.
        if (at.known.key !== before.key) continue
        at.known = next
        setKnown(next)
      }
    } finally {
      at.busy = false
    }
  }, [])

  useEffect(() => {
    const at = latest.current
    if (at.known.key !== key || !at.known.begun) {
      at.known = nothing(key)
      at.wanted = 1
      setKnown(at.known)
    }
    void readOn()
  }, [key, readOn])

  const reach = useCallback(
    (_first: number, last: number) => {
      latest.current.wanted = last
      void readOn()
    },
    [readOn],
  )
  const fresh = known.key === key ? known : nothing<Row>(key)
  return { rows: fresh.rows, ended: fresh.begun && fresh.next === null, error: fresh.error, reach }
}

async function onePage<Row>(
  before: Known<Row>,
  read: (cursor: string | undefined) => Promise<Page<Row>>,
): Promise<Known<Row>> {
  try {
    const { rows, next } = await read(before.next ?? undefined)
    return { ...before, rows: [...before.rows, ...rows], next, begun: true }
  } catch (error) {
    return { ...before, error }
  }
}
