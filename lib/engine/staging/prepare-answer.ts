import type { Operation, PrepareAnswer, Staging } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { tableKey } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Job } from "../jobs/jobs.ts"
import { type FileProgress, loadFiles } from "./stage.ts"

/** What prepare answers: the plan, or how far staging is while it is not there yet. */
export async function prepareAnswerOf(
  connection: Connection,
  dataset: Dataset,
  job: Job,
): Promise<PrepareAnswer> {
  const { job_id, status, held, warnings } = job
  const counts = await connection.rows<{ table_name: string; operation: Operation; batches: number }>(
    statement("batches/by_table"),
    { job_id },
  )
  const batches_by_table: PrepareAnswer["batches_by_table"] = {}
  for (const { table_name, operation, batches } of counts) {
    const key = tableKey(dataset, table_name)
    batches_by_table[key] = { ...batches_by_table[key], [operation]: batches }
  }
  const total_batches = counts.reduce((sum, row) => sum + row.batches, 0)
  const staging =
    status === "preparing" ? progressOf(dataset, job, await loadFiles(connection, job_id)) : null
  return { job_id, status, held, total_batches, batches_by_table, warnings, ...(staging && { staging }) }
}

/** How far a preparing job is: what is known of its source first, then the file being read. */
export function progressOf(dataset: Dataset, job: Job, files: readonly FileProgress[]): Staging {
  const current = files.find((file) => !file.done) ?? files.at(-1)
  if (!current) {
    const { kind, bytes, bytes_total } = job.source
    const table = kind === "url" ? "download" : "source"
    return { table, rows_staged: 0, bytes_read: bytes, bytes_total: bytes_total ?? bytes }
  }
  return {
    table: tableKey(dataset, current.table_name),
    rows_staged: files.reduce((sum, file) => sum + file.rows_staged, 0),
    bytes_read: files.reduce((sum, file) => sum + file.bytes_read, 0),
    bytes_total: files.reduce((sum, file) => sum + file.bytes_total, 0),
  }
}
