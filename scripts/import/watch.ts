import { endpoints, type StatusAnswer } from "../../lib/contract/index.ts"
import type { Standing } from "../command/view.ts"
import { digits, megabytes, span } from "../command/words.ts"
import type { Driving } from "./context.ts"

const EVERY_MS = 1_000

/** Shows how far an import is, once a second, until stopped; it only looks. */
export function watchImport(context: Driving, job_id: string | null): { stop(): void } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let watched = job_id
  const look = async () => {
    try {
      watched ??= await preparingJob(context)
      if (watched !== null) show(context, await statusNow(context, watched), () => stopped)
    } catch {
      // Whoever drives the import makes calls too, and says what is wrong.
    }
    if (!stopped) timer = setTimeout(look, EVERY_MS)
  }
  timer = setTimeout(look, EVERY_MS)
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** The import that is being prepared: while the call that opens it has not answered, its id is not known. */
async function preparingJob({ api, dataset }: Driving): Promise<string | null> {
  const query = { dataset, status: "preparing", limit: 1 }
  const { imports } = await api.call(endpoints.imports, { query, once: true })
  return imports[0]?.job_id ?? null
}

function statusNow({ api, dataset }: Driving, job_id: string): Promise<StatusAnswer> {
  return api.call(endpoints.status, { params: { dataset, job_id }, once: true })
}

function show({ view }: Driving, status: StatusAnswer, isOver: () => boolean): void {
  const standing = isOver() ? null : standingOf(status)
  if (standing) view.show(standing)
}

/** How far an import is, for a bar; null where there is nothing to draw yet. */
export function standingOf(status: StatusAnswer): Standing | null {
  const { staging, overall_progress: overall, waits_for } = status
  const { rows_done: done, rows_total: total } = overall
  if (waits_for) return { done, total: Math.max(1, total), text: `waiting: ${waits_for.code}` }
  if (staging) return { done: staging.bytes_read, total: staging.bytes_total, text: stagingText(staging) }
  if (total === 0) return null
  return { done, total, text: batchText(status) }
}

function stagingText({ table, rows_staged, bytes_read }: NonNullable<StatusAnswer["staging"]>): string {
  if (table === "download") return `downloading, ${megabytes(bytes_read)} so far`
  if (table === "source") return `looking through the file, ${megabytes(bytes_read)} so far`
  return `reading ${table}, ${digits(rows_staged)} rows staged`
}

function batchText(status: StatusAnswer): string {
  const { completed_batches, total_batches } = status.overall_progress
  const at = status.current_batch ?? status.next_batch
  const parts = [
    at ? `${at.table} ${at.operation}` : status.status,
    `${digits(completed_batches)}/${digits(total_batches)} batches`,
    status.rows_per_second === null ? "" : `${digits(Math.round(status.rows_per_second))} rows/s`,
    etaText(status.eta_seconds),
  ]
  return parts.filter((part) => part !== "").join(" · ")
}

function etaText(eta: StatusAnswer["eta_seconds"]): string {
  if (!eta) return ""
  return eta.low === eta.high ? `${span(eta.low)} left` : `${span(eta.low)} to ${span(eta.high)} left`
}
