import { type ReactNode, useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { isDrivable } from "../../lib/contract/drive-job.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportSummary } from "../../lib/contract/imports.ts"
import { call } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"
import { Connection } from "../ui/connection.tsx"
import { Filter } from "../ui/filter.tsx"
import { Link, useAddress } from "../ui/link.tsx"
import { Meter } from "../ui/meter.tsx"
import { Ago } from "../ui/moment.tsx"
import { Section } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { count, counted, percentage } from "../words/numbers.ts"
import { barTone, hadApplied, JOB_STATES, jobState, shareThere } from "../words/states.ts"
import { FirstImport } from "./first-import.tsx"

const LIVE_MS = 1_500
const QUIET_MS = 5_000
const PAGE = 20
const MOST = 500

const STATES = JOB_STATES.map(({ value, word }) => [value, word] as const)

const choiceOf = ({ dataset, title }: DatasetDeclaration) => [dataset, title] as const

interface RecentImportsProps {
  datasets: DatasetDeclaration[]
  /** The dataset an import is to be started of. */
  chosen: DatasetDeclaration | undefined
  /** What can be done beside looking. */
  children: ReactNode
}

/** The newest imports with their bars, as they move. */
export function RecentImports({ datasets, chosen, children }: RecentImportsProps) {
  const [dataset, setDataset] = useAddress("dataset")
  const [status, setStatus] = useAddress("state")
  const [limit, setLimit] = useState(PAGE)
  const query = { dataset, ...JOB_STATES.find(({ value }) => value === status)?.query, limit }
  const imports = usePolled(
    `imports ${dataset} ${status} ${limit}`,
    () => call(endpoints.imports, { query }),
    (data) => (data?.imports.some((one) => isDrivable(one)) ? LIVE_MS : QUIET_MS),
  )
  const { data } = imports
  const filtered = dataset !== "" || status !== ""
  if (data?.imports.length === 0 && !filtered) return <FirstImport dataset={chosen}>{children}</FirstImport>
  return (
    <Section title="Recent imports">
      {children}
      <div className="filters">
        <Filter label="Dataset" value={dataset} choices={datasets.map(choiceOf)} onChange={setDataset} />
        <Filter label="State" value={status} choices={STATES} onChange={setStatus} />
      </div>
      {imports.error !== undefined && <Connection retry_at={imports.retry_at} error={imports.error} />}
      {data?.imports.length === 0 && <p className="muted">No import fits.</p>}
      <ul className="recent">
        {data?.imports.map((entry) => (
          <RecentImport key={entry.job_id} entry={entry} />
        ))}
      </ul>
      {data?.next_cursor && limit < MOST && (
        <button type="button" className="button" onClick={() => setLimit(Math.min(MOST, limit * 5))}>
          Show more
        </button>
      )}
    </Section>
  )
}

function RecentImport({ entry }: { entry: ImportSummary }) {
  const { overall_progress: overall } = entry
  const share = shareThere(entry.status, overall.percentage)
  return (
    <li className="recent-item">
      <div className="recent-title">
        <Link to={`/imports/${entry.job_id}`}>{entry.title}</Link>
        <StateChip state={jobState(entry)} />
      </div>
      <Meter
        label={`Progress of ${entry.title}`}
        value={share}
        failed={
          entry.status === "rolled_back"
            ? 0
            : (overall.failed_batches * 100) / Math.max(1, overall.total_batches)
        }
        tone={barTone(entry.status)}
      />
      <Facts entry={entry} share={share} />
    </li>
  )
}

function Facts({ entry, share }: { entry: ImportSummary; share: number }) {
  const { overall_progress: overall, row_errors } = entry
  return (
    <p className="facts">
      {entry.status !== "rolled_back" && <strong>{percentage(share)}</strong>}
      {entry.status === "rolled_back" && overall.total_batches > 0 && <span>{hadApplied(overall)}</span>}
      {entry.status !== "rolled_back" && overall.total_batches > 0 && (
        <>
          <span>
            {count(overall.completed_batches)} of {counted(overall.total_batches, "batch", "batches")}
          </span>
          {overall.rows_total > 0 && <span>{counted(overall.rows_total, "row")}</span>}
        </>
      )}
      {row_errors > 0 && entry.status !== "rolled_back" && (
        <span>{counted(row_errors, "row")} could not be used</span>
      )}
      <span>
        <Ago at={entry.started_at} /> by {entry.started_by}
      </span>
    </p>
  )
}
