import { nowOf } from "../clock.ts"
import type { Caller } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { type Connection, transaction } from "../db/connection.ts"
import { statement } from "../db/statement.ts"
import { endWithin } from "../deadline.ts"
import type { Effects } from "../effects.ts"
import { assertDone } from "../engine/closing/may-close.ts"
import { type Job, moveJob } from "../engine/jobs/jobs.ts"
import { applyNext } from "./apply-next.ts"

/** Leaves room for the rest of finalize below a function's 30 s. */
const BUDGET_SECONDS = 15

/**
 * Runs the after-steps of a job whose failed batches are accepted: they waited for those, and what has landed needs
 * them all the same. What the time does not suffice for stays pending, runnable by any driver.
 */
export async function runReleasedSteps(
  connection: Connection,
  job: Job,
  input: { dataset: Dataset; actor: Caller },
  effects: Effects,
): Promise<void> {
  const { job_id } = job
  const { dataset, actor } = input
  const released = await transaction(connection, async () => {
    await holdDone(connection, job, effects)
    const steps = await connection.run(statement("batches/release_steps"), { job_id })
    if (steps > 0 && job.status === "failed") {
      const change = { job, to: "processing" as const, actor: actor.name, detail: "failed batches accepted" }
      await moveJob(connection, change, effects)
    }
    return steps
  })
  if (released === 0) return
  const driver = { id: `finalize-${job_id}`, label: "finalize" }
  const deadline = endWithin(effects, BUDGET_SECONDS)
  for (;;) {
    const { next_batch } = await applyNext({ dataset, job_id, driver, actor }, effects)
    if (next_batch === null || effects.clock.now() >= deadline) return
  }
}

/** Of what is retried nothing is accepted: whoever retries it at once collides with this, and who has done so before is found. */
async function holdDone(connection: Connection, job: Job, effects: Effects): Promise<void> {
  const { job_id, status } = job
  if ((await connection.run(statement("jobs/hold"), { job_id, status, now: nowOf(effects) })) !== 1)
    throw new Error("Conflict on the state of an import: another call was here first")
  await assertDone(connection, job, { accept_failed: true }, effects)
}
