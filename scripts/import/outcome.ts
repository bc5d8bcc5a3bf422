import { writeFile } from "node:fs/promises"
import { endpoints, type ReportAnswer, type RowCounts, type StatusAnswer } from "../../lib/contract/index.ts"
import { EXIT, type ExitCode } from "../command/run.ts"
import { counted, digits, span } from "../command/words.ts"
import type { Context } from "./context.ts"
import type { Driven } from "./drive.ts"
import type { Source } from "./source.ts"

/** What became of one source. */
export interface Outcome {
  exit: ExitCode
  /** Whether the next source may be tried: after this one everything is as it should be. */
  goOn: boolean
  lines: string[]
  json: Record<string, unknown>
}

/** Tells a person and a program how an import ended. */
export async function outcomeOf(context: Context, source: Source, driven: Driven): Promise<Outcome> {
  const params = { job_id: driven.status.job_id }
  const report = await context.api.call(endpoints.report, { params })
  await saveErrors(context, driven.status)
  const lines = [...headOf(context, driven, report), ...linesOf(context, driven.status, report)]
  return {
    exit: exitOf(driven),
    goOn: driven.end === "completed",
    lines: [source.given, ...lines.map((line) => `  ${line}`)],
    json: jsonOf(source, driven, report),
  }
}

function exitOf({ end, status }: Driven): ExitCode {
  if (end === "paused") return EXIT.paused
  return end === "completed" && status.outcome === "complete" ? EXIT.done : EXIT.incomplete
}

function headOf(context: Context, { end, status }: Driven, report: ReportAnswer): string[] {
  const { title, overall_progress: overall } = status
  const done = `${digits(overall.completed_batches)} of ${counted(overall.total_batches, "batch")}`
  const again = context.commandFor(status.job_id)
  if (end === "paused") {
    return [`${title} is paused: ${done} are done. Go on with: ${again}`]
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
    const asked = context.options.dry_run
      ? []
      : ["It was open as a dry run already. Import it again to apply it."]
    return [`${title} was tried out and nothing was changed${took}.`, ...asked, ...changesOf(report)]
  }
  const how =
    status.outcome === "complete"
      ? "is imported"
      : status.outcome === "failed"
        ? "failed"
        : "is imported in part"
  return [`${title} ${how}: ${countsOf(report)}${took}.`, `Import ${status.job_id}`]
}

function countsOf({ reconciliation }: ReportAnswer): string {
  const rows = reconciliation.filter(({ operation }) => operation === "insert" || operation === "delete")
  const sum = (of: (counts: RowCounts) => number) => rows.reduce((total, line) => total + of(line.counts), 0)
  const steps = (operation: string) =>
    reconciliation
      .filter((line) => line.operation === operation)
      .reduce((total, line) => total + line.read, 0)
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
  return said.length > 0 ? said.join(", ") : "it holds no rows"
}

/** What a dry run found, table by table. */
function changesOf({ changes = {} }: ReportAnswer): string[] {
  return Object.entries(changes).map(([table, found]) => {
    const parts = (["new", "changed", "unchanged", "closed", "duplicate", "failed"] as const)
      .filter((kind) => found[kind] > 0)
      .map((kind) => `${digits(found[kind])} ${kind}`)
    return `${table}: ${parts.join(", ") || "nothing"}`
  })
}

function linesOf(context: Context, status: StatusAnswer, report: ReportAnswer): string[] {
  const failed = status.failed_batches.map(
    ({ table, operation, batch, error, attempts }) =>
      `Failed: ${table} ${operation} ${batch}, after ${counted(attempts, "attempt")}: ${error}`,
  )
  const warnings = status.warnings.map(
    ({ code, message, count }) => `Warning (${code}, ${digits(count)}): ${message}`,
  )
  return [...failed, ...warnings, ...rowErrorLines(context, status, report)]
}

function rowErrorLines(
  { api, errorsTo }: Context,
  status: StatusAnswer,
  { errors_by_code }: ReportAnswer,
): string[] {
  if (status.row_errors === 0) return []
  const kinds = Object.entries(errors_by_code).map(([code, count]) => `${digits(count)} ${code}`)
  const count = `${counted(status.row_errors, "row")} could not be used: ${kinds.join(", ")}.`
  if (errorsTo) return [count, `They are in ${errorsTo}: mend them there, and import that file.`]
  const base = api.server ?? "http://127.0.0.1:3000"
  const first = api.server === null ? "npm start, then " : ""
  const key = process.env.SLUICE_API_KEY ? ' -H "X-API-Key: $SLUICE_API_KEY"' : ""
  return [
    count,
    `Download them: ${first}curl -H "Accept: text/csv"${key} ${base}/api/imports/${status.job_id}/errors`,
  ]
}

/** Rows that could not be used, as they were, with what is wrong with them. */
async function saveErrors({ api, errorsTo }: Context, { job_id, row_errors }: StatusAnswer): Promise<void> {
  if (!errorsTo || row_errors === 0) return
  await writeFile(errorsTo, await api.csv(endpoints.rowErrors, { params: { job_id } }))
}

function jsonOf(source: Source, { end, status }: Driven, report: ReportAnswer): Record<string, unknown> {
  const { reconciliation, errors_by_code, duration_seconds, changes } = report
  return {
    source: source.given,
    end,
    ...status,
    reconciliation,
    errors_by_code,
    duration_seconds,
    ...(changes && { changes }),
  }
}
