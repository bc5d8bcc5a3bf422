import type { Dataset } from "../../datasets/define.ts"
import type { Connection } from "../../db/connection.ts"
import { identifier, statement } from "../../db/statement.ts"
import { stagingOf } from "../batches/apply.ts"
import type { Job } from "../jobs/jobs.ts"
import { ruleOf } from "./fold.ts"
import { type PlanInput, stepKey, stepParts } from "./plan.ts"
import { type StagedPart, sizeOfBatches } from "./plan-parts.ts"
import type { FileProgress } from "./stage.ts"

/** Target rows a batch of a full extract compares at a time. */
const ROWS_PER_RANGE = 500_000

/** Gathers what planning needs to know of staging and targets. */
export async function loadPlanInput(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  files: readonly FileProgress[],
): Promise<PlanInput> {
  const full = job.extract_type === "full"
  const empty = await emptyTargets(connection, dataset)
  const { batch_size: batchSize } = job.options
  return {
    dataset,
    full,
    empty,
    parts: await loadParts(connection, dataset, { job_id: job.job_id, batchSize }, files),
    keyCuts: {
      ...(full ? await targetCuts(connection, dataset, empty) : {}),
      ...(await stepCuts(connection, dataset, job.job_id)),
    },
    rule: ruleOf(dataset, job),
    stepRows: await stepRows(connection, dataset, job.job_id),
    batchSize,
    dryRun: job.dry_run,
  }
}

async function loadParts(
  connection: Connection,
  dataset: Dataset,
  { job_id, batchSize }: { job_id: string; batchSize: number | undefined },
  files: readonly FileProgress[],
): Promise<StagedPart[]> {
  const repeated = await connection.rows<{ table_name: string; operation: string }>(
    statement("staging/count_duplicates"),
    { job_id },
  )
  const parts = dataset.tables.flatMap((table) =>
    files
      .filter((file) => file.table_name === table.name)
      .map((file) => ({
        table,
        operation: file.operation,
        rows: file.last_row,
        staged: file.rows_staged,
        careful:
          file.rows_failed > 0 ||
          repeated.some((row) => row.table_name === table.name && row.operation === file.operation),
        used: null,
      })),
  )
  const loaded: StagedPart[] = []
  for (const part of parts) {
    const size = sizeOfBatches(part, { parts, batchSize })
    loaded.push({ ...part, used: await usedPlaces(connection, job_id, part, size) })
  }
  return loaded
}

/** Asked only where it can be that a batch would have no row it can use. */
async function usedPlaces(
  connection: Connection,
  job_id: string,
  { table, operation, rows, staged }: StagedPart,
  size: number,
): Promise<number[] | null> {
  const smallest = Math.min(size, rows % size || size)
  if (staged === 0 || rows <= size || rows - staged < smallest) return null
  const sql = statement("staging/used_ranges", { staging: stagingOf(table) })
  const found = await connection.rows<{ place: number }>(sql, { job_id, operation, size })
  return found.map(({ place }) => place)
}

async function emptyTargets(connection: Connection, dataset: Dataset): Promise<Set<string>> {
  const empty = new Set<string>()
  for (const table of dataset.tables.filter((one) => one.policy !== "keyed")) {
    const sql = statement("staging/is_empty", { target: identifier(table.name) })
    const [row] = await connection.rows<{ empty: boolean }>(sql)
    if (row?.empty) empty.add(table.name)
  }
  return empty
}

type Cuts = Record<string, number[]>

async function targetCuts(
  connection: Connection,
  dataset: Dataset,
  empty: ReadonlySet<string>,
): Promise<Cuts> {
  const cuts: Cuts = {}
  for (const table of dataset.tables) {
    if (table.policy !== "temporal" || empty.has(table.name)) continue
    const target = identifier(table.name)
    const [count] = await connection.rows<{ rows: number }>(statement("staging/count_current", { target }))
    const parts = Math.max(1, Math.ceil((count?.rows ?? 0) / ROWS_PER_RANGE))
    cuts[table.name] = await cutsOf(connection, statement("staging/target_cuts", { target }), {}, parts)
  }
  return cuts
}

async function stepCuts(connection: Connection, dataset: Dataset, job_id: string): Promise<Cuts> {
  const cuts: Cuts = {}
  for (const step of dataset.afterSteps) {
    const table = dataset.tables.find((candidate) => candidate.name === step.table)
    if (!table || table.policy === "keyed") continue
    const staging = stagingOf(table)
    const [count] = await connection.rows<{ keys: number }>(statement("staging/count_keys", { staging }), {
      job_id,
    })
    const sql = statement("staging/staged_cuts", { staging })
    cuts[stepKey(step)] = await cutsOf(connection, sql, { job_id }, stepParts(count?.keys ?? 0))
  }
  return cuts
}

/** How many rows each step of keyed rows has before it: those staged, or their parts. */
async function stepRows(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const step of dataset.afterSteps) {
    const table = dataset.tables.find((one) => step.after.includes(one.name) && one.policy === "keyed")
    if (!table) continue
    const part = table.parts?.find((one) => one.table === step.table)
    const sql = part
      ? statement("staging/count_parts", { staging: stagingOf(table), list: identifier(part.list) })
      : statement("staging/count_keys", { staging: stagingOf(table) })
    const [count] = await connection.rows<{ keys: number }>(sql, { job_id })
    counts[stepKey(step)] = count?.keys ?? 0
  }
  return counts
}

async function cutsOf(
  connection: Connection,
  sql: string,
  values: Record<string, string>,
  parts: number,
): Promise<number[]> {
  if (parts < 2) return []
  const fractions = JSON.stringify(Array.from({ length: parts - 1 }, (_, i) => (i + 1) / parts))
  const [row] = await connection.rows<{ cuts: number[] | null }>(sql, { ...values, fractions })
  return [...(row?.cuts ?? [])].sort((a, b) => a - b)
}
