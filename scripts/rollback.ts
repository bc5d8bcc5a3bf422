import { endpoints, type RollbackAnswer } from "../lib/contract/index.ts"
import { quoted, wholeNumber } from "./command/arguments.ts"
import { type AtWork, atWork } from "./command/at-work.ts"
import { confirmed } from "./command/confirm.ts"
import { findById, type FoundJob as Job } from "./command/job.ts"
import { errorsCommand } from "./command/listed.ts"
import { EXIT, type Result, runCommand, UsageError, type ValuesOf } from "./command/run.ts"
import { counted } from "./command/words.ts"
import { findByExtract } from "./rollback/find.ts"

const HELP = `Takes back what an import did: rows it added disappear, rows it closed or overwrote are as they were. Shows
first what that comes to, and asks. Of a daily-update only the newest import can be taken back, then the one
before it; of the other datasets any can, in any order: rows that were changed since are kept, and listed.

Usage: npm run rollback -- JOB_ID [options]
       npm run rollback -- --extract N [options]

  --extract N    the newest import of extract N instead of a JOB_ID
  --dry-run      only show what would be taken back
  --yes          do not ask
  --server URL   the server to go through (default: the one running on SLUICE_DATABASE, if there is one)
  --json         print one object, { job_id, title, done, rows_removed, rows_restored, rows_kept, … }
  --help         this text

Ctrl-C stops between two steps; the same command again goes on. A server with keys wants one in SLUICE_API_KEY.

Examples:
  npm run rollback -- --extract 167 --dry-run
  npm run rollback -- 0198c0de-0000-7000-8000-000000000001 --yes

Exit status: 0 taken back (or shown, with --dry-run), 1 it did not work or was not wanted, 2 wrong use, 3 refused
because of what was imported since, or nobody was there to confirm it, 130 stopped`

const OPTIONS = {
  extract: { type: "string" },
  "dry-run": { type: "boolean" },
  yes: { type: "boolean" },
  server: { type: "string" },
} as const

type Values = ValuesOf<typeof OPTIONS>

interface Context extends AtWork {
  values: Values
}

async function run(values: Values, [job_id]: string[]): Promise<Result> {
  const extract = wholeNumber("extract", values.extract, 0, 1_000_000)
  if ((job_id === undefined) === (extract === undefined)) {
    throw new UsageError("Name either the id of an import, or --extract and its number.")
  }
  return atWork(values.server, async (at) => {
    const context = { ...at, values }
    return rollBack(context, await jobOf(context, job_id, extract))
  })
}

async function jobOf({ api, view }: Context, job_id?: string, extract?: number): Promise<Job> {
  if (job_id !== undefined) return findById(api, job_id)
  const [newest, ...older] = await findByExtract(api, extract ?? 0)
  if (older.length > 0) {
    const others = older.map((job) => `${job.title} (${job.job_id})`).join(", ")
    view.say(
      `Extract ${extract} was imported more than once. This is the newest, ${newest.title}; also: ${others}`,
    )
  }
  return newest
}

async function rollBack(context: Context, job: Job): Promise<Result> {
  const { values, view } = context
  const found = await undo(context, job, true)
  if (found.done) {
    return resultOf(job, found, `${job.title} is already rolled back.`, ...keptLines(context, job, found))
  }
  const comesTo = `Rolling back ${job.title} (${job.job_id}, ${job.status.replace("_", " ")}): ${removalOf(found)}`
  if (values["dry-run"]) return resultOf(job, found, `${comesTo} Nothing was changed.`)
  view.say(comesTo)
  if (!values.yes && !(await confirmed("Go ahead?"))) {
    return { ...resultOf(job, found, "Nothing was done."), exit: EXIT.failed }
  }
  const answer = await undoToEnd(context, job)
  if (answer.done) return resultOf(job, answer, sentenceOf(job, answer), ...keptLines(context, job, answer))
  const { completed, total } = answer.progress
  const again = `npm run rollback -- ${job.job_id} --yes${values.server ? ` --server ${quoted(values.server)}` : ""}`
  const stopped = `Stopped after ${completed} of ${counted(total, "step")}. Go on with: ${again}`
  return { ...resultOf(job, answer, stopped), exit: EXIT.paused }
}

async function undoToEnd(context: Context, job: Job): Promise<RollbackAnswer> {
  for (;;) {
    const answer = await undo(context, job, false)
    if (answer.done || context.interrupt.signal.aborted) return answer
    const { completed: done, total } = answer.progress
    context.view.show({ done, total, text: `${done} of ${counted(total, "step")}` })
  }
}

function undo({ api }: Context, { job_id }: Job, dry_run: boolean): Promise<RollbackAnswer> {
  return api.call(endpoints.deleteRollback, { params: { job_id }, query: { dry_run } })
}

function removalOf({ rows_removed, rows_restored, rows_kept }: RollbackAnswer): string {
  const kept = rows_kept > 0 ? ` ${counted(rows_kept, "row")} changed since will be kept, and listed.` : ""
  const will = `${counted(rows_removed, "row")} will disappear and ${counted(rows_restored, "row")} be as before.`
  return `${will}${kept}`
}

function sentenceOf(job: Job, { rows_removed, rows_restored }: RollbackAnswer): string {
  const done = `${counted(rows_removed, "row")} removed, ${counted(rows_restored, "row")} restored.`
  return `${job.title} is rolled back: ${done}`
}

/** How many rows somebody else has changed since, and where they stand. */
function keptLines({ api }: Context, { job_id }: Job, { rows_kept }: RollbackAnswer): string[] {
  if (rows_kept === 0) return []
  return [
    `${counted(rows_kept, "row")} changed since ${rows_kept === 1 ? "was" : "were"} kept, listed as changed_since or removed_since.`,
    `List them: ${errorsCommand(api, job_id, "json")}`,
  ]
}

function resultOf(job: Job, answer: RollbackAnswer, ...lines: string[]): Result {
  const { job_id, title, extract_number } = job
  const { success: _always, ...rest } = answer
  return { exit: EXIT.done, lines, json: { job_id, title, extract_number, ...rest } }
}

await runCommand({
  name: "rollback",
  help: HELP,
  options: OPTIONS,
  takes: { least: 0, most: 1, what: "an import" },
  run,
})
