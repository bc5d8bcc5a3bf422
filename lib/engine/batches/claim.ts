import { randomUUID } from "node:crypto"
import { isoTime } from "../../clock.ts"
import type { Driver, Operation } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"

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
  /** Each of them, in the order they run. */
  taken: { position: number; batch_number: number; records: number }[]
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

const CLAIM = ["batches/set_batch", "batches/claimed"]

/**
 * Takes the next runnable batches, as many as make a stride, in one round trip, and tells the connection what its next
 * statements are about; null when there is none. Throws a conflict when another driver was faster.
 */
export async function claimBatches(
  connection: Connection,
  input: ClaimInput,
  effects: Effects,
): Promise<Claim | null> {
  const now = effects.clock.now()
  const { lease_seconds, stride_seconds, batch_budget_seconds } = effects.config
  const values = {
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
    target_ms: Math.min(stride_seconds, batch_budget_seconds / 2) * 1000,
    one_at_a_time: JSON.stringify(input.one_at_a_time),
    busy: JSON.stringify(input.busy),
  }
  const alone = input.named !== undefined || stride_seconds === 0
  const run = expression(`batches/run/${alone ? "alone" : "stride"}`)
  const claim = statement("batches/claim", { run, taken: expression("batches/taken") })
  const script = [statement("batches/ask"), claim, ...CLAIM.map((name) => statement(name))].join(";\n")
  const [row] = await connection.rows<{ batch: Claim | null }>(script, values)
  return row?.batch ?? null
}

/** When work on a claim has to be over: with its time budget, or with the call it is part of. Milliseconds of the clock. */
export function endOf(
  { started_at }: Claim,
  { config, deadline = Number.POSITIVE_INFINITY }: Effects,
): number {
  return Math.min(deadline, Date.parse(started_at) + config.batch_budget_seconds * 1000)
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

/** The batches of a claim in words. */
export function namesOf({ table_name, operation, taken }: Claim): string {
  const last = taken.at(-1)?.batch_number
  const numbers = taken.length === 1 ? last : `${taken[0]?.batch_number} to ${last}`
  return `${table_name} ${operation} ${numbers}`
}
