import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { BatchReference, Operation } from "../../lib/contract/jobs.ts"
import { rowsWord } from "./columns.ts"
import { count, counted } from "./numbers.ts"
import { BATCH, isAfterStep, OPERATION } from "./states.ts"
import { lasting } from "./times.ts"

/** "Activities, add, batch 13" */
export function batchName({ table, operation, batch }: BatchReference): string {
  return `${rowsWord(table)}, ${OPERATION[operation]}, batch ${count(batch)}`
}

/** Whether it has rows of the source to count: an after-step may have none, though it writes to rows that are there. */
export function countsRows({ records, operation }: Pick<BatchEntry, "records" | "operation">): boolean {
  return records > 0 || !isAfterStep(operation)
}

/** What after-steps have done to a table so far: "26 names looked at"; empty where there is nothing to tell. */
export function stepsDone(batches: readonly BatchEntry[], table: string): string {
  const parts = Object.entries(STEP_DONE).flatMap(([operation, did]) => {
    const own = batches.filter((batch) => batch.table === table && batch.operation === operation)
    const rows = own.reduce((sum, { counts }) => sum + counts.updated + counts.unchanged, 0)
    return rows > 0 ? [`${count(rows)} ${did}`] : []
  })
  return parts.join(", ")
}

const STEP_DONE: Partial<Record<Operation, string>> = {
  resolve_names: "names looked at",
  build_hierarchy: "put in the hierarchy",
  embed: "embedded",
}

/** A batch in one line: its name, state, rows where it has any, and what it took. */
export function batchLine(batch: BatchEntry): string {
  return [
    batchName(batch),
    BATCH[batch.status].word,
    ...(countsRows(batch) ? [counted(batch.records, "row")] : []),
    ...(batch.duration_ms === null ? [] : [lasting(batch.duration_ms)]),
    counted(batch.attempts, "attempt"),
  ].join(" · ")
}
