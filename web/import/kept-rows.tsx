import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { RowError } from "../../lib/contract/imports.ts"
import { Section } from "../ui/section.tsx"
import type { Column } from "../ui/table.tsx"
import { rowsWord } from "../words/columns.ts"
import { count } from "../words/numbers.ts"
import { nameOfRow } from "../words/rows.ts"
import { CodeGroup } from "./code-group.tsx"
import { type Codes, rowsIn } from "./use-error-codes.ts"

interface KeptRowsProps {
  job_id: string
  codes: Codes
  declared: DatasetDeclaration | undefined
}

/** The rows that undoing left alone, since somebody has changed them after the import. */
export function KeptRows({ job_id, codes, declared }: KeptRowsProps) {
  if (codes.length === 0) return null
  return (
    <Section title={`Rows kept as they are (${count(rowsIn(codes))})`}>
      <p className="muted">
        Somebody has changed or removed these rows since the import, so undoing it left them alone.
      </p>
      {codes.map(([code, rows], index) => (
        <CodeGroup
          key={code}
          job_id={job_id}
          code={code}
          rows={rows}
          open={index === 0}
          columns={keptColumns(declared)}
        />
      ))}
    </Section>
  )
}

/** What is said of rows that are there, or were: each by its name. */
export function keptColumns(declared: DatasetDeclaration | undefined): readonly Column<RowError>[] {
  return [
    { word: "Row", kind: "value", cell: (row) => <RowName row={row} declared={declared} /> },
    { word: "Table", cell: ({ table }) => rowsWord(table) },
    { word: "What became of it", kind: "text", cell: ({ message }) => message },
  ]
}

function RowName({ row, declared }: { row: RowError; declared: DatasetDeclaration | undefined }) {
  const { table, record, value } = row
  const name = nameOfRow(declared, table, record)
  return (
    <>
      {name ?? value ?? "–"}
      {name !== null && value && <small className="muted row-id">{value}</small>}
    </>
  )
}
