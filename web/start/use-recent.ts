import { useMemo } from "react"
import { isDrivable } from "../../lib/contract/drive-job.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportSummary } from "../../lib/contract/imports.ts"
import { call } from "../client/call.ts"
import { usePages } from "../client/use-pages.ts"
import { usePolled } from "../client/use-polled.ts"
import { useAddress } from "../ui/link.tsx"
import { JOB_STATES } from "../words/states.ts"

const LIVE_MS = 1_500
const QUIET_MS = 5_000
const PAGE = 50

/** The imports that the address asks for. */
export function useRecent() {
  const [dataset, setDataset] = useAddress("dataset")
  const [status, setStatus] = useAddress("state")
  const filter = { dataset, ...JOB_STATES.find(({ value }) => value === status)?.query }
  const filtered = dataset !== "" || status !== ""
  return { dataset, setDataset, status, setStatus, filtered, ...useImports(filter) }
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
