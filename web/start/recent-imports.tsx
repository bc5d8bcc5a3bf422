import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { ImportSummary } from "../../lib/contract/imports.ts"
import { Connection } from "../ui/connection.tsx"
import { Filter } from "../ui/filter.tsx"
import { Link } from "../ui/link.tsx"
import { LongTable } from "../ui/long-table.tsx"
import { Meter } from "../ui/meter.tsx"
import { Ago } from "../ui/moment.tsx"
import { Section } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import type { Column } from "../ui/table.tsx"
import { datasetChoices } from "../words/datasets.ts"
import { count, percentage } from "../words/numbers.ts"
import { barTone, hadApplied, JOB_STATES, jobState, shareThere } from "../words/states.ts"
import type { useRecent } from "./use-recent.ts"

const STATES = JOB_STATES.map(({ value, word }) => [value, word] as const)

interface RecentImportsProps {
  datasets: DatasetDeclaration[]
  recent: ReturnType<typeof useRecent>
}

/** All imports, the newest first, with their bars as they move. */
export function RecentImports({ datasets, recent }: RecentImportsProps) {
  const { dataset, setDataset, status, setStatus, imports, newest, error, total, reach } = recent
  return (
    <Section title="Recent imports">
      <div className="filters">
        <Filter label="Dataset" value={dataset} choices={datasetChoices(datasets)} onChange={setDataset} />
        <Filter label="State" value={status} choices={STATES} onChange={setStatus} />
      </div>
      <Connection retry_at={newest.retry_at} error={error} />
      {imports.length === 0 && newest.data && <p className="muted">No import fits.</p>}
      {imports.length > 0 && (
        <LongTable
          label="Imports"
          columns={COLUMNS}
          rowAt={(index) => imports[index]}
          total={total}
          keyOf={({ job_id }) => job_id}
          onShow={reach}
        />
      )}
    </Section>
  )
}

const isUndone = ({ status }: ImportSummary) => status === "rolled_back"

const COLUMNS: readonly Column<ImportSummary>[] = [
  { word: "Import", cell: ({ job_id, title }) => <Link to={`/imports/${job_id}`}>{title}</Link> },
  { word: "State", cell: (entry) => <StateChip state={jobState(entry)} /> },
  { word: "Progress", cell: (entry) => <Progress entry={entry} /> },
  { word: "Rows", kind: "number", cell: ({ overall_progress: { rows_total } }) => count(rows_total) },
  {
    word: "Not used",
    kind: "number",
    cell: (entry) => (isUndone(entry) || entry.row_errors === 0 ? "–" : count(entry.row_errors)),
  },
  {
    word: "Started",
    cell: ({ started_at, started_by }) => (
      <>
        <Ago at={started_at} /> by {started_by}
      </>
    ),
  },
]

function Progress({ entry }: { entry: ImportSummary }) {
  const { title, status, overall_progress: overall } = entry
  const share = shareThere(status, overall.percentage)
  const undone = isUndone(entry)
  return (
    <div className="recent-progress">
      <Meter
        label={`Progress of ${title}`}
        value={share}
        failed={undone ? 0 : (overall.failed_batches * 100) / Math.max(1, overall.total_batches)}
        tone={barTone(status)}
      />
      <span>{undone ? hadApplied(overall) : percentage(share)}</span>
    </div>
  )
}
