import type { Reconciliation, ReportAnswer } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { Icon } from "../ui/icon.tsx"
import { Scroll, Section } from "../ui/section.tsx"
import { rowsWord } from "../words/columns.ts"
import { countsOf, countWord, type Known } from "../words/counts.ts"
import { count } from "../words/numbers.ts"
import { OPERATION } from "../words/states.ts"

interface EndingProps {
  status: StatusAnswer
  /** Undefined until it has ended; an import that is undone keeps it. */
  report: ReportAnswer | undefined
  known: Known
}

/** How it ended: whether every row read is accounted for, table by table. */
export function Ending({ status, report, known }: EndingProps) {
  if (!report) {
    return (
      <Section title="Reconciliation">
        <p className="muted">Once the import has ended, every row that was read is accounted for here.</p>
      </Section>
    )
  }
  return (
    <Section title="Reconciliation">
      {status.status === "completed" || status.reconciles !== null ? (
        <Books report={report} known={known} />
      ) : (
        <p>{verdictOf(status)}</p>
      )}
    </Section>
  )
}

/** Whether every row read is accounted for. */
export function verdictOf({ status, reconciles, dry_run }: StatusAnswer): string {
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
        {rowsWord(line.table)}, {OPERATION[line.operation]}
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
