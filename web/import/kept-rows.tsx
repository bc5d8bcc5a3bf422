import type { RowError } from "../../lib/contract/imports.ts"
import { Section } from "../ui/section.tsx"
import { count } from "../words/numbers.ts"
import { tableWord } from "../words/states.ts"
import { CodeGroup } from "./code-group.tsx"
import { type Codes, rowsIn } from "./use-error-codes.ts"

/** The rows that undoing left alone, since somebody has changed them after the import. */
export function KeptRows({ job_id, codes }: { job_id: string; codes: Codes }) {
  if (codes.length === 0) return null
  return (
    <Section title={`Rows kept as they are (${count(rowsIn(codes))})`}>
      <p className="muted">
        Somebody has changed or removed these rows since the import, so undoing it left them alone.
      </p>
      {codes.map(([code, rows], index) => (
        <CodeGroup key={code} job_id={job_id} code={code} rows={rows} open={index === 0}>
          {(errors) => <KeptTable errors={errors} />}
        </CodeGroup>
      ))}
    </Section>
  )
}

function KeptTable({ errors }: { errors: RowError[] }) {
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
        {errors.map(({ table, operation, value, message }) => (
          <tr key={`${table} ${operation} ${value}`}>
            <th scope="row" className="value">
              {value ?? "–"}
            </th>
            <td>{tableWord(table)}</td>
            <td className="error-text">{message}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
