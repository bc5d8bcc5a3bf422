import { setTimeout as pause } from "node:timers/promises"
import { isDrivable } from "../lib/contract/drive-job.ts"
import { endpoints, type ReportAnswer, type StatusAnswer } from "../lib/contract/index.ts"
import { type AtWork, atWork } from "./command/at-work.ts"
import { type FoundJob, findById, stateOf } from "./command/job.ts"
import { errorsCommand } from "./command/listed.ts"
import { EXIT, type ExitCode, type Result, runCommand } from "./command/run.ts"
import { counted, digits } from "./command/words.ts"
import { countsText } from "./import/outcome.ts"
import { standingOf } from "./import/watch.ts"

const EVERY_MS = 1_000

const HELP = `Tells of one import what became of it, or how far it is, what needs a person, and what can be done next.

Usage: npm run job -- JOB_ID [options]

  --watch        show how far it is until it is over, or waits for a person
  --server URL   the server to ask (default: the one running on SLUICE_DATABASE, if there is one)
  --json         print one object: its status, with counts and warnings, and its report
  --help         this text

Examples:
  npm run job -- 0198c0de-0000-7000-8000-000000000001
  npm run job -- 0198c0de-0000-7000-8000-000000000001 --watch

Exit status: 0 imported, or on its way, 1 it did not work, 2 wrong use, 3 held: a person must decide, 4 imported in
part, or failed, 130 paused`

const OPTIONS = { watch: { type: "boolean" }, server: { type: "string" } } as const

async function run(job_id: string, watch: boolean, server: string | undefined): Promise<Result> {
  return atWork(server, async (at) => {
    const job = await findById(at.api, job_id)
    const status = watch ? await watched(at, job) : await statusOf(at, job)
    const query = { errors: false }
    const report = await at.api.call(endpoints.report, { params: { job_id }, query })
    const { reconciliation, errors_by_code, duration_seconds } = report
    return {
      exit: exitOf(status),
      lines: linesOf(at, status, report),
      json: { ...status, reconciliation, errors_by_code, duration_seconds },
    }
  })
}

const statusOf = ({ api }: AtWork, { dataset, job_id }: FoundJob) =>
  api.call(endpoints.status, { params: { dataset, job_id } })

async function watched(at: AtWork, job: FoundJob): Promise<StatusAnswer> {
  for (;;) {
    const status = await statusOf(at, job)
    if (!isDrivable(status) || at.interrupt.signal.aborted) return status
    const standing = standingOf(status)
    if (standing) at.view.show(standing)
    await pause(EVERY_MS)
  }
}

function exitOf({ status, held, outcome }: StatusAnswer): ExitCode {
  if (held) return EXIT.undecided
  if (status === "paused") return EXIT.paused
  return status === "failed" || (outcome !== null && outcome !== "complete") ? EXIT.findings : EXIT.done
}

function linesOf({ api }: AtWork, status: StatusAnswer, report: ReportAnswer): string[] {
  const {
    job_id,
    title,
    overall_progress: overall,
    row_errors,
    blank_rows,
    failed_batches,
    warnings,
  } = status
  const ended = status.status === "completed" || status.status === "rolled_back"
  const far = `${digits(overall.completed_batches)} of ${counted(overall.total_batches, "batch")}`
  const rows =
    row_errors > 0
      ? [`${counted(row_errors, "row")} could not be used: ${errorsCommand(api, job_id, "csv")}`]
      : []
  return [
    `${title}: ${stateOf(report.job)}, ${ended ? countsText(report) : `${far} done`}.`,
    ...(status.error ? [status.error.detail] : []),
    ...rows,
    ...(blank_rows > 0 ? [`${counted(blank_rows, "blank row")} left out.`] : []),
    ...failed_batches.map(
      ({ table, operation, batch, error }) => `Failed: ${table} ${operation} ${batch}: ${error}`,
    ),
    ...warnings.map(({ code, message }) => `Warning (${code}): ${message}`),
    ...nextOf(status),
  ]
}

/** What a person can do about it. */
function nextOf({ job_id, held, actions, status }: StatusAnswer): string[] {
  const go = `npm run import -- ${job_id}`
  if (held) return [`Import the rest: ${go} --start`, `Or give it up: npm run rollback -- ${job_id}`]
  if (status === "failed" || status === "paused") return [`Go on with: ${go}`]
  if (actions.includes("apply")) return [`Apply it: ${go} --apply`]
  return actions.includes("rollback") ? [`Take it back: npm run rollback -- ${job_id}`] : []
}

await runCommand({
  name: "job",
  help: HELP,
  options: OPTIONS,
  takes: { least: 1, most: 1, what: "the id of an import; npm run jobs lists them" },
  run: ({ watch, server }, [job_id = ""]) => run(job_id, watch ?? false, server),
})
