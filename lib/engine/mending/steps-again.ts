import type { Operation } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { stepOf } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Job } from "../jobs/jobs.ts"
import { insertBehind, nextRound, stepBatch } from "./plan-mending.ts"

/** Part of an after-step that was not to wait for failed batches. */
interface ReleasedStep {
  table_name: string
  operation: Operation
  position: number
  status: "pending" | "processing" | "completed" | "failed"
  key_from: number
  key_to: number
}

/**
 * Lets after-steps that no longer waited for failed batches wait for those that are done again, and plans anew, behind everything
 * there is, what has been done of them without these. Run in the transaction that resets the batches; again it finds nothing.
 */
export async function planStepsAgain(connection: Connection, dataset: Dataset, job: Job): Promise<void> {
  const { job_id } = job
  const named = dataset.afterSteps.map(({ table, operation, after }) => ({
    table_name: table,
    operation,
    waits_for: after,
  }))
  const steps = JSON.stringify(named)
  const released = await connection.rows<ReleasedStep>(statement("batches/wait_again"), { job_id, steps })
  const done = released
    .filter(({ status }) => status === "completed" || status === "processing")
    .sort((a, b) => a.position - b.position)
  if (done.length === 0) return
  const next = await nextRound(connection, job_id)
  const batches = done.map(({ table_name, operation, key_from, key_to }) =>
    stepBatch(stepOf(dataset, table_name, operation), { key_from, key_to }, next.phase),
  )
  await insertBehind(connection, job, next, batches)
}
