import { endpoints } from "../../lib/contract/endpoints.ts"
import type { FeedRun } from "../../lib/contract/feeds.ts"
import { call } from "../client/call.ts"
import { usePolled, useReadWhen } from "../client/use-polled.ts"
import { Connection } from "../ui/connection.tsx"
import { Link } from "../ui/link.tsx"
import { LongTable } from "../ui/long-table.tsx"
import { At } from "../ui/moment.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import type { Column } from "../ui/table.tsx"
import { count } from "../words/numbers.ts"
import { dateAndTime } from "../words/times.ts"
import { runState } from "./feed-words.ts"

interface FeedRunsProps {
  feed_id: string
  name: string
  /** The newest that is known, and how it stands. */
  newest: string
}

/** The last thirty runs of a feed. */
export function FeedRuns({ feed_id, name, newest }: FeedRunsProps) {
  const read = () => call(endpoints.feedRuns, { params: { id: feed_id } })
  const { data, error, retry_at, refresh } = usePolled(`runs of ${feed_id}`, read)
  useReadWhen(newest, refresh)
  if (error !== undefined) return <Connection retry_at={retry_at} error={error} />
  const runs = data?.runs ?? []
  if (data && runs.length === 0) return <p className="muted">It has not run yet.</p>
  return (
    <LongTable
      label={`Runs of ${name}`}
      columns={COLUMNS}
      rowAt={(index) => runs[index]}
      total={runs.length}
      keyOf={({ run_id }) => run_id}
    />
  )
}

const COLUMNS: readonly Column<FeedRun>[] = [
  { word: "Begun", cell: ({ begun_at }) => <At at={begun_at} /> },
  { word: "Result", cell: (run) => <StateChip state={runState(run)} /> },
  { word: "Import", cell: (run) => <ImportsOf run={run} /> },
  { word: "Due", cell: ({ due_at }) => (due_at === null ? "Run by hand" : dateAndTime(due_at)) },
  { word: "Missed before", kind: "number", cell: ({ missed }) => (missed === 0 ? "–" : count(missed)) },
  { word: "What came of it", kind: "text", cell: ({ message }) => message },
]

/** As many imports of a run as are all named; of more the first and the last are. */
const MOST_NAMED = 3

/** Links to what a run has imported. */
export function ImportsOf({ run: { jobs } }: { run: FeedRun }) {
  if (jobs.length === 0) return "–"
  const isNamed = (at: number) => jobs.length <= MOST_NAMED || at === 0 || at === jobs.length - 1
  const named = jobs.flatMap((job_id, at) => (isNamed(at) ? [{ job_id, at }] : []))
  return named.map(({ job_id, at }, place) => (
    <span key={job_id} className="feed-import">
      {place > 0 && (jobs.length <= MOST_NAMED ? ", " : " … ")}
      <Link to={`/imports/${job_id}`}>{jobs.length === 1 ? "Its import" : `Import ${at + 1}`}</Link>
    </span>
  ))
}
