import { useMemo, useState } from "react"
import { isDrivable, standingOf } from "../../lib/contract/drive-job.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { AuditEvent } from "../../lib/contract/imports.ts"
import type { JobStatus } from "../../lib/contract/jobs.ts"
import type { CheckAnswer, ReportAnswer } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { addressOf, call } from "../client/call.ts"
import { oneAtATime } from "../client/one-at-a-time.ts"
import { useLive } from "../client/use-live.ts"
import { type Polled, useHidden, usePolled, useReadWhen } from "../client/use-polled.ts"

const MOVING_MS = 700
const RESTING_MS = 4_000
const MOST_EVENT_PAGES = 40
const EVENTS_A_PAGE = 500
/** What is read of an audit log that goes on. */
export const MOST_EVENTS = MOST_EVENT_PAGES * EVENTS_A_PAGE

/**
 * Where the import stands. While it moves the server tells, and where it cannot be heard it is asked again and again;
 * nobody listens for a tab that is not looked at, since a browser has few connections to one server.
 */
export function useStatus(job_id: string, dataset: string | undefined): Polled<StatusAnswer> {
  const [live, setLive] = useState(false)
  const key = dataset ? `status ${job_id}` : null
  const params = { job_id, dataset: dataset ?? "" }
  const read = () => call(endpoints.status, { params, timeout_ms: 15_000 })
  const polled = usePolled(key, read, (data) => {
    if (data && !isDrivable(data)) return RESTING_MS
    return live ? 0 : MOVING_MS
  })
  const { data, retry_at, accept } = polled
  const hidden = useHidden()
  const listening = data !== undefined && isDrivable(data) && retry_at === null && !hidden
  useLive(listening ? addressOf(endpoints.events, { params: { job_id } }) : null, {
    live: setLive,
    alive: accept,
    progress: (told) => {
      if (!data || told.updated_at >= data.updated_at) accept(told)
    },
  })
  return polled
}

const ENDED: readonly JobStatus[] = ["completed", "rolling_back", "rolled_back"]

/** What a finished import did; undefined until it has ended. It stays when the import is undone. */
export function useReport({ job_id, status, finished_at }: StatusAnswer): ReportAnswer | undefined {
  const key = ENDED.includes(status) ? `report ${job_id}` : null
  const sent = { params: { job_id }, query: { errors: false } }
  const { data, refresh } = usePolled(key, () => call(endpoints.report, sent))
  useReadWhen(key ? `${status} ${finished_at}` : "", refresh)
  // That of a dry run is not that of the import it became.
  const isOld = status === "completed" && data?.job.finished_at !== finished_at
  return key === null || isOld ? undefined : data
}

/** What an import that waits for a person would do; undefined for any other, and until it is known. */
export function useCheck({ job_id, held, row_errors }: StatusAnswer): CheckAnswer | undefined {
  const { data, refresh } = usePolled(held ? `check ${job_id}` : null, () =>
    call(endpoints.check, { params: { job_id } }),
  )
  useReadWhen(held ? String(row_errors) : "", refresh)
  return held ? data : undefined
}

const EVENTS_MS = 4_000
const NO_EVENTS: AuditEvent[] = []

/** What has happened to an import, as far as it has been read. */
export function useEvents(status: StatusAnswer): AuditEvent[] {
  const { job_id, failed_batches, row_errors } = status
  const reader = useMemo(() => createAuditReader(job_id), [job_id])
  const { data, refresh } = usePolled(`events ${job_id}`, reader, isDrivable(status) ? EVENTS_MS : 0)
  // Rows that are mended or left out change nothing else of an import that has ended or waits.
  useReadWhen(`${standingOf(status)} ${failed_batches.length} ${row_errors}`, refresh)
  return data ?? NO_EVENTS
}

/** The whole audit log, oldest first. What has been read is not read again. */
function createAuditReader(job_id: string): () => Promise<AuditEvent[]> {
  const pages: { events: AuditEvent[]; cursor: string | undefined; next: string | null }[] = []
  return oneAtATime(async () => {
    let cursor = pages.at(-1)?.cursor
    pages.pop()
    while (pages.length < MOST_EVENT_PAGES) {
      const query = { limit: EVENTS_A_PAGE, cursor }
      const { events, next_cursor } = await call(endpoints.audit, { params: { job_id }, query })
      pages.push({ events, cursor, next: next_cursor })
      if (next_cursor === null) break
      cursor = next_cursor
    }
    return pages.flatMap(({ events }) => events)
  })
}
