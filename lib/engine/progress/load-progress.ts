import { nowOf } from "../../clock.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { type BatchKind, type JobFacts, type JobProgress, standingOf } from "./standing.ts"

/** Where the job stands; null when there is no such job. */
export async function loadProgress(
  connection: Connection,
  job_id: string,
  effects: Effects,
): Promise<JobProgress | null> {
  const script = [statement("batches/look"), statement("batches/progress")].join(";\n")
  const kinds = await connection.rows<KindOfJob>(script, { job_id, now: nowOf(effects) })
  return askedProgress(connection, job_id, kinds)
}

/** The same of the job the connection has asked about; `found` is what its statement has answered already. */
export async function askedProgress(
  connection: Connection,
  job_id: string,
  found?: KindOfJob[],
): Promise<JobProgress | null> {
  const kinds = found ?? (await connection.rows<KindOfJob>(statement("batches/progress")))
  const [job] = kinds[0] ? [kinds[0].job] : await connection.rows<JobFacts>(statement("jobs/get"), { job_id })
  return job ? standingOf(job, kinds) : null
}

/** One row of sql/batches/progress.sql. */
export type KindOfJob = BatchKind & { job: JobFacts }
