import { classifyError } from "../../lib/db/classify.ts"
import type { Database } from "../../lib/db/connection.ts"

const AN_HOUR_LATER = `update import_job_batches
  set lease_until = lease_until - interval 1 hour, not_before = not_before - interval 1 hour
  where status in ('pending', 'processing')`

/** As if an hour had passed for every lease and every pause of a batch, those of drivers at work too. */
export async function anHourLater(db: Database): Promise<void> {
  for (;;) {
    try {
      return void (await db.use((connection) => connection.run(AN_HOUR_LATER)))
    } catch (error) {
      if (classifyError(error) !== "conflict") throw error
    }
  }
}
