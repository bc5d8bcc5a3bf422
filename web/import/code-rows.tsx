import { endpoints } from "../../lib/contract/endpoints.ts"
import type { RowError } from "../../lib/contract/imports.ts"
import { call } from "../client/call.ts"
import { useWindows } from "../client/use-windows.ts"
import { Connection } from "../ui/connection.tsx"
import { LongTable } from "../ui/long-table.tsx"
import type { Column } from "../ui/table.tsx"

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
  const { rowAt, total, error, show } = useWindows(
    `${job_id} ${code} ${table} ${rows}`,
    PAGE,
    async (offset) => {
      const query = { code, limit: PAGE, table: table || undefined, offset }
      const answer = await call(endpoints.rowErrors, { params: { job_id }, query })
      return { rows: answer.errors, total: answer.total }
    },
  )
  if (error !== undefined) return <Connection error={error} />
  if (total === 0)
    return <p className="muted">{table ? "None in this table." : "They are counted, and not kept."}</p>
  return (
    total !== undefined && (
      <LongTable
        label={label}
        columns={columns}
        rowAt={rowAt}
        total={total}
        keyOf={({ file, table: of, operation, row, column, value }) =>
          [file, of, operation, row, column, value].join(" ")
        }
        onShow={show}
      />
    )
  )
}
