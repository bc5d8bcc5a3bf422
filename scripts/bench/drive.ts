import type { PrepareAnswer } from "../../lib/contract/prepare.ts"
import type { ProcessBatchAnswer } from "../../lib/contract/process-batch.ts"
import type { BenchServer } from "./server.ts"

/** What is imported: a dataset, and what its prepare is sent. */
export interface Source {
  dataset: string
  body: object | FormData
}

/** One call of process-batch. */
export interface BatchTime {
  operation: string
  ms: number
  /** Of all batches of its stride. */
  records: number
  statements: number | null
}

export interface ImportTimes {
  job_id: string
  prepare_ms: number
  /** The longest single prepare call. */
  longest_prepare_ms: number
  batches_ms: number
  finalize_ms: number
  total_ms: number
  batches: BatchTime[]
}

export interface Prepared {
  job_id: string
  ms: number
  longest_ms: number
  total_batches: number
}

const apiOf = (dataset: string) => `/api/import/${dataset}`

/** Stages a source, calling again for as long as the server asks for it. */
export async function prepare(server: BenchServer, source: Source): Promise<Prepared> {
  let ms = 0
  let longest_ms = 0
  let { body } = source
  for (;;) {
    const reply = await server.call<PrepareAnswer>("POST", `${apiOf(source.dataset)}/prepare`, body)
    ms += reply.ms
    longest_ms = Math.max(longest_ms, reply.ms)
    const { job_id, status, total_batches } = reply.body
    if (status !== "preparing") return { job_id, ms, longest_ms, total_batches }
    body = { job_id }
  }
}

/** Applies up to `limit` batches one after the other, as one browser tab would. */
export async function applyBatches(
  server: BenchServer,
  { dataset, job_id }: { dataset: string; job_id: string },
  limit = Number.POSITIVE_INFINITY,
): Promise<BatchTime[]> {
  const times: BatchTime[] = []
  while (times.length < limit) {
    const path = `${apiOf(dataset)}/process-batch`
    const reply = await server.call<ProcessBatchAnswer>("POST", path, { job_id })
    const { batch, batch_completed, error, status } = reply.body
    if (error) throw new Error(`A batch failed: ${error.message}`)
    if (!batch_completed || !batch) {
      if (status === "ready_to_finalize") return times
      // The server's own scheduler is at work on the last ones.
      if (status === "waiting") continue
      throw new Error(`Nothing is runnable, and the job is ${status}.`)
    }
    const { operation } = batch
    const { records } = reply.body
    times.push({ operation, ms: reply.ms, records, statements: reply.statements })
  }
  return times
}

/** A whole import over HTTP, each phase timed. */
export async function importSource(server: BenchServer, source: Source): Promise<ImportTimes> {
  const { dataset } = source
  const started = performance.now()
  const { job_id, ms, longest_ms } = await prepare(server, source)
  const batchesFrom = performance.now()
  const batches = await applyBatches(server, { dataset, job_id })
  const finalizeFrom = performance.now()
  await server.call("POST", `${apiOf(dataset)}/finalize`, { job_id })
  const ended = performance.now()
  return {
    job_id,
    prepare_ms: ms,
    longest_prepare_ms: longest_ms,
    batches_ms: finalizeFrom - batchesFrom,
    finalize_ms: ended - finalizeFrom,
    total_ms: ended - started,
    batches,
  }
}

/** Milliseconds of `times` status calls. */
export async function statusTimes(
  server: BenchServer,
  { dataset, job_id }: { dataset: string; job_id: string },
  times: number,
) {
  const replies = []
  for (let i = 0; i < times; i++) replies.push(await server.call("GET", `${apiOf(dataset)}/status/${job_id}`))
  return { ms: replies.map((reply) => reply.ms), statements: replies.at(-1)?.statements ?? null }
}
