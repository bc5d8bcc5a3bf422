import type { Operation } from "../../contract/index.ts"
import type { AfterStep, Dataset, Table } from "../../datasets/declaration.ts"
import type { BatchWork } from "../batches/claim.ts"
import { noneUsable, rangesOf, type StagedPart, sizeOfBatches } from "./plan-parts.ts"

const KEYS_PER_STEP = 250_000
/** Room between two batches for the halves of the first, should it be split again and again. */
export const POSITION_STEP = 1_048_576
/** The highest `_entity_key` a row can have. */
export const LAST_KEY = 9_999_999_999

export interface PlanInput {
  dataset: Dataset
  parts: readonly StagedPart[]
  /** A full extract: what it leaves out is closed. */
  full: boolean
  /** Tables whose target has no row yet. */
  empty: ReadonlySet<string>
  /** Of keyed tables: what becomes of a row that is there already. */
  rule: string
  /** Rows each after-step is about, by its name in `keyCuts`. */
  stepRows: Readonly<Record<string, number>>
  /** Keys that cut a table's or a step's key space into even parts, in ascending order. */
  keyCuts: Readonly<Record<string, readonly number[]>>
  batchSize?: number | undefined
  /** Batches then only count what they would do. */
  dryRun: boolean
  /** Where the positions begin; a second plan of a job begins behind its first. */
  firstPosition?: number
}

export interface PlannedBatch extends BatchWork {
  position: number
  phase: number
  waits_for: string[]
}

/**
 * Cuts an import into batches: deletes before inserts of a table, after-steps behind what they depend on. Of one none of
 * whose rows can be used nothing is done: by a full extract without a row that can be read, nothing has vanished.
 */
export function planBatches(input: PlanInput): PlannedBatch[] {
  if (noneUsable(input.parts)) return []
  const tables = input.dataset.tables.flatMap((table) => planTable(table, input))
  const steps = input.dataset.afterSteps.flatMap((step) => planStep(step, input))
  const prefix = input.dryRun ? "dry_" : ""
  return [...tables, ...steps].map((batch, i) => ({
    ...batch,
    position: (input.firstPosition ?? 0) + i * POSITION_STEP,
    mode: prefix + batch.mode,
  }))
}

type Unplaced = Omit<PlannedBatch, "position">

function planTable(table: Table, input: PlanInput): Unplaced[] {
  const closing =
    input.full && table.policy === "temporal" && !input.empty.has(table.name)
      ? keyRanges(input.keyCuts[table.name] ?? []).map((range, i) =>
          keyBatch(table.name, "delete", i, range, { phase: 0, waits_for: [table.name], mode: "vanished" }),
        )
      : []
  const rows = input.parts
    .filter((part) => part.table.name === table.name)
    .sort((a, b) => phaseOf(a) - phaseOf(b))
    .flatMap((part) => planPart(part, input))
  return [...closing, ...rows]
}

function planPart(part: StagedPart, input: PlanInput): Unplaced[] {
  return rangesOf(part, sizeOfBatches(part, input)).map(({ row_from, row_to }, i) => ({
    table_name: part.table.name,
    operation: part.operation,
    batch_number: i + 1,
    phase: phaseOf(part),
    waits_for: [part.table.name],
    mode: modeOf(part, input),
    row_from,
    row_to,
    key_from: null,
    key_to: null,
    records: row_to - row_from + 1,
    careful: part.careful,
  }))
}

const phaseOf = (part: StagedPart) => (part.operation === "delete" ? 0 : 1)

/** Which statements apply a part: a row of the table in lib/engine/batches/apply.ts. */
function modeOf(part: StagedPart, input: PlanInput): string {
  if (part.table.policy === "upsert") return "upsert"
  if (part.table.policy === "keyed") return input.rule
  if (part.operation === "delete") return "keys"
  if (input.empty.has(part.table.name)) return "append"
  return input.full ? "reconcile" : "replace"
}

function planStep(step: AfterStep, input: PlanInput): Unplaced[] {
  const touched = input.parts.some((part) => step.after.includes(part.table.name) && part.staged > 0)
  const closes = input.full && step.after.some((name) => !input.empty.has(name))
  if (!touched && !closes) return []
  const keyed = input.dataset.tables.some(
    (table) => step.after.includes(table.name) && table.policy === "keyed",
  )
  const mode = keyed ? "keyed" : input.empty.has(step.table) ? "fresh" : "journalled"
  const key = stepKey(step)
  const ranges = keyed
    ? evenRanges(input.stepRows[key] ?? 0, step.batchSize ?? KEYS_PER_STEP)
    : keyRanges(input.keyCuts[key] ?? [])
  return ranges.map((range, i) =>
    keyBatch(step.table, step.operation, i, range, { phase: 2, waits_for: [...step.after], mode }),
  )
}

/** The keys of keyed rows are spread evenly, so even ranges hold about as many: as many ranges as that many rows need. */
export function evenRanges(rows: number, rowsEach: number): KeyRange[] {
  const parts = Math.max(1, Math.ceil(rows / rowsEach))
  return keyRanges(
    Array.from({ length: parts - 1 }, (_, i) => Math.round(((i + 1) / parts) * (LAST_KEY + 1))),
  )
}

/** The name under which `keyCuts` holds the cuts of an after-step. */
export function stepKey(step: AfterStep): string {
  return `${step.operation}:${step.table}`
}

/** How many parts a step over that many keys is cut into. */
export function stepParts(keys: number): number {
  return Math.max(1, Math.ceil(keys / KEYS_PER_STEP))
}

export interface KeyRange {
  key_from: number
  key_to: number
}

/** Ranges that cover every possible key, cut at the given keys. */
export function keyRanges(cuts: readonly number[]): KeyRange[] {
  const starts = [0, ...new Set(cuts.filter((cut) => cut > 0 && cut < LAST_KEY))]
  return starts.map((key_from, i) => ({ key_from, key_to: (starts[i + 1] ?? LAST_KEY + 1) - 1 }))
}

function keyBatch(
  table_name: string,
  operation: Operation,
  index: number,
  range: KeyRange,
  rest: { phase: number; waits_for: string[]; mode: string },
): Unplaced {
  const batch_number = index + 1
  const rows = { row_from: null, row_to: null, records: 0, careful: false }
  return { table_name, operation, batch_number, ...rows, ...range, ...rest }
}
