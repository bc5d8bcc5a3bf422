import type { AfterStep, Dataset, Table } from "../../datasets/declaration.ts"
import { tableOf } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, statement } from "../../db/statement.ts"
import type { Job } from "../jobs/jobs.ts"
import { ruleOf } from "../staging/fold.ts"
import { evenRanges, type KeyRange, type PlannedBatch, POSITION_STEP } from "../staging/plan.ts"

/** Where a round of mending begins: behind every row and batch there is. */
export interface NextRound {
  first_row: number
  phase: number
  position: number
  /** Batches the import had of its own. */
  planned: number
  /** Batches of rows that were mended. */
  mended: number
}

export async function nextRound(connection: Connection, job_id: string): Promise<NextRound> {
  const [next] = await connection.rows<NextRound>(
    statement("mend/next", { next_row_no: expression("pieces/next_row_no") }),
    { job_id },
  )
  if (!next) throw new Error("sql/mend/next.sql answers one row, always")
  return next
}

/** Rows of one table that were staged under numbers one after the other. */
export interface StagedRange {
  table_name: string
  /** The operation they were refused in. */
  operation: "insert" | "delete"
  row_from: number
  rows: number
}

/**
 * Plans the batches of a round: of each table deletes before rows, and behind them the after-steps anew. They come after everything
 * the import had before; each goes by what is there when it is applied. Run in the transaction that stages the rows.
 */
export async function planMending(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  { next, ranges }: { next: NextRound; ranges: readonly StagedRange[] },
): Promise<void> {
  const rows = ranges.flatMap((range) => rowBatches(dataset, job, range, next.phase))
  const steps = dataset.afterSteps.flatMap((step) => stepBatches(step, ranges, next.phase + 2))
  await insertBehind(connection, job, next, [...rows, ...steps])
}

/** Adds batches to those of an import, in their order, under the next free numbers of their table and operation. */
export async function insertBehind(
  connection: Connection,
  { job_id, options }: Job,
  next: NextRound,
  unplaced: readonly Unplaced[],
): Promise<void> {
  const numbers = await connection.rows<{ table_name: string; operation: string; last: number }>(
    statement("mend/last_batches"),
    { job_id },
  )
  const last = new Map(numbers.map((one) => [`${one.table_name} ${one.operation}`, one.last]))
  const batches = unplaced.map((batch, i) => {
    const key = `${batch.table_name} ${batch.operation}`
    const batch_number = (last.get(key) ?? 0) + 1
    last.set(key, batch_number)
    return { ...batch, batch_number, position: next.position + i * POSITION_STEP }
  })
  const values = { job_id, max_attempts: options.max_retries, batches: JSON.stringify(batches) }
  await connection.run(statement("batches/insert"), values)
}

type Unplaced = Omit<PlannedBatch, "position" | "batch_number">

function rowBatches(dataset: Dataset, job: Job, range: StagedRange, phase: number): Unplaced[] {
  const table = tableOf(dataset, range.table_name)
  const size = job.options.batch_size ?? table.batchSize
  const to = range.row_from + range.rows - 1
  const count = Math.ceil(range.rows / size)
  return Array.from({ length: count }, (_, i) => {
    const row_from = range.row_from + i * size
    const row_to = Math.min(to, row_from + size - 1)
    return {
      table_name: table.name,
      operation: "mend" as const,
      phase: range.operation === "delete" ? phase : phase + 1,
      waits_for: [table.name],
      mode: modeOf(dataset, table, job, range),
      row_from,
      row_to,
      key_from: null,
      key_to: null,
      records: row_to - row_from + 1,
      // What came later, and what stands for others, is told apart row by row.
      careful: true,
    }
  })
}

function modeOf(dataset: Dataset, { policy }: Table, job: Job, { operation }: StagedRange): string {
  if (policy === "keyed") return ruleOf(dataset, job)
  if (policy === "upsert") return "upsert"
  return operation === "delete" ? "keys" : "replace"
}

function stepBatches(step: AfterStep, ranges: readonly StagedRange[], phase: number): Unplaced[] {
  const touched = ranges.filter(({ table_name }) => step.after.includes(table_name))
  const rows = touched.reduce((sum, range) => sum + range.rows, 0)
  if (rows === 0) return []
  return evenRanges(rows, step.batchSize ?? Number.POSITIVE_INFINITY).map((range) =>
    stepBatch(step, range, phase),
  )
}

/** A batch of an after-step of a job that may have run the step before. */
export function stepBatch(step: AfterStep, range: KeyRange, phase: number): Unplaced {
  return {
    table_name: step.table,
    operation: step.operation,
    phase,
    waits_for: [...step.after],
    mode: "mended",
    row_from: null,
    row_to: null,
    ...range,
    records: 0,
    careful: false,
  }
}
