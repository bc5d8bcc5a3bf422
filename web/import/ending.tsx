import type { RowChange } from "../../lib/contract/data.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { Reconciliation, ReportAnswer } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { addressOf } from "../client/call.ts"
import { Icon } from "../ui/icon.tsx"
import { Scroll, Section } from "../ui/section.tsx"
import { countsOf, countWord, type Known } from "../words/counts.ts"
import { count, counted } from "../words/numbers.ts"
import { OPERATION, tableWord } from "../words/states.ts"
import { lasting } from "../words/times.ts"

const FORMATS = ["pdf", "csv", "json"] as const

interface EndingProps {
  status: StatusAnswer
  /** Undefined until it has ended; an import that is undone keeps it. */
  report: ReportAnswer | undefined
  known: Known
}

/** How it ended: whether every row read is accounted for, how long it took, and the report to keep. */
export function Ending({ status, report, known }: EndingProps) {
  const { job_id } = status
  const params = { job_id }
  if (!report) return null
  const file = (format: (typeof FORMATS)[number]) =>
    addressOf(endpoints.report, { params, query: { format } })
  const downloads = (
    <span className="downloads">
      {FORMATS.map((format) => (
        <a key={format} className="button" href={file(format)} download={`report-${job_id}.${format}`}>
          <Icon name="download" /> Report {format.toUpperCase()}
        </a>
      ))}
    </span>
  )
  return (
    <Section title="Reconciliation" aside={downloads}>
      <p>
        {verdictOf(status)}
        {tookOf(status, report)}
      </p>
      {(status.status === "completed" || status.reconciles !== null) && (
        <Books report={report} known={known} />
      )}
      {status.status === "completed" && !status.dry_run && <WrittenRows status={status} />}
    </Section>
  )
}

const CHANGES: readonly RowChange[] = ["inserted", "updated", "merged", "closed"]

/** Where the rows are that the import wrote: those of each table, by what became of them. */
function WrittenRows({ status: { job_id, tables } }: Pick<EndingProps, "status">) {
  const written = Object.entries(tables).flatMap(([table, counts]) =>
    CHANGES.filter((change) => counts[change] > 0).map((change) => ({ table, change, rows: counts[change] })),
  )
  if (written.length === 0) return null
  return (
    <ul className="written">
      {written.map(({ table, change, rows }) => {
        const query = { job_id, change, format: "csv" as const }
        return (
          <li key={`${table} ${change}`}>
            <a
              href={addressOf(endpoints.data, { params: { table }, query })}
              download={`${table}-${change}-${job_id.slice(-8)}.csv`}
            >
              {tableWord(table)}: {counted(rows, "row")} {countWord(change).toLowerCase()}
            </a>
          </li>
        )
      })}
    </ul>
  )
}

function verdictOf({ status, reconciles, dry_run }: StatusAnswer): string {
  if (status !== "completed") return verdictOnUndone(reconciles)
  if (reconciles) return "Every row read is accounted for."
  return dry_run ? "A dry run writes nothing, so there is nothing to reconcile." : "The counts do not add up."
}

/** What stays true of an import whose rows are gone again. */
function verdictOnUndone(reconciles: boolean | null): string {
  if (reconciles === null) return "The import was never finished, so there is nothing to reconcile."
  return reconciles
    ? "Before the import was undone, every row read was accounted for."
    : "Before the import was undone, the counts did not add up."
}

/** An import that is undone ended a second time then, which says nothing of how long it took. */
function tookOf({ status }: StatusAnswer, { duration_seconds }: ReportAnswer): string {
  if (status !== "completed" || duration_seconds === null) return ""
  return ` It took ${lasting(duration_seconds * 1000)}.`
}

const COUNTS = [
  "inserted",
  "updated",
  "merged",
  "skipped",
  "unchanged",
  "matched",
  "unmatched",
  "duplicates",
  "failed_rows",
] as const

function Books({ report, known }: { report: ReportAnswer; known: Known }) {
  const lines = report.reconciliation
  const counts = countsOf(
    known,
    COUNTS,
    lines.map((line) => line.counts),
  )
  const words = ["Read", ...counts.map(countWord), "Accounted"]
  return (
    <Scroll label="Reconciliation">
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">Table</th>
            {words.map((word) => (
              <th key={word} scope="col" className="number">
                {word}
              </th>
            ))}
            <th scope="col">Adds up</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <BookRow key={`${line.table} ${line.operation}`} line={line} counts={counts} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

interface BookRowProps {
  line: Reconciliation
  counts: readonly (typeof COUNTS)[number][]
}

function BookRow({ line, counts }: BookRowProps) {
  const figures: [string, number][] = [
    ["read", line.read],
    ...counts.map((name): [string, number] => [name, line.counts[name]]),
    ["accounted", line.accounted],
  ]
  return (
    <tr>
      <th scope="row">
        {tableWord(line.table)}, {OPERATION[line.operation]}
      </th>
      {figures.map(([name, value]) => (
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
