import type {
  Caller,
  ContactsEvents,
  Driver,
  ExecuteRequest,
  JobStatus,
  StatusAnswer,
} from "../contract/index.ts"
import { contacts } from "../datasets/contacts.ts"
import type { Effects } from "../effects.ts"
import { jobOfCall } from "../engine/jobs/jobs.ts"
import { CLOSED_STATUSES } from "../engine/jobs/transitions.ts"
import { noticeWarnings } from "../engine/notices/outbox.ts"
import { loadFiles } from "../engine/staging/stage.ts"
import { problem } from "../errors.ts"
import { controlJob } from "../import/control.ts"
import { driveToEnd } from "../import/drive.ts"
import { listRowErrors } from "../import/listings.ts"
import { replanJob } from "../import/replan.ts"
import { jobStatus } from "../import/status.ts"
import { countedText, plainName } from "../words.ts"
import { etaOf } from "./eta.ts"
import { isAPersonsTurn, stoppedOf } from "./stopped.ts"

const MOST_ERRORS = 100
const TELL_EVERY_MS = 1_000

export interface ExecuteInput extends ExecuteRequest {
  job_id: string
  actor: Caller
  driver: Driver
  signal: AbortSignal
}

type Named<E extends keyof ContactsEvents> = { event: E; data: ContactsEvents[E] }
type ContactsEvent = { [E in keyof ContactsEvents]: Named<E> }[keyof ContactsEvents]

/**
 * Drives a prepared import of contacts and tells how far it is, at most once a second; whoever calls again, or beside it,
 * joins; one that is held over its bad rows goes on where they may be skipped. Ends when it is complete, when it is a person's
 * turn, or with the time of its function. Throws Problem 404 `job_not_found`; 400 `invalid_request`; 409 `job_closed`,
 * `not_prepared`, `not_replannable`, `already_started`; 422 `rows_invalid`.
 */
export async function* executeContacts(
  input: ExecuteInput,
  effects: Effects,
): AsyncGenerator<ContactsEvent, void> {
  const unreadable = await begin(input, effects)
  const look = () => jobStatus({ dataset: contacts, ...input }, effects)
  const first = await look()
  if (first.status === "completed") return yield await completeOf(first, unreadable, input, effects)
  for (const warning of noticeWarnings({ notify_email: input.notification_email ?? undefined }, effects)) {
    yield { event: "warning", data: warning }
  }
  yield { event: "progress", data: progressOf(first, unreadable) }
  let told = effects.clock.now()
  for await (const _stride of driveToEnd(input, effects)) {
    if (effects.clock.now() - told < TELL_EVERY_MS) continue
    told = effects.clock.now()
    yield { event: "progress", data: progressOf(await look(), unreadable) }
  }
  const last = await look()
  yield { event: "progress", data: progressOf(last, unreadable) }
  if (last.status === "completed") yield await completeOf(last, unreadable, input, effects)
  else if (isAPersonsTurn(last)) yield stoppedOf(last)
}

/** Has it go on as is asked for; answers how many of its rows could not be read. */
function begin(input: ExecuteInput, effects: Effects): Promise<number> {
  if (input.import_id !== undefined && input.import_id !== input.job_id) {
    throw problem(400, "invalid_request", "The body names another import than the address.")
  }
  const { job_id, actor, duplicate_strategy, batch_size, notification_email, skip_errors } = input
  return effects.db.use(async (connection) => {
    const { status, held, error } = await jobOfCall(connection, { job_id, actor, dataset: contacts })
    if (CLOSED_STATUSES.includes(status) || error) throw jobClosed(job_id, status)
    const files = await loadFiles(connection, job_id)
    const unreadable = files.reduce((sum, { rows_failed }) => sum + rows_failed, 0)
    if (skip_errors === false && unreadable > 0 && status !== "completed") throw rowsInvalid(unreadable)
    const goOn = status === "completed" ? {} : ({ on_failed_batch: "accept" } as const)
    const wanted = { duplicates: duplicate_strategy, batch_size, notify_email: notification_email, ...goOn }
    await replanJob(connection, contacts, { job_id, wanted, actor: actor.name }, effects)
    if (held && skip_errors) await controlJob({ dataset: contacts, job_id, action: "start", actor }, effects)
    return unreadable
  })
}

function jobClosed(job_id: string, status: JobStatus) {
  const detail = `The import is ${plainName(status)} and cannot be executed any more. Prepare its contacts again.`
  return problem(409, "job_closed", detail, { job_id })
}

function rowsInvalid(rows: number) {
  const detail = `${countedText(rows, "row")} cannot be read. Mend them and prepare the file again, or leave them out with skip_errors: true.`
  return problem(422, "rows_invalid", detail)
}

function totalsOf({ tables, overall_progress: overall }: StatusAnswer, unreadable: number) {
  const table = Object.values(tables)[0]
  const { inserted = 0, updated = 0, merged = 0, failed_rows = 0 } = table ?? {}
  const skipped = Math.min(unreadable, failed_rows)
  const processed = overall.rows_done
  return {
    processed,
    total: overall.rows_total,
    success: inserted + updated + merged,
    failed: failed_rows - skipped,
    skipped,
    duplicates: Math.max(0, processed - inserted - failed_rows),
  }
}

function progressOf(status: StatusAnswer, unreadable: number): ContactsEvents["progress"] {
  const totals = totalsOf(status, unreadable)
  const { completed_batches, total_batches } = status.overall_progress
  const share = totals.total === 0 ? 0 : Math.floor((totals.processed * 1000) / totals.total) / 10
  return {
    progress: status.status === "completed" ? 100 : Math.min(99.9, share),
    ...totals,
    current_batch: Math.min(total_batches, completed_batches + 1),
    total_batches,
    eta_seconds: etaOf(status, { least_per_second: 50 }),
    speed_per_minute: Math.round(60 * (status.rows_per_second ?? wholeSpeedOf(status))),
  }
}

/** Rows a second over the whole import, once nothing is left to tell how fast it goes. */
function wholeSpeedOf({ overall_progress, started_at, finished_at }: StatusAnswer): number {
  if (finished_at === null) return 0
  const milliseconds = Date.parse(finished_at) - Date.parse(started_at)
  return (1000 * overall_progress.rows_done) / Math.max(1, milliseconds)
}

async function completeOf(
  status: StatusAnswer,
  unreadable: number,
  { actor }: Pick<ExecuteInput, "actor">,
  effects: Effects,
): Promise<ContactsEvent> {
  const { job_id, started_at, finished_at } = status
  const { total, success, failed, skipped, duplicates } = totalsOf(status, unreadable)
  const asked = { dataset: contacts, job_id, actor, limit: MOST_ERRORS }
  const { errors } = await listRowErrors(asked, effects)
  return {
    event: "complete",
    data: {
      import_id: job_id,
      total_contacts: total,
      successfully_imported: success,
      failed_contacts: failed,
      skipped_contacts: skipped,
      duplicate_contacts: duplicates,
      import_duration_ms: Math.max(0, Date.parse(finished_at ?? started_at) - Date.parse(started_at)),
      error_log: errors.map(({ row, line, column, value, code, message }) => ({
        ...{ row, line, column, value, code, message },
      })),
      report_url: `/api/imports/${job_id}/report`,
    },
  }
}
