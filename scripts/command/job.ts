import { endpoints, type ReportAnswer } from "../../lib/contract/index.ts"
import type { Api } from "./api.ts"

/** An import as its report tells of it, whatever dataset it is of. */
export type FoundJob = ReportAnswer["job"]

/** An import by its id. Throws Problem 404 `job_not_found`. */
export async function findById(api: Api, job_id: string): Promise<FoundJob> {
  return (await api.call(endpoints.report, { params: { job_id }, query: { errors: false } })).job
}

/** Where an import stands, in a word or two. */
export function stateOf({
  status,
  held,
  dry_run,
  outcome,
}: Pick<FoundJob, "status" | "held" | "dry_run" | "outcome">): string {
  if (held) return "held"
  if (status !== "completed") return status.replaceAll("_", " ")
  if (dry_run) return "dry run done"
  return outcome === "partial_failure" ? "completed in part" : (outcome && ENDS[outcome]) || status
}

const ENDS: Partial<Record<NonNullable<FoundJob["outcome"]>, string>> = { failed: "nothing landed" }
