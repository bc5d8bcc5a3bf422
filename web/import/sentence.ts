import type { AuditEvent } from "../../lib/contract/imports.ts"
import type { Operation } from "../../lib/contract/jobs.ts"
import type { Staging } from "../../lib/contract/prepare.ts"
import type { ReportSummary } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { rowsInSentence } from "../words/columns.ts"
import { bytes, count, counted } from "../words/numbers.ts"
import { ago, lasting } from "../words/times.ts"
import { missingBatches, noneOf, outcomeSentence } from "./outcome-sentence.ts"

/** What the sentence needs to know beside the state. */
export interface Around {
  /** Whose page it is. */
  person: string
  /** Who stopped it last, if that has been read. */
  stopped: AuditEvent | undefined
  now: number
  /** How long it waited for a person, in milliseconds; null until that is known. */
  waited: number | null
  /** Whether anybody is at it. */
  driven: boolean
  /** What a row of the source is called. */
  noun: string
  /** What it did, once it has ended and that has been read. */
  report: ReportSummary | undefined
  /** Rows that undoing left as they are: all of them, or null where that is not known, and those that are listed. */
  kept: number | null
  listed: number
}

/** One sentence on what happens now, or why nothing does and what to do. */
export function sentenceOf(status: StatusAnswer, around: Around): string {
  const { failed_batches, waits_for } = status
  if (waits_for) return waitingSentence(waits_for)
  switch (status.status) {
    case "preparing":
      return stagingSentence(status.staging)
    case "ready":
      if (status.held) return heldSentence(status, around)
      return around.driven ? "Taking the first batch." : "Ready to begin; nobody has begun yet."
    case "processing":
      return processingSentence(status, around)
    case "paused":
      return `Paused${byAndWhen(around)}. Resume to go on.`
    case "finalizing":
      return "Checking that every row is accounted for."
    case "completed":
      return completedSentence(status, around)
    case "failed":
      if (status.error) return `It came to nothing, and nothing of it is kept. ${status.error.detail}`
      return `${counted(failed_batches.length, "batch", "batches")} failed, and nothing else can run. Mend the cause, then retry.`
    case "cancelled":
      return `Cancelled${byAndWhen(around)}. ${leftBehind(status)}`
    case "rolling_back":
      return "Taking back what this import did."
    case "rolled_back":
      return undoneSentence(around)
  }
}

const WAITS: Record<string, string> = {
  database_full: "Waiting: the disk of the database is full. It goes on by itself once there is room.",
  store_full: "Waiting: the disk of the file store is full. It goes on by itself once there is room.",
}

/** What keeps everybody, and what to do, where the page knows better words than the server's. */
function waitingSentence({ code, detail }: NonNullable<StatusAnswer["waits_for"]>): string {
  return (
    WAITS[code] ?? `Waiting: ${detail.charAt(0).toLowerCase()}${detail.slice(1)} It goes on by itself then.`
  )
}

function heldSentence(status: StatusAnswer, { noun }: Around): string {
  const { row_errors, overall_progress: overall } = status
  if (status.held === "mass_close")
    return "Nothing is imported yet: many rows would be closed without new ones in their place. Look whether the file is whole; then an admin can start it, or cancel."
  const out = status.counts.dismissed
  const good = Math.max(0, overall.rows_total - row_errors - out)
  if (row_errors === 0 && out === 0 && good > 0)
    return `Every ${noun} is fine now, and nothing is imported yet. Start the import, or cancel.`
  const parts = partsOf(good, out, row_errors, noun)
  if (overall.total_batches === 0)
    return `${parts}, and there is nothing else to import. Cancel${row_errors > 0 ? ", mend the source, and import it again" : ""}.`
  const next = row_errors > 0 ? "Look at what is wrong, then import the rest" : "Start the import"
  return `${parts}, and nothing is imported yet. ${next}, or cancel.`
}

/** "1 row is fine, 2 rows are left out, 1 row cannot be used" */
function partsOf(good: number, out: number, bad: number, noun: string): string {
  const are = (rows: number, what: string) => `${counted(rows, `${noun} is`, `${noun}s are`)} ${what}`
  return [
    ...(good > 0 ? [are(good, "fine")] : []),
    ...(out > 0 ? [are(out, "left out")] : []),
    ...(bad > 0 || out === 0 ? [`${counted(bad, noun)} cannot be used`] : []),
  ].join(", ")
}

