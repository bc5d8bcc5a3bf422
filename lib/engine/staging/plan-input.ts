import type { Dataset } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import { identifier, statement } from "../../db/statement.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import type { Job } from "../jobs/jobs.ts"
import { ruleOf } from "./fold.ts"
import { type PlanInput, stepKey, stepParts } from "./plan.ts"
import { type Facts, loadFacts } from "./plan-facts.ts"
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
  const { job_id } = job
  const { batch_size: batchSize } = job.options
  const facts = await loadFacts(connection, dataset, job_id, full)
  const empty = new Set(facts.of("there").flatMap(({ name, rows }) => (rows === 0 ? [name] : [])))
  return {
    dataset,
    full,
    empty,
    parts: await loadParts(connection, dataset, { job_id, batchSize, facts }, files),
    keyCuts: {
      ...(await targetCuts(connection, facts)),
      ...(await stepCuts(connection, dataset, job_id, facts)),
    },
    rule: ruleOf(dataset, job),
    stepRows: Object.fromEntries(facts.of("step").map(({ name, rows }) => [name, rows])),
    batchSize,
    dryRun: job.dry_run,
  }
}

async function loadParts(
  connection: Connection,
  dataset: Dataset,
  { job_id, batchSize, facts }: { job_id: string; batchSize: number | undefined; facts: Facts },
  files: readonly FileProgress[],
): Promise<StagedPart[]> {
  const parts = dataset.tables.flatMap((table) =>
    files
      .filter((file) => file.table_name === table.name)
      .map((file) => ({
        table,
        operation: file.operation,
        rows: file.last_row,
        staged: file.rows_staged,
        careful: file.rows_failed > 0 || facts.rows("repeated", `${file.operation} ${table.name}`) > 0,
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

type Cuts = Record<string, number[]>

/** Of the targets a full extract is compared with. */
async function targetCuts(connection: Connection, facts: Facts): Promise<Cuts> {
  const cuts: Cuts = {}
  for (const { name, rows } of facts.of("current")) {
    const sql = statement("staging/target_cuts", { target: identifier(name) })
    cuts[name] = await cutsOf(connection, sql, {}, Math.max(1, Math.ceil(rows / ROWS_PER_RANGE)))
  }
  return cuts
}

async function stepCuts(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  facts: Facts,
): Promise<Cuts> {
  const cuts: Cuts = {}
  for (const step of dataset.afterSteps) {
    const table = dataset.tables.find((candidate) => candidate.name === step.table)
    if (!table || table.policy === "keyed") continue
    const sql = statement("staging/staged_cuts", { staging: stagingOf(table) })
    const keys = facts.rows("step", stepKey(step))
    cuts[stepKey(step)] = await cutsOf(connection, sql, { job_id }, stepParts(keys))
  }
  return cuts
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
