import { endpoints } from "../../lib/contract/endpoints.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { call } from "../client/call.ts"
import { usePolled, useReadWhen } from "../client/use-polled.ts"
import { useMayChange } from "../session.tsx"

/** Rows by what is said of them, the most frequent first. */
export type Codes = readonly [code: string, rows: number][]

/** What is listed of single rows: those that could not be used, that undoing left as they are, and that are refused an embedding. */
export interface Listed {
  unused: Codes
  kept: Codes
  refused: Codes
}

/** Said of rows that somebody has changed since the import, so that undoing it left them alone. */
const KEPT = ["changed_since", "removed_since"]

/** Said of rows that are imported, but for their embedding. */
const REFUSED = ["embedding_failed"]

/** The codes of the rows that are listed; undefined until they are known. */
export function useErrorCodes(status: StatusAnswer): Listed | undefined {
  const { job_id, row_errors } = status
  const undone = status.status === "rolled_back"
  const params = { job_id }
  const read = async () => (await call(endpoints.report, { params, query: { errors: false } })).errors_by_code
  const key = (row_errors > 0 && status.status !== "preparing") || undone ? `codes ${job_id}` : null
  const { data, refresh } = usePolled(key, read)
  useReadWhen(key ? `${row_errors} ${status.status}` : "", refresh)
  if (key === null || !data) return undefined
  const codes = Object.entries(data)
  const those = (named: readonly string[]) => codes.filter(([code]) => named.includes(code))
  const there = [...KEPT, ...REFUSED]
  return {
    unused: codes.filter(([code]) => !there.includes(code)),
    kept: those(KEPT),
    refused: those(REFUSED),
  }
}

export function rowsIn(codes: Codes): number {
  return codes.reduce((sum, [, rows]) => sum + rows, 0)
}

/**
 * How many rows undoing left as they are; null while that is not known, or not told: a viewer sees only those
 * that are listed.
 */
export function useKept(status: StatusAnswer, listed: Listed | undefined): number | null {
  const mayAsk = useMayChange()
  const { job_id, dataset } = status
  const key = status.status === "rolled_back" && mayAsk ? `kept of ${job_id}` : null
  // Of an import that is undone, undoing it again tells what was done and does nothing.
  const sent = { params: { dataset }, body: { job_id, dry_run: true } }
  const { data } = usePolled(key, () => call(endpoints.rollback, sent))
  const known = listed ? rowsIn(listed.kept) : 0
  return data ? Math.max(data.rows_kept, known) : known || null
}
