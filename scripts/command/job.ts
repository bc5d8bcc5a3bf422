import { endpoints, type ReportAnswer } from "../../lib/contract/index.ts"
import type { Api } from "./api.ts"

/** An import as its report tells of it, whatever dataset it is of. */
export type FoundJob = ReportAnswer["job"]

/** An import by its id. Throws Problem 404 `job_not_found`. */
export async function findById(api: Api, job_id: string): Promise<FoundJob> {
  return (await api.call(endpoints.report, { params: { job_id }, query: { errors: false } })).job
}
