import { useState } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { RowError } from "../../lib/contract/imports.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { call } from "../client/call.ts"
import { saveCsv } from "../client/download.ts"
import { usePolled } from "../client/use-polled.ts"
import { Icon } from "../ui/icon.tsx"
import { Refusal } from "../ui/refusal.tsx"
import { Scroll, Section } from "../ui/section.tsx"
import { count, counted } from "../words/numbers.ts"
import { tableWord } from "../words/states.ts"
import { TableFilter } from "./table-filter.tsx"
import { useAction } from "./use-action.ts"

const FIRST_LINES = 5
const MORE_LINES = 100

interface RowErrorsProps {
  status: StatusAnswer
  /** They come back in the form of the source, so that they can be mended and imported. */
  mendable: boolean
}

/** The rows that could not be used, by what is wrong with them. */
export function RowErrors({ status, mendable }: RowErrorsProps) {
  const [table, setTable] = useState("")
  const action = useAction()
  const { job_id, dataset, row_errors } = status
  const params = { job_id }
  const key = row_errors > 0 && status.status !== "preparing" ? `codes ${job_id} ${row_errors}` : null
  const read = async () => (await call(endpoints.report, { params, query: { errors: false } })).errors_by_code
  const codes = usePolled(key, read, 0)
  if (row_errors === 0) return null
  const query = { table: table || undefined }
  const name = `${dataset}-rows-${mendable ? "to-mend" : "not-used"}-${job_id.slice(-8)}.csv`
  const download = () => action.run(() => saveCsv(endpoints.rowErrors, { params, query }, name))
  const tables = Object.keys(status.tables)
  return (
    <Section
      title={`Rows that could not be used (${count(row_errors)})`}
      aside={
        <button type="button" className="button" aria-disabled={action.busy} onClick={download}>
          <Icon name="download" /> {mendable ? "Download rows to mend" : "Download CSV"}
        </button>
      }
    >
      {action.refusal && <Refusal>{action.refusal}</Refusal>}
      {mendable && (
        <p className="muted mend">
          The download has these rows as they were sent, and what is wrong in columns of their own. Mend it in
          any spreadsheet, and import it like any other file.
        </p>
      )}
      {tables.length > 1 && (
        <div className="filters">
          <TableFilter tables={tables} table={table} onChange={setTable} />
        </div>
      )}
      {Object.entries(codes.data ?? {}).map(([code, errors], index) => (
        <CodeGroup key={code} job_id={job_id} code={code} errors={errors} table={table} open={index === 0} />
      ))}
    </Section>
  )
}

interface CodeGroupProps {
  job_id: string
  code: string
  errors: number
  table: string
  open: boolean
}

function CodeGroup({ job_id, code, errors, table, open: atFirst }: CodeGroupProps) {
  const [open, setOpen] = useState(atFirst)
  const [limit, setLimit] = useState(FIRST_LINES)
  const query = { code, limit, table: table || undefined }
  const key = open ? `errors ${job_id} ${code} ${table} ${limit} ${errors}` : null
  const { data } = usePolled(key, () => call(endpoints.rowErrors, { params: { job_id }, query }), 0)
  return (
    <details className="more" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {codeWord(code)} <span className="muted">{counted(errors, "row")}</span>
      </summary>
      {data?.errors.length === 0 && <p className="muted">None in this table.</p>}
      {data && data.errors.length > 0 && (
        <Scroll label={codeWord(code)}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">Where</th>
                <th scope="col">What is wrong</th>
                <th scope="col">Column</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {data.errors.map((error) => (
                <ErrorRow
                  key={`${error.file} ${error.row} ${error.column} ${error.operation}`}
                  error={error}
                />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {data?.next_cursor && limit === FIRST_LINES && (
        <button type="button" className="button" onClick={() => setLimit(MORE_LINES)}>
          Show more
        </button>
      )}
    </details>
  )
}

function ErrorRow({ error }: { error: RowError }) {
  return (
    <tr>
      <th scope="row" className="where">
        {error.file ?? tableWord(error.table)}
        {error.line !== null && <span className="muted">, line {count(error.line)}</span>}
      </th>
      <td className="error-text">{error.message}</td>
      <td>{error.column ?? "–"}</td>
      <td className="value">{error.value ?? "–"}</td>
    </tr>
  )
}

function codeWord(code: string): string {
  return tableWord(code.toLowerCase())
}
