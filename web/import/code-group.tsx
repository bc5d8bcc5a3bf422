import { lazy, Suspense } from "react"
import type { RowError } from "../../lib/contract/imports.ts"
import { Fold } from "../ui/fold.tsx"
import type { Column } from "../ui/table.tsx"
import { codeInWords } from "../words/names.ts"
import { counted } from "../words/numbers.ts"

const CodeRows = lazy(() => import("./code-rows.tsx"))

interface CodeGroupProps {
  job_id: string
  code: string
  rows: number
  /** Only those of this table; empty for all. */
  table?: string
  /** At first. */
  open: boolean
  columns: readonly Column<RowError>[]
}

/** Rows of which the same is said: how many, and each of them on request. */
export function CodeGroup({ job_id, code, rows, table = "", open, columns }: CodeGroupProps) {
  const word = codeInWords(code)
  const summary = (
    <>
      {word} <span className="muted">{counted(rows, "row")}</span>
    </>
  )
  return (
    <Fold name={`rows_${code}`} summary={summary} open={open}>
      <Suspense>
        <CodeRows {...{ job_id, code, rows, table, columns }} label={word} />
      </Suspense>
    </Fold>
  )
}
