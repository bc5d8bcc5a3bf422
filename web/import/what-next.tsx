import type { RowChange } from "../../lib/contract/data.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { addressOf } from "../client/call.ts"
import { useMayChange } from "../session.tsx"
import { NextUpdate } from "../start/next-update.tsx"
import { Icon } from "../ui/icon.tsx"
import { Link } from "../ui/link.tsx"
import { Section } from "../ui/section.tsx"
import { rowsWord } from "../words/columns.ts"
import { countWord } from "../words/counts.ts"
import { count, counted } from "../words/numbers.ts"

/** After an import: its report, the import that comes next, and the rows that it wrote. */
export function WhatNext({ status }: { status: StatusAnswer }) {
  const { job_id, dataset, extract_number, dry_run } = status
  const mayChange = useMayChange()
  const undone = status.status === "rolled_back"
  // What can be retried says so itself.
  const isOver = status.status === "cancelled" || (status.status === "failed" && status.error !== null)
  if (isOver && mayChange) {
    return (
      <Section title="What next">
        <p>
          <Link to="/">Import the file again, or another one</Link>
        </p>
      </Section>
    )
  }
  if (status.status !== "completed" && !undone) return null
  const isNext = mayChange && !dry_run && !undone
  return (
    <Section title="What next" aside={<ReportDownloads job_id={job_id} />}>
      {mayChange && undone && (
        <p>
          <Link to="/">Import the file again, or a corrected one</Link>
        </p>
      )}
      {isNext && extract_number !== null && <NextUpdate dataset={dataset} />}
      {isNext && extract_number === null && (
        <p>
          <Link to="/">Start another import</Link>
        </p>
      )}
      {!dry_run && !undone && <WrittenRows status={status} />}
    </Section>
  )
}

const FORMATS = ["pdf", "csv", "json"] as const

function ReportDownloads({ job_id }: Pick<StatusAnswer, "job_id">) {
  const file = (format: (typeof FORMATS)[number]) =>
    addressOf(endpoints.report, { params: { job_id }, query: { format } })
  return (
    <span className="button-row">
      {FORMATS.map((format) => (
        <a key={format} className="button" href={file(format)} download={`report-${job_id}.${format}`}>
          <Icon name="download" /> Report {format.toUpperCase()}
        </a>
      ))}
    </span>
  )
}

const CHANGES: readonly RowChange[] = ["inserted", "updated", "merged", "closed"]

/** Where the rows are that the import wrote: those of each table, by what became of them. */
function WrittenRows({ status: { job_id, tables } }: { status: StatusAnswer }) {
  const written = Object.entries(tables).flatMap(([table, counts]) =>
    CHANGES.filter((change) => counts[change] > 0).map((change) => ({ table, change, rows: counts[change] })),
  )
  if (written.length === 0) return null
  return (
    <ul aria-label="Rows that it wrote">
      {written.map(({ table, change, rows }) => {
        const query = { job_id, change, format: "csv" as const }
        const did = countWord(change).toLowerCase()
        const all = `${rowsWord(table)}: ${counted(rows, "row")} ${did}`
        return (
          <li key={`${table} ${change}`}>
            <Link to={`/data/${table}?${new URLSearchParams({ job_id, change })}`}>
              {rowsWord(table)}: {count(rows)} {did}
            </Link>{" "}
            <a
              href={addressOf(endpoints.data, { params: { table }, query })}
              download={`${table}-${change}-${job_id.slice(-8)}.csv`}
              aria-label={`CSV of ${all}`}
            >
              CSV
            </a>
          </li>
        )
      })}
    </ul>
  )
}
