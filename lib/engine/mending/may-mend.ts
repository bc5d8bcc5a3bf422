import type { Dataset } from "../../datasets/declaration.ts"
import { type Problem, problem } from "../../errors.ts"
import type { Job } from "../jobs/jobs.ts"

/** Why the rows of an import cannot be mended now; null where they can. `planned`: whether any of its rows could be used. */
export function whyNotMended(job: Job, dataset: Dataset, planned: boolean): string | null {
  const { status, dry_run, thinned_at, error, source } = job
  if (dry_run)
    return "It is a dry run: apply its changes and mend its rows then, or import the file itself, which can wait until its rows are mended."
  if (thinned_at !== null)
    return `It ended so long ago that its single rows were removed on ${thinned_at.slice(0, 10)}.`
  if (error !== null) return "It came to nothing: its file could not be read."
  if (status === "preparing") return "It is still being read. Its rows can be mended once it is ready."
  if (status === "processing" || status === "finalizing")
    return "It is being applied. Its rows can be mended once it is completed."
  if (status === "paused") return "It is paused. Resume it and let it end; its rows can be mended then."
  if (!["ready", "completed", "failed"].includes(status)) return `It is ${ENDED[status] ?? status}.`
  if (dataset.source === "records" && source.reading === undefined)
    return "It was imported by an earlier release, which did not keep what mending needs. Mend the file of its rows, and import that."
  if (dataset.sequential && !planned)
    return "None of its rows could be used, so nothing of the extract was applied. Import a file that is right."
  return null
}

const ENDED: Partial<Record<Job["status"], string>> = { rolling_back: "being undone", rolled_back: "undone" }

/** 409 of an import whose rows cannot be mended, naming why. */
export function notMendable(job: Job, why: string): Problem {
  return problem(409, "illegal_transition", `The rows of this import cannot be mended: ${why}`, {
    job_id: job.job_id,
  })
}
