import { randomUUID } from "node:crypto"
import { isoTime, nowOf } from "../../clock.ts"
import type { Driver, Operation } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/define.ts"
import { CLAIM_LOST } from "../../db/classify.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { expression, statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { recordAudit } from "../jobs/jobs.ts"
import { type BatchKind, type JobFacts, type JobProgress, standingOf } from "../progress/standing.ts"

/** What a batch has to do: an operation on staged rows of a range, or on rows with keys of a range. */
export interface BatchWork extends NamedBatch {
  mode: string
  row_from: number | null
  row_to: number | null
  key_from: number | null
  key_to: number | null
  records: number
  /** Some staged rows of the range are not to be applied. */
  careful: boolean
}

/** A run of adjacent batches as its driver holds it: nobody else may apply them until the lease ends. */
export interface Claim extends Omit<BatchWork, "batch_number" | "records"> {
  job_id: string
  /** How many there are; one that has failed before is alone. */
  batches: number
  /** Of each, in the order they run. */
  batch_numbers: number[]
  records: number[]
  lease_token: string
  /** Of a batch that is alone; what a stride does counts as no attempt. */
  attempt: number
  max_attempts: number
  started_at: string
}

/** A batch asked for by name. */
export interface NamedBatch {
  table_name: string
  batch_number: number
  operation: Operation
}

export interface ClaimInput {
  job_id: string
  dataset: Dataset
  driver: Driver
  actor: { name: string }
  named?: NamedBatch | undefined
  /** Runnable batches to leave to others, after a collision with them. */
  skip: number
  /** Keyed tables of the dataset, which one stride at a time changes; and those that somebody in this process is at. */
  one_at_a_time: readonly string[]
  busy: readonly string[]
}

const MOST_BATCHES = 10_000
const CLAIM = ["batches/set_batch", "batches/claimed"]

/**
 * Takes the next runnable batches, as many as make a stride, in two round trips, and tells the connection what its next
 * statements are about; null when there is none. Throws a conflict when another driver was faster.
 */
export async function claimBatches(
  connection: Connection,
  input: ClaimInput,
  effects: Effects,
): Promise<Claim | null> {
  const now = effects.clock.now()
  const { lease_seconds, stride_seconds, batch_budget_seconds } = effects.config
  await connection.run(statement("batches/ask"), {
    job_id: input.job_id,
    dataset: input.dataset.name,
    lease_token: randomUUID(),
    lease_until: isoTime(now + lease_seconds * 1000),
    now: isoTime(now),
    actor: input.actor.name,
    driver_id: input.driver.id,
    driver_label: input.driver.label,
    table_name: input.named?.table_name ?? null,
    batch_number: input.named?.batch_number ?? null,
    operation: input.named?.operation ?? null,
    skip: input.skip,
    most: input.named || stride_seconds === 0 ? 1 : MOST_BATCHES,
    target_ms: Math.min(stride_seconds, batch_budget_seconds / 2) * 1000,
    one_at_a_time: JSON.stringify(input.one_at_a_time),
    busy: JSON.stringify(input.busy),
  })
  const claim = statement("batches/claim", { taken: expression("batches/taken") })
  const script = [claim, ...CLAIM.map((name) => statement(name))].join(";\n")
  const [row] = await connection.rows<{ batch: Claim | null }>(script)
  return row?.batch ?? null
}

/** A part of a batch's rows: all of them, or what a search for a bad row looks at. */
export interface RowRange {
  row_from: number
  row_to: number
}

/** Narrows what the connection's next statements are about to some of the batch's rows. */
export async function setRange(connection: Connection, range: RowRange): Promise<void> {
  await connection.run(statement("batches/set_range"), { ...range })
}

/** Where the job stands; null when there is no such job. */
export async function loadProgress(
  connection: Connection,
  job_id: string,
  effects: Effects,
): Promise<JobProgress | null> {
  await connection.run(statement("batches/look"), { job_id, now: nowOf(effects) })
  return askedProgress(connection, job_id)
}

/** The same of the job the connection has asked about; `found` is what its statement has answered already. */
export async function askedProgress(
  connection: Connection,
  job_id: string,
  found?: KindOfJob[],
): Promise<JobProgress | null> {
  const kinds = found ?? (await connection.rows<KindOfJob>(statement("batches/progress")))
  const [job] = kinds[0] ? [kinds[0].job] : await connection.rows<JobFacts>(statement("jobs/get"), { job_id })
  return job ? standingOf(job, kinds) : null
}

/** One row of sql/batches/progress.sql. */
export type KindOfJob = BatchKind & { job: JobFacts }

