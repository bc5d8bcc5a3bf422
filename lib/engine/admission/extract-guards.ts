import { DAY_MS } from "../../clock.ts"
import type { Held, ImportOptions, JobStatus, Outcome, Warning } from "../../contract/index.ts"
import { problem } from "../../errors.ts"
import { plainName } from "../../words.ts"
import { ruleOfRowErrors } from "../jobs/row-error-rule.ts"
import { isAtWorkAgain, isOpen } from "../jobs/transitions.ts"

/** An earlier job of the dataset, as the guards see it. */
export interface EarlierJob {
  job_id: string
  title: string
  status: JobStatus
  held: Held | null
  outcome: Outcome | null
  dry_run: boolean
  options: ImportOptions
  content_hash: string | null
  /** Of the database when the job was made. */
  schema_version: number
  source_bytes: number | null
  source_name: string | null
  extract_number: number | null
  extract_type: "full" | "update" | null
  /** YYYY-MM-DD. */
  snapshot_date: string | null
  /** Null of one that was never completed, or left out. */
  finished_at?: string | null
  planned_batches: number
  applied_batches: number
}

/** What an import is about to bring. */
export interface Arrival {
  content_hash: string
  extract_number: number
  extract_type: "full" | "update"
  /** YYYY-MM-DD; unknown of a file that nobody has looked into. */
  snapshot_date?: string | null
  /** The day it comes. */
  today?: string
}

/** What of the options has a say in whether an extract fits. */
type JudgedOptions = Pick<ImportOptions, "allow_gap" | "dry_run" | "on_row_errors" | "skip_errors">

export type Verdict = { kind: "existing"; job_id: string } | { kind: "new"; warnings: Warning[] }

/**
 * Whether an extract may be imported after what was imported before. An update holds the changes since the
 * extract before it, so it is only valid there; a full extract repairs a gap. Throws Problem 409
 * `extract_half_applied`, `extract_in_progress`, `extract_already_applied`, `extract_out_of_order`,
 * `extract_gap`, each naming the job or the numbers.
 */
export function judgeExtract(
  arrival: Arrival,
  earlier: readonly EarlierJob[],
  options: JudgedOptions,
): Verdict {
  const real = earlier.filter((job) => !job.dry_run)
  refuseHalfApplied(real)
  const open = earlier.find((job) => isOpen(job.status) && !isAtWorkAgain(job))
  const same = open?.content_hash === arrival.content_hash && open.dry_run === options.dry_run
  if (open && same && open.status !== "rolling_back") {
    return { kind: "existing", job_id: open.job_id }
  }
  if (open) throw inProgress(open)
  const applied = real.filter((job) => isApplied(job) && !cameToNothing(job))
  const warnings = [...judgeNumber(arrival, applied, options), ...judgeDate(arrival, applied)]
  const again = options.dry_run ? undefined : real.findLast((job) => isSameNothing(job, arrival, options))
  return again ? { kind: "existing", job_id: again.job_id } : { kind: "new", warnings }
}

/** One that is mended is applied all the same. */
const isApplied = (job: EarlierJob) => job.status === "completed" || isAtWorkAgain(job)

/** None of its rows could be used, so that nothing was planned and its number is still to be applied. */
function cameToNothing({ status, outcome, planned_batches }: EarlierJob): boolean {
  return status === "completed" && outcome === "failed" && planned_batches === 0
}

/** The same file read in the same way comes to nothing again. */
function isSameNothing(job: EarlierJob, { content_hash }: Arrival, options: JudgedOptions): boolean {
  if (!cameToNothing(job) || job.content_hash !== content_hash) return false
  return ruleOfRowErrors(job.options) === ruleOfRowErrors(options)
}

function refuseHalfApplied(earlier: readonly EarlierJob[]): void {
  const half = earlier.find(
    (job) =>
      (job.status === "failed" || job.status === "cancelled") &&
      job.applied_batches > 0 &&
      !isAtWorkAgain(job),
  )
  if (!half) return
  const mend =
    half.status === "failed" ? "Retry its failed batches, or roll it back first." : "Roll it back first."
  const detail = `${half.title} is ${half.status} with ${half.applied_batches} batches applied. ${mend}`
  throw problem(409, "extract_half_applied", detail, { job_id: half.job_id })
}

