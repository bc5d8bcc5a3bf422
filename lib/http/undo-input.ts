import type { RollbackQuery, UndoRequest } from "../contract/actions.ts"
import { problem } from "../errors.ts"

interface Asked<A> {
  actor: A
  params: { job_id: string }
  query: RollbackQuery
  body: UndoRequest
}

/**
 * What DELETE …/rollback asks for: to tell and not to do, if either query or body says so.
 * @throws Problem 400 `invalid_request` when the body names another import than the address
 */
export function undoInput<A>({ actor, params: { job_id }, query, body }: Asked<A>) {
  if (body.job_id !== undefined && body.job_id !== job_id) {
    const errors = [{ path: "job_id", message: "is not the import of the address" }]
    throw problem(400, "invalid_request", "The body names another import than the address.", { errors })
  }
  return { job_id, actor, dry_run: query.dry_run || body.dry_run === true }
}
