import { endpoints, type ImportSummary, JobStatus } from "../lib/contract/index.ts"
import { oneOf, wholeNumber } from "./command/arguments.ts"
import { atWork } from "./command/at-work.ts"
import { stateOf } from "./command/job.ts"
import { EXIT, type Result, runCommand, type ValuesOf } from "./command/run.ts"
import { aligned, digits } from "./command/words.ts"

const MOST = 500

const HELP = `Lists imports, the newest first: how far each is, what it is of, and its id.

Usage: npm run jobs -- [options]

  --dataset NAME   only those of a dataset, such as contacts
  --status WORD    only those that are ${JobStatus.options.join(", ")}
  --limit N        so many at most (default 20, up to ${MOST})
  --server URL     the server to ask (default: the one running on SLUICE_DATABASE, if there is one)
  --json           print one object, { imports: [{ job_id, title, status, overall_progress, row_errors, … }] }
  --help           this text

Examples:
  npm run jobs
  npm run jobs -- --dataset daily-update --status completed --limit 5

Exit status: 0 listed, 1 it did not work, 2 wrong use`

const OPTIONS = {
  dataset: { type: "string" },
  status: { type: "string" },
  limit: { type: "string" },
  server: { type: "string" },
} as const

type Values = ValuesOf<typeof OPTIONS>

async function run({ dataset, status: word, limit: text, server }: Values): Promise<Result> {
  const status = oneOf("status", word, JobStatus.options)
  const limit = wholeNumber("limit", text, 1, MOST) ?? 20
  return atWork(server, async ({ api }) => {
    const { imports } = await api.call(endpoints.imports, { query: { dataset, status, limit } })
    const lines = imports.length === 0 ? ["There is no such import."] : linesOf(imports)
    return { exit: EXIT.done, lines, json: { imports } }
  })
}

function linesOf(imports: readonly ImportSummary[]): string[] {
  const rows = imports.map((one) => [
    one.job_id,
    stateOf(one),
    `${one.overall_progress.percentage} %`,
    one.row_errors > 0 ? `${digits(one.row_errors)} bad` : "",
    one.started_at.slice(0, 16).replace("T", " "),
    one.title,
  ])
  return aligned(rows)
}

await runCommand({ name: "jobs", help: HELP, options: OPTIONS, run })
