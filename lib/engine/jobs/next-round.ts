import type { JobStatus } from "../../contract/index.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"

/** Where a round of mending begins: behind every row and batch there is. */
export interface NextRound {
  first_row: number
  phase: number
  position: number
  /** The import's state at that moment. */
  status: JobStatus
  /** Batches the import had of its own. */
  planned: number
  /** Batches of rows that were mended. */
  mended: number
}

export async function nextRound(connection: Connection, job_id: string): Promise<NextRound> {
  const [next] = await connection.rows<NextRound>(statement("mend/next"), { job_id })
  if (!next) throw new Error("sql/mend/next.sql answers one row, always")
  return next
}
