import { useEffect, useRef, useState } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { RowsToMendAnswer, RowToMend } from "../../lib/contract/mending.ts"
import { call } from "../client/call.ts"
import { useHidden } from "../client/use-polled.ts"
import { useWindows } from "../client/use-windows.ts"
import { useAddress } from "../ui/link.tsx"

const PAGE = 200
const MOST_AT_ONCE = 1_000
/** What others have drafted is seen by then. */
const AGAIN_MS = 15_000

/** What is said of all rows, whichever are looked at. */
export type About = Omit<RowsToMendAnswer, "rows" | "total" | "next_cursor">

export interface Shown {
  table: string
  code: string
  column: string
  drafts: boolean
}

export interface RowsToMend {
  /** Undefined until it is known. */
  about: About | undefined
  /** Names cells go by that are no columns. */
  extras: readonly string[]
  shown: Shown
  rowAt(index: number): RowToMend | undefined
  /** Where a row is by now, as far as that is known. */
  find(fits: (row: RowToMend) => boolean): number | undefined
  total: number | undefined
  error: unknown
  show(first: number, last: number): void
  refresh(): void
  /** So many rows from a place on, seen or not. */
  rowsFrom(index: number, rows: number): Promise<RowToMend[]>
}

/** Which rows to show, as the address has it. */
function useShown(): Shown {
  const [table] = useAddress("mend_table")
  const [code] = useAddress("mend_code")
  const [column] = useAddress("mend_column")
  const [drafts] = useAddress("mend_drafts")
  return { table, code, column, drafts: drafts !== "" }
}

/**
 * The rows of an import that could not be used, as far as they are looked at. They are read anew when `standing` changes and every so often;
 * `onRead` is told before each reading, and answers what is to be done after it.
 */
export function useRowsToMend(job_id: string, standing: string, onRead: () => () => void): RowsToMend {
  const shown = useShown()
  const [about, setAbout] = useState<About>()
  const [extras, setExtras] = useState<readonly string[]>([])
  const { code, column, drafts } = shown
  // Rows of several tables have not the same columns: those of one are shown.
  const tables = new Set(about?.groups.map((group) => group.table))
  const table = shown.table || (tables.size > 1 ? (about?.groups[0]?.table ?? "") : "")
  const query = {
    table: table || undefined,
    code: code || undefined,
    column: column || undefined,
    drafts: drafts || undefined,
  }
  const ask = (offset: number, limit: number) =>
    call(endpoints.rowsToMend, { params: { job_id }, query: { ...query, offset, limit } })
  const windows = useWindows(`${job_id} ${table} ${code} ${column} ${drafts}`, PAGE, async (offset) => {
    const then = onRead()
    const { rows, total, next_cursor: _, ...told } = await ask(offset, PAGE)
    then()
    setAbout(told)
    setExtras((before) => withExtras(before, told, rows))
    return { rows, total }
  })
  const { refresh } = windows
  useAgain(standing, refresh)
  const rowsFrom = async (index: number, rows: number) => {
    const found: RowToMend[] = []
    while (found.length < rows) {
      const page = await ask(index + found.length, Math.min(MOST_AT_ONCE, rows - found.length))
      if (page.rows.length === 0) break
      found.push(...page.rows)
    }
    return found
  }
  return { ...windows, about, extras, shown: { ...shown, table }, rowsFrom }
}

/** Reads anew when the import stands elsewhere, when somebody comes back to the tab, and while they look at it. */
function useAgain(standing: string, refresh: () => void): void {
  const hidden = useHidden()
  const seen = useRef(standing)
  useEffect(() => {
    if (seen.current !== standing) refresh()
    seen.current = standing
    if (hidden) return
    const timer = setInterval(refresh, AGAIN_MS)
    return () => clearInterval(timer)
  }, [standing, hidden, refresh])
}

function withExtras(
  before: readonly string[],
  { columns }: About,
  rows: readonly RowToMend[],
): readonly string[] {
  const known = new Set([...before, ...columns.map(({ header }) => header)])
  const more = new Set(rows.flatMap(({ cells }) => Object.keys(cells)).filter((name) => !known.has(name)))
  return more.size > 0 ? [...before, ...more] : before
}
