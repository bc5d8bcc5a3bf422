import type { Embeddings } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/define.ts"
import type { Connection } from "../../db/connection.ts"
import { identifier, statement } from "../../db/statement.ts"
import type { Job } from "../jobs/jobs.ts"

/** What has become of the embeddings of the rows a job wrote; null where its rows have none. */
export async function loadEmbeddings(
  connection: Connection,
  { afterSteps }: Dataset,
  { job_id, dry_run }: Pick<Job, "job_id" | "dry_run">,
): Promise<Embeddings | null> {
  const step = afterSteps.find(({ operation }) => operation === "embed")
  if (!step || dry_run) return null
  const sql = statement("status/embeddings", { target: identifier(step.table) })
  const [found] = await connection.rows<Embeddings>(sql, { job_id })
  return found ?? null
}
