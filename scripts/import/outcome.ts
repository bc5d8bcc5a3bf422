import type { ReportAnswer, RowCounts, StatusAnswer } from "../../lib/contract/index.ts"
import { errorsCommand } from "../command/listed.ts"
import { EXIT, type ExitCode } from "../command/run.ts"
import { counted, digits, span } from "../command/words.ts"
import type { Context } from "./context.ts"
import type { Driven } from "./drive.ts"
import { type SavedErrors, saveErrors } from "./error-file.ts"
import { inOwnWords } from "./hints.ts"
import type { Source } from "./source.ts"
import { changesOf } from "./tried.ts"

/** What became of one source. */
export interface Outcome {
  exit: ExitCode
  /** Whether the next source may be tried: after this one everything is as it should be. */
  goOn: boolean
  lines: string[]
  /** An entry each, where it is several. */
  json: Record<string, unknown> | Record<string, unknown>[]
}

/** Tells a person and a program how an import ended. */
export async function outcomeOf(context: Context, source: Source, driven: Driven): Promise<Outcome> {
  const { report } = driven
  const saved = await saveErrors(context, driven)
  const lines = [...headOf(context, driven, report), ...linesOf(context, driven.status, report, saved)]
  return {
    exit: exitOf(context, driven),
    goOn: driven.end === "completed",
    lines: [source.given, ...lines.map((line) => `  ${line}`)],
    json: jsonOf(source, driven, report, saved),
  }
}

function exitOf({ apply }: Context, { end, status }: Driven): ExitCode {
  if (end === "held") return EXIT.undecided
  if (end === "paused" || (apply && status.dry_run)) return EXIT.paused
  if (end !== "completed") return EXIT.findings
  if (status.outcome === "failed") return EXIT.failed
  return status.outcome === "complete" ? EXIT.done : EXIT.findings
}

function headOf(context: Context, { end, status }: Driven, report: ReportAnswer): string[] {
  const { title, overall_progress: overall } = status
  const done = `${digits(overall.completed_batches)} of ${counted(overall.total_batches, "batch")}`
  const again = context.commandFor(status.job_id)
  if (end === "paused") {
    return [`${title} is paused: ${done} are done. Go on with: ${again}`]
  }
  if (end === "held") {
    return [
      `${title} is held before anything is imported: look at the rows that cannot be used, and decide.`,
      `Import the rest: ${context.commandFor(status.job_id, "--start")}`,
      `Or give it up: npm run rollback -- ${status.job_id}`,
    ]
  }
  if (end === "blocked") {
    return [
      `${title} could not be finished: ${done} are done, ${digits(overall.failed_batches)} failed.`,
      `Once the cause is mended, try them again with: ${again}`,
      `Or close the import without them (--accept-failed), or undo it: npm run rollback -- ${status.job_id}`,
    ]
  }
  const took = report.duration_seconds === null ? "" : `, in ${span(report.duration_seconds)}`
  if (status.dry_run) {
    return [
      `${title} was tried out and nothing was changed${took}.`,
      ...changesOf(report),
      `Dry run ${status.job_id}`,
      ...applyLines(context, status),
    ]
  }
  const how =
    status.outcome === "complete"
      ? "is imported"
      : status.outcome === "failed"
        ? "failed"
        : "is imported in part"
  return [`${title} ${how}: ${countsText(report)}${took}.`, `Import ${status.job_id}`]
}

/** What makes a dry run real; nothing does when none of its rows can be used. */
function applyLines({ commandFor }: Context, { actions, outcome, job_id }: StatusAnswer): string[] {
  if (!actions.includes("apply") || outcome === "failed") return []
  return [`Apply it: ${commandFor(job_id, "--apply")}`]
}

/** What became of the rows of an import, in numbers. */
export function countsText({ reconciliation, errors_total }: ReportAnswer): string {
  const rows = reconciliation.filter(({ operation }) => operation === "insert" || operation === "delete")
  const sum = (of: (counts: RowCounts) => number) => rows.reduce((total, line) => total + of(line.counts), 0)
  const steps = (operation: string) =>
    reconciliation
      .filter((line) => line.operation === operation)
      .reduce((total, line) => total + line.read - line.counts.failed_rows, 0)
  const parts: [number, string][] = [
    [sum((counts) => counts.inserted), "inserted"],
    [sum((counts) => counts.closed), "closed"],
    [sum((counts) => counts.updated), "updated"],
    [sum((counts) => counts.merged), "merged"],
    [sum((counts) => counts.skipped), "skipped"],
    [sum((counts) => counts.unchanged), "unchanged"],
    [sum((counts) => counts.duplicates), "repeated"],
    [steps("resolve_names"), "names looked at"],
    [steps("build_hierarchy"), "put in the hierarchy"],
    [steps("embed"), "embedded"],
  ]
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${digits(count)} ${what}`)
  if (said.length > 0) return said.join(", ")
  const failed = Math.max(
    sum((counts) => counts.failed_rows),
    errors_total,
  )
  if (failed === 0) return "it holds no rows"
  return failed === 1 ? "its only row could not be used" : `none of its ${digits(failed)} rows could be used`
}

function linesOf(context: Context, status: StatusAnswer, report: ReportAnswer, saved: SavedErrors): string[] {
  const failed = status.failed_batches.map(
    ({ table, operation, batch, error, attempts }) =>
      `Failed: ${table} ${operation} ${batch}, after ${counted(attempts, "attempt")}: ${error}`,
  )
  const warnings = status.warnings.map(
    ({ code, message, count }) => `Warning (${code}, ${digits(count)}): ${inOwnWords(message)}`,
  )
  return [...failed, ...warnings, ...rowErrorLines(context, status, report, saved)]
}

function rowErrorLines(
  { api }: Context,
  status: StatusAnswer,
  { errors_by_code }: ReportAnswer,
  saved: SavedErrors,
): string[] {
  if (status.row_errors === 0) return saved.lines
  const kinds = Object.entries(errors_by_code).map(([code, count]) => `${digits(count)} ${code}`)
  const count = `${counted(status.row_errors, "row")} could not be used: ${kinds.join(", ")}.`
  const where = [`Download them: ${errorsCommand(api, status.job_id, "csv")}`]
  return [count, ...(saved.file === null ? where : saved.lines)]
}

function jsonOf(
  source: Source,
  { end, status }: Driven,
  report: ReportAnswer,
  { file }: SavedErrors,
): Record<string, unknown> {
  const { reconciliation, errors_by_code, duration_seconds, changes } = report
  return {
    source: source.given,
    end,
    ...status,
    reconciliation,
    errors_by_code,
    duration_seconds,
    ...(changes && { changes }),
    ...(file !== null && { errors_file: file }),
  }
}
