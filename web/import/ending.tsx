import type { Reconciliation, ReportAnswer } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { Section } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { type Column, countColumn, Table } from "../ui/table.tsx"
import { rowsWord } from "../words/columns.ts"
import { countsOf, countWord, type Known } from "../words/counts.ts"
import { OPERATION, type StateWord } from "../words/states.ts"

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
  const columns: Column<Reconciliation>[] = [
    { word: "Table", cell: ({ table, operation }) => `${rowsWord(table)}, ${OPERATION[operation]}` },
    countColumn("Read", ({ read }) => read),
    ...counts.map((name) => countColumn<Reconciliation>(countWord(name), (line) => line.counts[name])),
    countColumn("Accounted", ({ accounted }) => accounted),
    { word: "Adds up", cell: ({ reconciles }) => <StateChip state={reconciles ? YES : NO} /> },
  ]
  return (
    <Table
      label="Reconciliation"
      columns={columns}
      rows={lines}
      keyOf={({ table, operation }) => `${table} ${operation}`}
    />
  )
}

const YES: StateWord = { word: "Yes", tone: "done" }
const NO: StateWord = { word: "No", tone: "bad" }
