import type { Operation } from "../../lib/contract/jobs.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"

/**
 * Whether a failed batch can be tried again: while the import is open, and after its end where what failed only adds
 * to what was imported.
 */
export function mayBeRetried(status: StatusAnswer, operation: Operation): boolean {
  if (["processing", "paused", "failed"].includes(status.status)) return true
  return status.actions.includes("retry") && operation === "embed"
}
