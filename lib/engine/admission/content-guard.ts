import type { ImportOptions } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/define.ts"
import { problem } from "../../errors.ts"
import { ruleOfRowErrors } from "../jobs/row-error-rule.ts"
import type { EarlierJob, Verdict } from "./extract-guards.ts"

const OVER = ["cancelled", "rolled_back"]

/**
 * Whether content may be imported that was imported before: the same file, to be read and applied in the same way,
 * belongs to the import it already has, open or completed, unless that was cancelled or taken back. Throws
 * Problem 409 `import_in_progress` while that import is being taken back.
 */
export function judgeContent(
  arrival: { content_hash: string; options: ImportOptions },
  dataset: Dataset,
  earlier: readonly EarlierJob[],
): Verdict {
  const wanted = meaningOf(dataset, arrival.options, arrival.options.dry_run)
  const same = earlier.findLast(
    (job) =>
      job.content_hash === arrival.content_hash &&
      !OVER.includes(job.status) &&
      meaningOf(dataset, job.options, job.dry_run) === wanted,
  )
  if (!same) return { kind: "new", warnings: [] }
  if (same.status !== "rolling_back") return { kind: "existing", job_id: same.job_id }
  const detail = `${same.title} has the same content and is being taken back. Wait until that is done.`
  throw problem(409, "import_in_progress", detail, { job_id: same.job_id })
}

/** What of the options makes the result another one. */
function meaningOf(dataset: Dataset, options: ImportOptions, dry_run: boolean): string {
  const { duplicates = dataset.duplicates[0] ?? null, max_row_errors, delimiter, encoding } = options
  const { default_country, project_id, mapping = {} } = options
  const pairs = Object.entries(mapping).sort(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify([
    dry_run,
    duplicates,
    ruleOfRowErrors(options),
    max_row_errors ?? null,
    delimiter ?? null,
    encoding ?? null,
    default_country ?? null,
    project_id ?? null,
    pairs,
  ])
}
