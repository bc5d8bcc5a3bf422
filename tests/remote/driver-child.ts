import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { classifyError } from "../../lib/db/classify.ts"
import { liveEffects } from "../../lib/effects.ts"
import { isOpen } from "../../lib/engine/jobs/transitions.ts"
import { isProblem } from "../../lib/errors.ts"
import { finalizeJob } from "../../lib/import/finalize.ts"
import { processBatch } from "../../lib/import/process-batch.ts"
import { jobStatus } from "../../lib/import/status.ts"

/**
 * A process of its own that drives an extract's import until it is finalized, whoever else does; made to be killed.
 * Arguments: the import's id, the driver's. The database is the environment's.
 */
const [job_id = "", id = ""] = process.argv.slice(2)

const dataset = dailyUpdate
const actor = { name: id, projects: ["*"] }
const driver = { id, label: "CLI" }
const effects = await liveEffects()
process.stdout.write("begun\n")
while (!(await isOver())) await driveOn()
process.stdout.write("done\n", () => process.exit())

async function isOver(): Promise<boolean> {
  const { status } = await jobStatus({ dataset, job_id, actor }, effects)
  return !isOpen(status)
}

async function driveOn(): Promise<void> {
  try {
    const { status, next_batch } = await processBatch({ dataset, job_id, driver, actor }, effects)
    if (status === "ready_to_finalize")
      await finalizeJob({ dataset, job_id, accept_failed: false, actor }, effects)
    else if (next_batch === null) await effects.clock.wait(50)
  } catch (error) {
    // Another one has closed the import, or is at the same rows.
    if (!isProblem(error) && classifyError(error) !== "conflict") throw error
  }
}
