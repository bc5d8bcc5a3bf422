import type { PrepareAnswer } from "../../lib/contract/prepare.ts"
import type { ProcessBatchAnswer } from "../../lib/contract/process-batch.ts"
import type { BenchServer } from "./server.ts"

const API = "/api/import/daily-update"

export interface BatchTime {
  ms: number
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

/** Stages a stored file, calling again for as long as the server asks for it. */
export async function prepare(
  server: BenchServer,
  filename: string,
  options: object = {},
): Promise<Prepared> {
  let ms = 0
  let longest_ms = 0
  let body: object = { filename, options }
  for (;;) {
    const reply = await server.call<PrepareAnswer>("POST", `${API}/prepare`, body)
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
  job_id: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<BatchTime[]> {
  const times: BatchTime[] = []
  while (times.length < limit) {
    const reply = await server.call<ProcessBatchAnswer>("POST", `${API}/process-batch`, { job_id })
    const { batch, batch_completed, error, status } = reply.body
    if (error) throw new Error(`A batch failed: ${error.message}`)
    if (!batch_completed || !batch) {
      if (status === "ready_to_finalize") return times
      // The server's own scheduler is at work on the last ones.
      if (status === "waiting") continue
      throw new Error(`Nothing is runnable, and the job is ${status}.`)
    }
    times.push({ ms: reply.ms, records: batch.records, statements: reply.statements })
  }
  return times
}

/** A whole import over HTTP, each phase timed. */
export async function importFile(server: BenchServer, filename: string): Promise<ImportTimes> {
  const started = performance.now()
  const prepared = await prepare(server, filename)
  const batchesFrom = performance.now()
  const batches = await applyBatches(server, prepared.job_id)
  const finalizeFrom = performance.now()
  await server.call("POST", `${API}/finalize`, { job_id: prepared.job_id })
  const ended = performance.now()
  return {
    job_id: prepared.job_id,
    prepare_ms: prepared.ms,
    longest_prepare_ms: prepared.longest_ms,
    batches_ms: finalizeFrom - batchesFrom,
    finalize_ms: ended - finalizeFrom,
    total_ms: ended - started,
    batches,
  }
}

/** Milliseconds of `times` status calls. */
export async function statusTimes(server: BenchServer, job_id: string, times: number) {
  const replies = []
  for (let i = 0; i < times; i++) replies.push(await server.call("GET", `${API}/status/${job_id}`))
  return { ms: replies.map((reply) => reply.ms), statements: replies.at(-1)?.statements ?? null }
}