function leftBehind({ overall_progress: overall }: StatusAnswer): string {
  if (overall.completed_batches === 0) return "Nothing had been applied."
  return "What was applied before that is still there; undo takes it back."
}

function stagingSentence(staging: Staging | null): string {
  if (!staging) return "Opening the source."
  const size = `${bytes(staging.bytes_read)} of ${bytes(staging.bytes_total)}`
  if (staging.table === "download") return `Fetching the source, ${bytes(staging.bytes_read)} so far.`
  if (staging.table === "source") return `Looking through the file, ${size}.`
  return `Reading ${rowsInSentence(staging.table)}: ${counted(staging.rows_staged, "row")} so far, ${size}.`
}

function processingSentence(status: StatusAnswer, { driven }: Around): string {
  const { current_batch, next_batch: next, overall_progress: overall } = status
  if (current_batch) return grouped(current_batch.description)
  if (overall.completed_batches === overall.total_batches)
    return "All batches are applied; closing the import."
  if (!driven) return "Nobody works on it at the moment; the server goes on within a minute."
  // Most batches are shorter than the time between two looks: the next one is being applied by now.
  if (next) return `${DOING[next.operation](rowsInSentence(next.table))} (batch ${count(next.batch)})`
  return "Waiting for batches that others are at, or that wait before their next attempt."
}

const DOING: Record<Operation, (table: string) => string> = {
  delete: (table) => `Marking ${table} as historical`,
  insert: (table) => `Adding ${table}`,
  mend: (table) => `Mending ${table}`,
  resolve_names: (table) => `Resolving the names of ${table}`,
  build_hierarchy: (table) => `Building the hierarchy of ${table}`,
  embed: (table) => `Embedding ${table}`,
}

/** The numbers of the server's sentence as the person writes them. */
function grouped(sentence: string): string {
  return sentence.replace(/\d{4,}/g, (digits) => count(Number(digits)))
}

function byAndWhen({ stopped, person, now }: Around): string {
  if (!stopped) return ""
  const who = stopped.actor === person ? "you" : stopped.actor
  return ` by ${who} ${ago(Date.parse(stopped.at), now)}`
}

function undoneSentence({ kept, listed }: Around): string {
  if (kept === null) return "Undone: what this import did was taken back."
  if (kept === 0) return "Undone: every table is as it was before this import."
  const [were, they, are] = kept === 1 ? ["was", "it", "is"] : ["were", "they", "are"]
  const where = listed > 0 ? ` and ${are} listed below` : ""
  return `Undone, but for ${counted(kept, "row")} that somebody has changed since the import: ${they} ${were} kept as ${they} ${are}${where}.`
}

/** " in 2 s": how long it was worked on, or nothing where that is not known. */
function tookWords({ started_at, finished_at }: StatusAnswer, waited: number | null): string {
  if (finished_at === null || waited === null) return ""
  return ` in ${lasting(Math.max(0, Date.parse(finished_at) - Date.parse(started_at) - waited))}`
}

function completedSentence(status: StatusAnswer, { report, noun, waited }: Around): string {
  const { overall_progress: overall, dry_run } = status
  const took = tookWords(status, waited)
  if (dry_run) {
    const failed = Object.values(status.tables).reduce((sum, table) => sum + table.failed_rows, 0)
    if (failed > 0 && failed === overall.rows_total)
      return `Nothing would be imported${took}: ${noneOf(failed, noun)}.`
    const compared = counted(overall.rows_total - failed, "row")
    return `Compared ${compared}${took}${unusable(failed)}. Nothing was written: look at the changes, then apply them.`
  }
  const without = Math.max(overall.failed_batches, overall.total_batches - overall.completed_batches)
  if (!report) return `Finished${took}${missingBatches(without)}.`
  return outcomeSentence(report, { took, without, noun })
}

function unusable(rows: number): string {
  return rows > 0 ? `; ${counted(rows, "row")} could not be used` : ""
}
