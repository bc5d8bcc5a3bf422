import type { ImportOptions } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { problem } from "../../errors.ts"
import { isArchive } from "../../reading/document-files.ts"
import { ruleOfRowErrors } from "../jobs/row-error-rule.ts"
import type { EarlierJob, Verdict } from "./extract-guards.ts"

const OVER = ["cancelled", "rolled_back"]

/** What is about to be imported. */
interface Arrival {
  content_hash: string
  /** Of its source, as a person knows it. */
  name: string
  options: ImportOptions
}

/**
 * Whether content may be imported that was imported before: the same file, to be read and applied in the same way,
 * belongs to the import it already has, open or completed, unless that was cancelled or taken back. Throws
 * Problem 409 `import_in_progress` while that import is being taken back.
 */
export function judgeContent(arrival: Arrival, dataset: Dataset, earlier: readonly EarlierJob[]): Verdict {
  const wanted = meaningOf(dataset, arrival.options, arrival.options.dry_run)
  const same = earlier.findLast(
    (job) =>
      job.content_hash === arrival.content_hash &&
      isNamedAlike(arrival.name, job.source_name, dataset) &&
      !OVER.includes(job.status) &&
      meaningOf(dataset, job.options, job.dry_run) === wanted,
  )
  if (!same) return { kind: "new", warnings: [] }
  if (same.status !== "rolling_back") return { kind: "existing", job_id: same.job_id }
  const detail = `${same.title} has the same content and is being taken back. Wait until that is done.`
  throw problem(409, "import_in_progress", detail, { job_id: same.job_id })
}

/** A single document that comes under another name is another one with the same content, and is told as such. */
function isNamedAlike(name: string, earlier: string | null, { source }: Dataset): boolean {
  return source !== "documents" || isArchive(name) || earlier === null || name === earlier
}

/** What of the options makes the result another one. */
function meaningOf(dataset: Dataset, options: ImportOptions, dry_run: boolean): string {
  const { duplicates = dataset.duplicates[0] ?? null, max_row_errors, delimiter, encoding } = options
  const {
    default_country,
    project_id,
    header_row,
    sheet,
    entry,
    entry_encoding,
    comment,
    mapping = {},
    constants = {},
  } = options
  const sorted = (of: Readonly<Record<string, unknown>>) =>
    Object.entries(of).sort(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify([
    dry_run,
    duplicates,
    ruleOfRowErrors(options),
    max_row_errors ?? null,
    delimiter ?? null,
    encoding ?? null,
    default_country ?? null,
    project_id ?? null,
    sorted(mapping),
    [header_row, sheet, entry, comment, entry_encoding].map((one) => one ?? null),
    sorted(constants),
  ])
}
