import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { BatchReference } from "../../lib/contract/jobs.ts"
import { count, counted } from "./numbers.ts"
import { BATCH, OPERATION, tableWord } from "./states.ts"
import { lasting } from "./times.ts"

/** "Activities, add, batch 13" */
export function batchName({ table, operation, batch }: BatchReference): string {
  return `${tableWord(table)}, ${OPERATION[operation]}, batch ${count(batch)}`
}

/** A batch in one line: its name, state, rows, and what it took. */
export function batchLine(batch: BatchEntry): string {
  return [
    batchName(batch),
    BATCH[batch.status].word,
    counted(batch.records, "row"),
    ...(batch.duration_ms === null ? [] : [lasting(batch.duration_ms)]),
    counted(batch.attempts, "attempt"),
  ].join(" · ")
}
