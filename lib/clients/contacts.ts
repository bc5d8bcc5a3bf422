import type { RollbackAnswer } from "../contract/index.ts"
import { contacts } from "../datasets/contacts.ts"
import type { Effects } from "../effects.ts"
import { jobOfCall } from "../engine/jobs/jobs.ts"
import { type RollbackInput, rollbackJob } from "../import/rollback.ts"

/** Undoes an import; of contacts it also tells how many went in its team's own word. Throws what `rollbackJob` throws. */
export async function deleteImported(input: RollbackInput, effects: Effects): Promise<RollbackAnswer> {
  const { dataset } = await effects.db.use((connection) => jobOfCall(connection, input))
  const answer = await rollbackJob(input, effects)
  return dataset === contacts.name ? { ...answer, contacts_removed: answer.rows_removed } : answer
}
