import { endpoints } from "../../lib/contract/endpoints.ts"
import type { RowError } from "../../lib/contract/imports.ts"
import { call } from "../client/call.ts"
import { usePages } from "../client/use-pages.ts"
import { type Column, LongTable } from "../ui/long-table.tsx"
import { Refusal } from "../ui/refusal.tsx"

const PAGE = 200

interface CodeRowsProps {
  job_id: string
  code: string
  rows: number
  table: string
  columns: readonly Column<RowError>[]
  label: string
}

/** Each row of which the same is said, read as far as it is looked at. */
export default function CodeRows({ job_id, code, rows, table, columns, label }: CodeRowsProps) {
  const read = async (cursor: string | undefined) => {
    const query = { code, limit: PAGE, table: table || undefined, cursor }
    const { errors, next_cursor: next } = await call(endpoints.rowErrors, { params: { job_id }, query })
    return { rows: errors, next }
  }
  const { rows: known, ended, error, reach } = usePages(`${job_id} ${code} ${table} ${rows}`, read)
  if (error !== undefined) return <Refusal>{error instanceof Error ? error.message : String(error)}</Refusal>
  if (ended && known.length === 0)
    return <p className="muted">{table ? "None in this table." : "They are counted, and not kept."}</p>
  // Of one table it is not known how many there are, and of very many not all are kept.
  const total = ended ? known.length : table ? known.length + PAGE : Math.max(rows, known.length)
  if (known.length === 0) return null
  return (
    <LongTable
      label={label}
      columns={columns}
      rows={known}
      total={total}
      keyOf={({ file, table: of, operation, row, column, value }) =>
        [file, of, operation, row, column, value].join(" ")
      }
      onReach={reach}
    />
  )
}
