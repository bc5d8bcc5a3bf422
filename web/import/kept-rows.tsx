import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { RowError } from "../../lib/contract/imports.ts"
import { Section } from "../ui/section.tsx"
import { count } from "../words/numbers.ts"
import { nameOfRow } from "../words/rows.ts"
import { tableWord } from "../words/states.ts"
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
        <CodeGroup key={code} job_id={job_id} code={code} rows={rows} open={index === 0}>
          {(errors) => <KeptTable errors={errors} declared={declared} />}
        </CodeGroup>
      ))}
    </Section>
  )
}

interface KeptTableProps {
  errors: readonly RowError[]
  declared: DatasetDeclaration | undefined
}

export function KeptTable({ errors, declared }: KeptTableProps) {
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">Row</th>
          <th scope="col">Table</th>
          <th scope="col">What became of it</th>
        </tr>
      </thead>
      <tbody>
        {errors.map(({ table, operation, value, message, record }) => {
          const name = nameOfRow(declared, table, record)
          return (
            <tr key={`${table} ${operation} ${value}`}>
              <th scope="row" className="value">
                {name ?? value ?? "–"}
                {name !== null && value && <small className="muted row-id">{value}</small>}
              </th>
              <td>{tableWord(table)}</td>
              <td className="error-text">{message}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
