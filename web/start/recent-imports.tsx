import { type ReactNode, useMemo } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { isDrivable } from "../../lib/contract/drive-job.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportSummary } from "../../lib/contract/imports.ts"
import { call } from "../client/call.ts"
import { usePages } from "../client/use-pages.ts"
import { usePolled } from "../client/use-polled.ts"
import { Connection } from "../ui/connection.tsx"
import { Filter } from "../ui/filter.tsx"
import { Link, useAddress } from "../ui/link.tsx"
import { type Column, LongTable } from "../ui/long-table.tsx"
import { Meter } from "../ui/meter.tsx"
import { Ago } from "../ui/moment.tsx"
import { Section } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { count, percentage } from "../words/numbers.ts"
import { barTone, hadApplied, JOB_STATES, jobState, shareThere } from "../words/states.ts"
import { FirstImport } from "./first-import.tsx"

const LIVE_MS = 1_500
const QUIET_MS = 5_000
const PAGE = 50

const STATES = JOB_STATES.map(({ value, word }) => [value, word] as const)

const choiceOf = ({ dataset, title }: DatasetDeclaration) => [dataset, title] as const

interface RecentImportsProps {
  datasets: DatasetDeclaration[]
  /** The dataset an import is to be started of. */
  chosen: DatasetDeclaration | undefined
  /** What can be done beside looking. */
  children: ReactNode
}

/** All imports, the newest first, with their bars as they move. */
export function RecentImports({ datasets, chosen, children }: RecentImportsProps) {
  const [dataset, setDataset] = useAddress("dataset")
  const [status, setStatus] = useAddress("state")
  const filter = { dataset, ...JOB_STATES.find(({ value }) => value === status)?.query }
  const { imports, newest, error, total, reach } = useImports(filter)
  const filtered = dataset !== "" || status !== ""
  if (imports.length === 0 && newest.data && !filtered)
    return <FirstImport dataset={chosen}>{children}</FirstImport>
  return (
    <Section title="Recent imports">
      {children}
      <div className="filters">
        <Filter label="Dataset" value={dataset} choices={datasets.map(choiceOf)} onChange={setDataset} />
        <Filter label="State" value={status} choices={STATES} onChange={setStatus} />
      </div>
      {error !== undefined && <Connection retry_at={newest.retry_at} error={error} />}
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

/** The newest as they move, and those before them as far as they are looked at. */
function useImports(filter: object) {
  const key = JSON.stringify(filter)
  const newest = usePolled(
    `imports ${key}`,
    () => call(endpoints.imports, { query: { ...filter, limit: PAGE } }),
    (data) => (data?.imports.some((one) => isDrivable(one)) ? LIVE_MS : QUIET_MS),
  )
  const older = usePages(newest.data ? key : null, async (cursor) => {
    const query = { ...filter, limit: 2 * PAGE, cursor: cursor ?? newest.data?.next_cursor ?? undefined }
    if (query.cursor === undefined) return { rows: [], next: null }
    const { imports: rows, next_cursor: next } = await call(endpoints.imports, { query })
    return { rows, next }
  })
  // What has moved on from the newest is not among the older ones either, when these were read before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another filter others are known
  const seen = useMemo(() => new Map<string, ImportSummary>(), [key])
  const page = newest.data?.imports ?? []
  for (const one of [...older.rows, ...page]) seen.set(one.job_id, one)
  const last = newest.data?.next_cursor ? page.at(-1) : undefined
  const rest = last ? [...seen.values()].filter((one) => isBefore(one, last)).sort(newestFirst) : []
  const imports = [...page, ...rest]
  const total = imports.length + (last && !older.ended ? 1 : 0)
  return { imports, newest, error: newest.error ?? older.error, total, reach: older.reach }
}

const newestFirst = (a: ImportSummary, b: ImportSummary) =>
  b.started_at.localeCompare(a.started_at) || b.job_id.localeCompare(a.job_id)

const isBefore = (one: ImportSummary, other: ImportSummary) => newestFirst(one, other) > 0

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
