import { isProblem } from "../errors.ts"

/** Of an import that is gone, since somebody else was at it and told why it is refused. */
const GONE = ["job_not_found", "refused_meanwhile"]

/** What is refused over how things stand at its source, or among the imports: the same file may well be taken later. */
const PASSING = [
  "url_unreachable",
  "url_status",
  "download_too_slow",
  "too_many_imports",
  "import_in_progress",
  "extract_in_progress",
  "extract_half_applied",
  "extract_gap",
  ...GONE,
]

/** Whether an import is gone, and nobody here knows why. */
export function isGone(error: unknown): boolean {
  return isProblem(error) && GONE.includes(error.code)
}

/** Whether an import was refused for what its file or its options are, so that it is refused again as often as it is tried. */
export function isForGood(error: unknown): boolean {
  return isProblem(error) && error.status < 500 && !PASSING.includes(error.code)
}
