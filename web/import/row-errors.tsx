import { endpoints } from "../../lib/contract/endpoints.ts"
import type { RowError } from "../../lib/contract/imports.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { saveCsv } from "../client/download.ts"
import { Icon } from "../ui/icon.tsx"
import { useAddress } from "../ui/link.tsx"
import type { Column } from "../ui/long-table.tsx"
import { Refusal } from "../ui/refusal.tsx"
import { Section } from "../ui/section.tsx"
import { count } from "../words/numbers.ts"
import { tableWord } from "../words/states.ts"
import { CodeGroup } from "./code-group.tsx"
import { TableFilter } from "./table-filter.tsx"
import { useAction } from "./use-action.ts"
import { type Codes, rowsIn } from "./use-error-codes.ts"

interface RowErrorsProps {
  status: StatusAnswer
  /** Undefined until they are known. */
  codes: Codes | undefined
  /** They come back in the form of the source, so that they can be mended and imported. */
  mendable: boolean
}

/** Where they are on the page of an import. */
export const ROW_ERRORS = "row-errors"

/** The rows that could not be used, by what is wrong with them. */
export function RowErrors({ status, codes, mendable }: RowErrorsProps) {
  const [table, setTable] = useAddress("errors_of")
  const action = useAction()
  const { job_id, dataset } = status
  const params = { job_id }
  // Until they are known, those of an import that is undone may all be rows that were kept.
  const rows = codes ? rowsIn(codes) : status.status === "rolled_back" ? 0 : status.row_errors
  if (rows === 0) return null
  const query = { table: table || undefined }
  const name = `${dataset}-rows-${mendable ? "to-mend" : "not-used"}-${job_id.slice(-8)}.csv`
  const download = () => action.run(() => saveCsv(endpoints.rowErrors, { params, query }, name))
  const tables = Object.keys(status.tables)
  return (
    <Section
      id={ROW_ERRORS}
      title={`Rows that could not be used (${count(rows)})`}
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
      {codes?.map(([code, errors], index) => (
        <CodeGroup
          key={code}
          job_id={job_id}
          code={code}
          rows={errors}
          table={table}
          open={index === 0}
          columns={COLUMNS}
        />
      ))}
    </Section>
  )
}

const COLUMNS: readonly Column<RowError>[] = [
  {
    word: "Where",
    cell: ({ file, table, line }) => (
      <span className="where">
        {file || tableWord(table)}
        {line !== null && <span className="muted">, line {count(line)}</span>}
      </span>
    ),
  },
  { word: "What is wrong", kind: "text", cell: ({ message }) => message },
  { word: "Column", cell: ({ column }) => column ?? "–" },
  { word: "Value", kind: "value", cell: ({ value }) => value ?? "–" },
]