/** Why one is held, and what is to be done with it first. */
const HELD: Record<Held, [string, string]> = {
  row_errors: ["rows of it cannot be used", "Import the rest of it, or cancel it, first"],
  mass_close: [
    "many current rows would be closed",
    "Look whether its file is whole; then an admin starts it, or cancel it, first",
  ],
}

const HOW_HELD = "on its page, or by POST /api/import/daily-update/control with the action start or cancel."

function standingOf({ held, status }: EarlierJob): [string, string] {
  if (held === null) return [plainName(status), "Finish, cancel or roll it back first."]
  const [why, advice] = HELD[held]
  return [`held, since ${why}`, `${advice}: ${HOW_HELD}`]
}

function inProgress(open: EarlierJob) {
  const kind = open.dry_run ? "dry run" : "import"
  const [state, advice] = standingOf(open)
  const detail = `${open.title} (${kind} ${open.job_id}) is ${state}. ${advice}`
  return problem(409, "extract_in_progress", detail, { job_id: open.job_id })
}

function judgeNumber(arrival: Arrival, applied: readonly EarlierJob[], options: JudgedOptions): Warning[] {
  const { extract_number: number, extract_type: type } = arrival
  const last = Math.max(0, ...applied.map((job) => job.extract_number ?? 0))
  const same = applied.find((job) => job.extract_number === number && job.extract_type === type)
  // A dry run of a full extract is an audit of what is there, also of the very extract that was applied.
  const audit = type === "full" && options.dry_run
  if (same && !audit) throw alreadyApplied(arrival, same, last)
  if (number < last) {
    const detail = `Extract ${number} is older than the last one applied, ${last}. Importing it would undo later changes.`
    throw problem(409, "extract_out_of_order", detail)
  }
  if (type === "full") return []
  if (applied.length === 0) return [noBaseline(number)]
  const atLast = applied.find((job) => job.extract_number === number)
  if (atLast) throw alreadyApplied(arrival, atLast, last)
  return judgeGap(number, last, options.allow_gap ?? false)
}

function alreadyApplied({ extract_number: number, content_hash }: Arrival, by: EarlierJob, last: number) {
  const { title, extract_type: type, job_id } = by
  const first = number < last ? "the imports after it, newest first, then that one" : "that import"
  const what = content_hash === by.content_hash ? "To apply it anew" : "To take this file instead"
  const detail = `Extract ${number} (${type}) is already applied by ${title}. ${what}, undo ${first}, and import this file again.`
  return problem(409, "extract_already_applied", detail, { job_id })
}

/** Days by which a snapshot may be older than the one before it: a register that stood still for long, at most. */
const MOST_DAYS_BACK = 60

/** A date that a slip of the publisher's, or a file that is none of theirs, would explain best. */
function judgeDate({ snapshot_date: date, today }: Arrival, applied: readonly EarlierJob[]): Warning[] {
  if (!date) return []
  const before = applied.toSorted((a, b) => (a.extract_number ?? 0) - (b.extract_number ?? 0)).at(-1)
  const last = before?.snapshot_date ?? null
  const odd =
    today !== undefined && date > today
      ? "which is in the future"
      : last !== null && Date.parse(date) < Date.parse(last) - (MOST_DAYS_BACK + 1) * DAY_MS
        ? `although the extract before it is of ${last}`
        : null
  if (odd === null) return []
  return [{ code: "odd_snapshot_date", message: `The extract says it is of ${date}, ${odd}.`, count: 1 }]
}

function noBaseline(number: number): Warning {
  const message = `Update ${number} is applied without a full extract before it: it holds only what changed.`
  return { code: "no_baseline", message, count: 1 }
}

function judgeGap(number: number, last: number, allowed: boolean): Warning[] {
  if (number === last + 1) return []
  const missing = numbersBetween(last, number)
  if (!allowed) {
    const detail = `The last extract applied is ${last}, so update ${number} leaves out ${missing}. Import those first, import a full extract, or pass allow_gap: true.`
    throw problem(409, "extract_gap", detail)
  }
  const message = `Applied on extract ${last}; never imported in between: ${missing}.`
  return [{ code: "extract_gap", message, count: number - last - 1 }]
}

function numbersBetween(last: number, number: number): string {
  const missing = Array.from({ length: number - last - 1 }, (_, i) => last + 1 + i)
  return missing.length <= 10 ? missing.join(", ") : `${missing[0]} to ${missing.at(-1)}`
}
