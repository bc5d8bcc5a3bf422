import { endpoints } from "../../lib/contract/endpoints.ts"
import type { Reconciliation, ReportAnswer } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { addressOf, call } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"
import { Icon } from "../ui/icon.tsx"
import { Scroll, Section } from "../ui/section.tsx"
import { count } from "../words/numbers.ts"
import { OPERATION, tableWord } from "../words/states.ts"
import { lasting } from "../words/times.ts"
import { DryRunChanges } from "./dry-run-changes.tsx"

/** How it ended: whether every row read is accounted for, how long it took, and the report to keep. */
export function Ending({ status }: { status: StatusAnswer }) {
  const { job_id } = status
  const params = { job_id }
  const ended = status.status === "completed"
  const key = ended ? `report ${job_id} ${status.finished_at}` : null
  const { data: report } = usePolled(key, () => call(endpoints.report, { params }), 0)
  if (!ended || !report) return null
  const file = (format: "json" | "csv") => addressOf(endpoints.report, { params, query: { format } })
  const downloads = (
    <span className="downloads">
      {(["csv", "json"] as const).map((format) => (
        <a key={format} className="button" href={file(format)} download={`report-${job_id}.${format}`}>
          <Icon name="download" /> Report {format.toUpperCase()}
        </a>
      ))}
    </span>
  )
  return (
    <>
      {report.changes && <DryRunChanges changes={report.changes} />}
      <Section title="Reconciliation" aside={downloads}>
        <p>
          {verdictOf(status)}
          {report.duration_seconds !== null && ` It took ${lasting(report.duration_seconds * 1000)}.`}
        </p>
        <Books report={report} />
      </Section>
    </>
  )
}

function verdictOf({ reconciles, dry_run }: StatusAnswer): string {
  if (reconciles) return "Every row read is accounted for."
  return dry_run ? "A dry run writes nothing, so there is nothing to reconcile." : "The counts do not add up."
}

function Books({ report }: { report: ReportAnswer }) {
  return (
    <Scroll label="Reconciliation">
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">Table</th>
            {[
              "Read",
              "Inserted",
              "Updated",
              "Unchanged",
              "Matched",
              "Without a match",
              "Skipped",
              "Duplicates",
            ].map((word) => (
              <th key={word} scope="col" className="number">
                {word}
              </th>
            ))}
            <th scope="col" className="number">
              Failed
            </th>
            <th scope="col" className="number">
              Accounted
            </th>
            <th scope="col">Adds up</th>
          </tr>
        </thead>
        <tbody>
          {report.reconciliation.map((line) => (
            <BookRow key={`${line.table} ${line.operation}`} line={line} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function BookRow({ line }: { line: Reconciliation }) {
  const { counts } = line
  const figures = {
    read: line.read,
    inserted: counts.inserted,
    updated: counts.updated + counts.merged,
    unchanged: counts.unchanged,
    matched: counts.matched,
    unmatched: counts.unmatched,
    skipped: counts.skipped,
    duplicates: counts.duplicates,
    failed: counts.failed_rows,
    accounted: line.accounted,
  }
  return (
    <tr>
      <th scope="row">
        {tableWord(line.table)}, {OPERATION[line.operation]}
      </th>
      {Object.entries(figures).map(([name, value]) => (
        <td key={name} className={value === 0 ? "number zero" : "number"}>
          {count(value)}
        </td>
      ))}
      <td>
        <span className={`chip tone-${line.reconciles ? "done" : "bad"}`}>
          <Icon name={line.reconciles ? "done" : "bad"} /> {line.reconciles ? "Yes" : "No"}
        </span>
      </td>
    </tr>
  )
}
