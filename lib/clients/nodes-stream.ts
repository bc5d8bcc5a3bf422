import type { NodesEvents, StatusAnswer } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import { onlyTable } from "../datasets/questions.ts"
import type { Effects } from "../effects.ts"
import { type CallOfJob, findJob } from "../engine/jobs/jobs.ts"
import { isOpen } from "../engine/jobs/transitions.ts"
import { type CountedKind, loadBatchFacts } from "../engine/progress/batch-facts.ts"
import { errorPages } from "../engine/progress/row-errors.ts"
import { jobStatus } from "../import/status.ts"
import { watchJob } from "../import/watch-job.ts"
import { etaOf } from "./eta.ts"
import { NODES } from "./nodes.ts"
import { isAPersonsTurn, stoppedOf } from "./stopped.ts"

const MOST_ERRORS = 1_000

type Named<E extends keyof NodesEvents> = { event: E; data: NodesEvents[E]; id?: string }
type NodesEvent = { [E in keyof NodesEvents]: Named<E> }[keyof NodesEvents]

/** Where somebody who listens is: the last status they were told, and how many failed nodes. */
interface Told {
  status: string | null
  errors: number
}

/**
 * How the import of a taxonomy goes on, in the words of its request; `last_event_id` is where whoever listens is. Ends when the
 * import is over, when it is a person's turn, or with the time of its function. Throws Problem 404 `job_not_found`.
 */
export async function* streamNodes(
  input: CallOfJob & { last_event_id: string | null; signal: AbortSignal },
  effects: Effects,
): AsyncGenerator<NodesEvent, void> {
  const told = toldBy(input.last_event_id)
  const watched = { ...input, dataset: findDataset(NODES), last_event_id: told.status }
  const tell = (status: StatusAnswer) => tellOf(status, told, effects)
  let latest = await jobStatus(watched, effects)
  // Whoever comes back while it waits is told so, although nothing has changed.
  if (waits(latest)) return yield* tell(latest)
  for await (const heard of watchJob(watched, effects)) {
    if (heard.event === "heartbeat") yield heard
    if (heard.event === "progress") {
      latest = heard.data
      told.status = heard.id ?? null
      yield* tell(latest)
      if (waits(latest)) return
    }
    // Whoever comes back has the last status already.
    if (heard.event === "end" && heard.data.reason === "finished") {
      yield endOf(latest)
    }
  }
}

/** Whether the import is not over, and goes on only when a person has done something. */
const waits = (status: StatusAnswer) => isOpen(status.status) && !status.error && isAPersonsTurn(status)

async function* tellOf(status: StatusAnswer, told: Told, effects: Effects): AsyncGenerator<NodesEvent, void> {
  if (told.errors < Math.min(MOST_ERRORS, status.row_errors)) yield* newErrors(status.job_id, told, effects)
  const data = { ...progressOf(status), ...(await chunksOf(status, effects)) }
  yield { event: "progress", data, id: idOf(told) }
  if (waits(status)) yield stoppedOf(status)
}

async function* newErrors(job_id: string, told: Told, effects: Effects): AsyncGenerator<NodesEvent, void> {
  const dataset = findDataset(NODES)
  let place = 0
  for await (const page of errorPages({ job_id, dataset }, { filter: {}, with_record: true }, effects)) {
    for (const { row_no: row, code, message, record } of page) {
      place += 1
      if (place > MOST_ERRORS) return
      if (place <= told.errors) continue
      told.errors = place
      const url = typeof record?.url === "string" ? record.url : null
      yield { event: "node_error", data: { row, url, code, message }, id: idOf(told) }
    }
  }
}

function totalsOf({ tables, overall_progress, status }: StatusAnswer) {
  const node = Object.values(tables)[0]
  const { rows_done: processed, rows_total: total } = overall_progress
  const { inserted: created = 0, updated = 0, failed_rows: failed = 0 } = node ?? {}
  const skipped = Math.max(0, processed - created - updated - failed)
  const done = total === 0 ? 0 : Math.floor((processed * 100) / total)
  const percentage = status === "completed" ? 100 : Math.min(99, done)
  return { processed, total, percentage, created, updated, skipped, failed }
}

const progressOf = (status: StatusAnswer) => ({
  ...totalsOf(status),
  // A thousand in thirty seconds.
  eta_seconds: etaOf(status, { least_per_second: 33 }),
})

/** The chunks of nodes, done and in all; what is built of them afterwards is none. Before they are cut it is known how many they will be. */
function chunksOf({ job_id, status, overall_progress }: StatusAnswer, effects: Effects) {
  return effects.db.use(async (connection) => {
    const job = await findJob(connection, job_id)
    const dataset = findDataset(NODES)
    const size = job.options.batch_size ?? onlyTable(dataset).batchSize
    if (status === "preparing") return { chunk: 0, chunks: Math.ceil(overall_progress.rows_total / size) }
    const { kinds } = await loadBatchFacts(connection, job, effects)
    const sum = (of: (kind: CountedKind) => boolean) =>
      kinds
        .filter((kind) => kind.operation === "insert" && of(kind))
        .reduce((n, { batches }) => n + batches, 0)
    return { chunk: sum((kind) => kind.status === "completed"), chunks: sum(() => true) }
  })
}

function endOf(latest: StatusAnswer): NodesEvent {
  const { job_id: import_id, status, error } = latest
  if (error) return { event: "failed", data: { code: error.code, message: error.detail } }
  return { event: "complete", data: { ...totalsOf(latest), import_id, status } }
}

const idOf = ({ status, errors }: Told) => `${status ?? ""}~${errors}`

function toldBy(last_event_id: string | null): Told {
  const [status = "", errors = "0"] = (last_event_id ?? "").split("~")
  return { status: status === "" ? null : status, errors: Number(errors) || 0 }
}
