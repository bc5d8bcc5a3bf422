import type { RowFault, RowsDone } from "../../contract/index.ts"
import { findDataset } from "../../datasets/index.ts"
import type { Effects } from "../../effects.ts"
import { type CallOfJob, jobOfCall } from "../../engine/jobs/jobs.ts"
import { countsOf, loadBatchFacts, ofRows, sumOf } from "../../engine/progress/batch-facts.ts"
import { errorPages } from "../../engine/progress/row-errors.ts"
import { readData } from "./read-data.ts"

/**
 * How many rows of a job are dealt with, and how; what after-steps write to them is no other row. Two round trips. Throws Problem
 * 404 `job_not_found`.
 */
export async function rowsDone(input: CallOfJob, effects: Effects): Promise<RowsDone> {
  return effects.db.use(async (connection) => {
    const { kinds } = await loadBatchFacts(connection, await jobOfCall(connection, input), effects)
    const applied = ofRows(kinds)
    const completed = applied.filter(({ status }) => status === "completed")
    return {
      done: sumOf(completed, "records"),
      total: sumOf(applied, "records"),
      counts: countsOf(kinds),
    }
  })
}

/** The rows of a job that could not be used, as far as they are kept. Throws Problem 404 `job_not_found`. */
export async function rowFaults(input: CallOfJob, effects: Effects): Promise<RowFault[]> {
  const job = await effects.db.use((connection) => jobOfCall(connection, input))
  const dataset = findDataset(job.dataset)
  const faults: RowFault[] = []
  for await (const page of errorPages({ job_id: job.job_id, dataset }, { with_record: false }, effects)) {
    faults.push(
      ...page.map(({ row_no: row, column_name: field, message }) => {
        return { row, field, message }
      }),
    )
  }
  return faults
}

const PAGE = 10_000

/**
 * The ids of the rows a job has added and that are still there, in the order of the file, read page by page. Rows of a register
 * have no id that lasts, so of its imports there are none. Throws Problem 404 `job_not_found`.
 */
export async function* createdIds(
  input: CallOfJob & { page?: number },
  effects: Effects,
): AsyncGenerator<string, void> {
  const { page: limit = PAGE, actor } = input
  const { job_id, dataset } = await effects.db.use((connection) => jobOfCall(connection, input))
  const asked = { job_id, actor, change: "inserted" as const, limit, columns: [] }
  for (const { key: table } of findDataset(dataset).tables.filter(({ policy }) => policy === "keyed")) {
    let cursor: string | undefined
    do {
      const page = await readData({ ...asked, table, cursor }, effects)
      for (const { id } of page.rows) yield id
      cursor = page.next_cursor ?? undefined
    } while (cursor !== undefined)
  }
}