/**
 * Gives the batches of a stride that failed back, to be tried again in halves; false when the claim had been taken
 * over meanwhile.
 */
export async function releaseStride(
  connection: Connection,
  claim: Claim,
  release: { not_before: string | null; message: string },
  audit: { actor: string; now: string },
): Promise<boolean> {
  const { job_id, lease_token } = claim
  const { not_before, message } = release
  return transaction(connection, async () => {
    const changed = await connection.run(statement("batches/release"), { job_id, lease_token, not_before })
    if (changed === 0) return false
    const detail = `${namesOf(claim)}, to be tried in halves: ${message}`.slice(0, 500)
    const line = { ...audit, event: "stride.released", from: "processing", to: "pending", detail }
    await recordAudit(connection, { job_id, ...line })
    return true
  })
}

/** The batches of a claim in words. */
function namesOf({ table_name, operation, batch_numbers }: Claim): string {
  const last = batch_numbers.at(-1)
  const numbers = batch_numbers.length === 1 ? last : `${batch_numbers[0]} to ${last}`
  return `${table_name} ${operation} ${numbers}`
}

export interface Failure {
  message: string
  code: string
  retryable: boolean
  /** No further attempt by itself: a person has to look. */
  final: boolean
  not_before: string | null
}

/** Records a failed attempt; false when the claim had been taken over meanwhile. */
export async function failBatch(
  connection: Connection,
  claim: Claim,
  failure: Failure,
  audit: { actor: string; now: string },
): Promise<boolean> {
  const { job_id, lease_token, attempt } = claim
  const { final, not_before, message, code, retryable } = failure
  return transaction(connection, async () => {
    const changed = await connection.run(statement("batches/fail"), {
      job_id,
      lease_token,
      attempt,
      final,
      not_before,
      error: message,
      error_code: code,
      retryable,
    })
    if (changed !== 1) return false
    const detail = `${namesOf(claim)}, attempt ${attempt}: ${message}`
    const taken = { actor: audit.actor, now: claim.started_at, event: "batch.claimed", to: "processing" }
    await recordAudit(connection, { job_id, ...taken, detail: `${namesOf(claim)}, attempt ${attempt}` })
    const line = { ...audit, event: "batch.failed", from: "processing", to: final ? "failed" : "pending" }
    await recordAudit(connection, { job_id, ...line, detail: detail.slice(0, 500) })
    return true
  })
}

/**
 * Cuts a claimed batch in two pending ones; false when it is too small. Throws `claim lost` when it is no longer
 * ours, and a conflict when another batch is being cut.
 */
export async function splitBatch(
  connection: Connection,
  claim: Claim,
  audit: { actor: string; now: string },
): Promise<boolean> {
  const halves = halvesOf({ ...claim, records: claim.records[0] ?? 0 })
  if (!halves) return false
  const { job_id, lease_token, attempt } = claim
  return transaction(connection, async () => {
    await connection.run(statement("locks/take"), { name: "split" })
    const added = await connection.run(statement("batches/add_half"), {
      job_id,
      lease_token,
      ...halves.second,
    })
    if (added !== 1) return false
    const { records, row_to, key_to } = halves.first
    const values = { job_id, lease_token, attempt, records, row_to, key_to }
    const narrowed = await connection.run(statement("batches/narrow"), values)
    if (narrowed !== 1) throw new Error(CLAIM_LOST)
    const detail = `${namesOf(claim)}, cut in two`
    const line = { ...audit, event: "batch.split", from: "processing", to: "pending", detail }
    await recordAudit(connection, { job_id, ...line })
    return true
  })
}

/** The rows or keys of a batch, and how many records that is. */
type Extent = Pick<BatchWork, "row_from" | "row_to" | "key_from" | "key_to" | "records">

/** The two halves of a batch's range, by rows or else by keys; null when it cannot be cut. */
export function halvesOf(batch: Extent): { first: Extent; second: Extent } | null {
  const { row_from, row_to, key_from, key_to, records } = batch
  const whole = { row_from, row_to, key_from, key_to, records }
  const byRows = cut(row_from, row_to)
  const byKeys = byRows ? null : cut(key_from, key_to)
  if (byRows) {
    const [middle, from, to] = byRows
    return {
      first: { ...whole, row_to: middle, records: middle - from + 1 },
      second: { ...whole, row_from: middle + 1, records: to - middle },
    }
  }
  if (!byKeys) return null
  return { first: { ...whole, key_to: byKeys[0] }, second: { ...whole, key_from: byKeys[0] + 1 } }
}

function cut(from: number | null, to: number | null): [middle: number, from: number, to: number] | null {
  return from === null || to === null || from >= to ? null : [Math.floor((from + to) / 2), from, to]
}
