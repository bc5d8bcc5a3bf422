import { CLAIM_LOST } from "../../db/classify.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import { recordAudit } from "../jobs/jobs.ts"
import { type BatchWork, type Claim, namesOf } from "./claim.ts"

/**
 * Cuts a claimed batch in two pending ones; false when it is too small. Throws `claim lost` when it is no longer
 * ours, and a conflict when another batch is being cut.
 */
export async function splitBatch(
  connection: Connection,
  claim: Claim,
  audit: { actor: string; now: string },
): Promise<boolean> {
  const halves = halvesOf({ ...claim, records: claim.taken[0]?.records ?? 0 })
  if (!halves) return false
  const { job_id, lease_token, attempt } = claim
  return transaction(connection, async () => {
    await connection.run(statement("locks/take"), { name: "split" })
    const added = await connection.run(statement("batches/add_half"), {
      job_id,
      lease_token,
      ...halves.second,
    })
    if (added !== 1) return false
    const { records, row_to, key_to } = halves.first
    const values = { job_id, lease_token, attempt, records, row_to, key_to }
    const narrowed = await connection.run(statement("batches/narrow"), values)
    if (narrowed !== 1) throw new Error(CLAIM_LOST)
    const detail = `${namesOf(claim)}, cut in two`
    const line = { ...audit, event: "batch.split", from: "processing", to: "pending", detail }
    await recordAudit(connection, { job_id, ...line })
    return true
  })
}

/** The rows or keys of a batch, and how many records that is. */
type Extent = Pick<BatchWork, "row_from" | "row_to" | "key_from" | "key_to" | "records">

/** The two halves of a batch's range, by rows or else by keys; null when it cannot be cut. */
export function halvesOf(batch: Extent): { first: Extent; second: Extent } | null {
  const { row_from, row_to, key_from, key_to, records } = batch
  const whole = { row_from, row_to, key_from, key_to, records }
  const byRows = cut(row_from, row_to)
  const byKeys = byRows ? null : cut(key_from, key_to)
  if (byRows) {
    const [middle, from, to] = byRows
    return {
      first: { ...whole, row_to: middle, records: middle - from + 1 },
      second: { ...whole, row_from: middle + 1, records: to - middle },
    }
  }
  if (!byKeys) return null
  return { first: { ...whole, key_to: byKeys[0] }, second: { ...whole, key_from: byKeys[0] + 1 } }
}

function cut(from: number | null, to: number | null): [middle: number, from: number, to: number] | null {
  return from === null || to === null || from >= to ? null : [Math.floor((from + to) / 2), from, to]
}
