import type { RowError } from "../../lib/contract/imports.ts"
import type { MendGroup } from "../../lib/contract/mending.ts"
import { CodeGroup } from "../import/code-group.tsx"
import type { Codes } from "../import/use-error-codes.ts"
import type { Column } from "../ui/table.tsx"
import { columnWord, rowsWord } from "../words/columns.ts"
import { count } from "../words/numbers.ts"

interface OtherErrorsProps {
  job_id: string
  codes: Codes
  groups: readonly MendGroup[]
}

/** What is wrong with no row of the file, and so is only to be read. */
export function OtherErrors({ job_id, codes, groups }: OtherErrorsProps) {
  const others = codes.filter(([code]) => !groups.some((group) => group.code === code))
  return others.map(([code, errors]) => (
    <CodeGroup key={code} job_id={job_id} code={code} rows={errors} open={false} columns={COLUMNS} />
  ))
}

const COLUMNS: readonly Column<RowError>[] = [
  {
    word: "Where",
    cell: ({ file, table, line }) => (
      <span className="where">
        {file || rowsWord(table)}
        {line !== null && <span className="muted">, line {count(line)}</span>}
      </span>
    ),
  },
  { word: "What is wrong", kind: "text", cell: ({ message }) => message },
  { word: "Column", cell: ({ column }) => (column === null ? "–" : columnWord(column)) },
  { word: "Value", kind: "value", cell: ({ value }) => value ?? "–" },
]
