import type { ImportSummary, JobStatus } from "../../lib/contract/index.ts"
import { problem } from "../../lib/errors.ts"
import type { Api } from "../command/api.ts"
import { type FoundJob, findById } from "../command/job.ts"
import { importsOf } from "../command/listed.ts"

const DATASET = "daily-update"
/** What has changed the register, or may have, and what is being undone already. */
const UNDOABLE: readonly JobStatus[] = ["completed", "failed", "cancelled", "paused", "rolling_back"]

/**
 * The imports of an extract number that can be undone, newest first: a Full and an Update may share it. Throws
 * Problem 404 `extract_not_found` when there is none.
 */
export async function findByExtract(api: Api, number: number): Promise<[FoundJob, ...FoundJob[]]> {
  const found: FoundJob[] = []
  for await (const imports of importsOf(api, { dataset: DATASET })) {
    for (const summary of imports) {
      if (!UNDOABLE.includes(summary.status) || !namesNumber(summary, number)) continue
      const job = await findById(api, summary.job_id)
      if (job.extract_number === number && !job.dry_run) found.push(job)
    }
  }
  const [newest, ...older] = found
  if (newest) return [newest, ...older]
  const detail = `No import of extract ${number} can be rolled back: there is none, or it already was.`
  throw problem(404, "extract_not_found", detail)
}

/** Titles carry the number, which spares asking for every import there ever was. */
function namesNumber({ title }: ImportSummary, number: number): boolean {
  return (title.match(/\d+/g) ?? []).some((digits) => Number(digits) === number)
}
