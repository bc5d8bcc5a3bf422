import { useCallback, useEffect, useRef, useState } from "react"
import { unless, useReading } from "./use-reading.ts"

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
}

const nothing = <Row>(key: string | null): Known<Row> => ({ key, rows: [], next: null, begun: false })

const isEnded = <Row>({ begun, next }: Known<Row>) => begun && next === null

/** Reads a list page by page, as far as it is looked at; from the beginning when `key` changes, and not at all without one. */
export function usePages<Row>(
  key: string | null,
  read: (cursor: string | undefined) => Promise<Page<Row>>,
): Pages<Row> {
  const [shown, setShown] = useState<Known<Row>>(() => nothing(key))
  const at = useRef({ known: shown, wanted: 1 })
  const { error, readOn } = useReading(async () => {
    const { known, wanted } = at.current
    if (known.key === null || isEnded(known) || known.rows.length >= wanted) return false
    // Another list may be asked for by then, which what becomes of this one is nothing to.
    const isOther = () => at.current.known.key !== known.key
    const page = await read(known.next ?? undefined).catch(unless(isOther))
    if (page === undefined || isOther()) return true
    const { rows, next } = page
    at.current.known = { ...known, rows: [...known.rows, ...rows], next, begun: true }
    setShown(at.current.known)
    return true
  })
  useEffect(() => {
    if (at.current.known.key !== key) {
      at.current = { known: nothing(key), wanted: 1 }
      setShown(at.current.known)
    }
    readOn()
  }, [key, readOn])
  const reach = useCallback(
    (_first: number, last: number) => {
      at.current.wanted = last
      readOn()
    },
    [readOn],
  )
  const fresh = shown.key === key ? shown : nothing<Row>(key)
  return { rows: fresh.rows, ended: isEnded(fresh), error, reach }
}
