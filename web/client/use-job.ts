import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ReportJob } from "../../lib/contract/report.ts"
import { call } from "./call.ts"
import { type Polled, usePolled } from "./use-polled.ts"

/** What of an import stays the same: how it was asked for, and of which dataset. */
export function useJob(job_id: string): Polled<ReportJob> {
  const query = { errors: false }
  const read = async () => (await call(endpoints.report, { params: { job_id }, query })).job
  return usePolled(`job ${job_id}`, read)
}
