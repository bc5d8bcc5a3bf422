import { type ReactNode, useState } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { RowError } from "../../lib/contract/imports.ts"
import { call } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"
import { Scroll } from "../ui/section.tsx"
import { counted } from "../words/numbers.ts"
import { tableWord } from "../words/states.ts"

const FIRST_LINES = 5
const MORE_LINES = 100

interface CodeGroupProps {
  job_id: string
  code: string
  rows: number
  /** Only those of this table; empty for all. */
  table?: string
  /** At first. */
  open: boolean
  /** The first rows, as a table. */
  children(rows: RowError[]): ReactNode
}

/** Rows of which the same is said: how many, and the first of them on request. */
export function CodeGroup({ job_id, code, rows, table = "", open: atFirst, children }: CodeGroupProps) {
  const [open, setOpen] = useState(atFirst)
  const [limit, setLimit] = useState(FIRST_LINES)
  const query = { code, limit, table: table || undefined }
  const key = open ? `errors ${job_id} ${code} ${table} ${limit} ${rows}` : null
  const { data } = usePolled(key, () => call(endpoints.rowErrors, { params: { job_id }, query }), 0)
  const word = tableWord(code.toLowerCase())
  return (
    <details className="more" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {word} <span className="muted">{counted(rows, "row")}</span>
      </summary>
      {data?.errors.length === 0 && (
        <p className="muted">{table ? "None in this table." : "They are counted, and not kept."}</p>
      )}
      {data && data.errors.length > 0 && <Scroll label={word}>{children(data.errors)}</Scroll>}
      {data?.next_cursor && limit === FIRST_LINES && (
        <button type="button" className="button" onClick={() => setLimit(MORE_LINES)}>
          Show more
        </button>
      )}
    </details>
  )
}
