import { type Connection, transaction } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import { recordAudit } from "../jobs/jobs.ts"
import { type Claim, namesOf } from "./claim.ts"

/**
 * Gives the batches of a stride that failed back, to be tried again, in halves where it is more than one; false when the
 * claim had been taken over meanwhile.
 */
export async function releaseStride(
  connection: Connection,
  claim: Claim,
  release: { not_before: string | null; message: string },
  audit: { actor: string; now: string },
): Promise<boolean> {
  const { job_id, lease_token } = claim
  const { not_before, message } = release
  return transaction(connection, async () => {
    const changed = await connection.run(statement("batches/release"), { job_id, lease_token, not_before })
    if (changed === 0) return false
    const how = claim.batches === 1 ? "again" : "in halves"
    const detail = `${namesOf(claim)}, to be tried ${how}: ${message}`.slice(0, 500)
    const line = { ...audit, event: "stride.released", from: "processing", to: "pending", detail }
    await recordAudit(connection, { job_id, ...line })
    return true
  })
}

export interface Failure {
  message: string
  code: string
  retryable: boolean
  /** No further attempt by itself: a person has to look. */
  final: boolean
  not_before: string | null
}

/** Records a failed attempt; false when the claim had been taken over meanwhile. */
export async function failBatch(
  connection: Connection,
  claim: Claim,
  failure: Failure,
  audit: { actor: string; now: string },
): Promise<boolean> {
  const { job_id, lease_token, attempt } = claim
  const { final, not_before, message, code, retryable } = failure
  return transaction(connection, async () => {
    const changed = await connection.run(statement("batches/fail"), {
      job_id,
      lease_token,
      attempt,
      final,
      not_before,
      error: message,
      error_code: code,
      retryable,
    })
    if (changed !== 1) return false
    const detail = `${namesOf(claim)}, attempt ${attempt}: ${message}`
    const taken = { actor: audit.actor, now: claim.started_at, event: "batch.claimed", to: "processing" }
    await recordAudit(connection, { job_id, ...taken, detail: `${namesOf(claim)}, attempt ${attempt}` })
    const line = { ...audit, event: "batch.failed", from: "processing", to: final ? "failed" : "pending" }
    await recordAudit(connection, { job_id, ...line, detail: detail.slice(0, 500) })
    return true
  })
}
