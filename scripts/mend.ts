import { statSync } from "node:fs"
import { basename, resolve } from "node:path"
import { endpoints, type MendAnswer } from "../lib/contract/index.ts"
import { type AtWork, atWork } from "./command/at-work.ts"
import { type FoundJob, findById } from "./command/job.ts"
import { EXIT, type Result, runCommand, UsageError } from "./command/run.ts"
import { streamedForm } from "./command/upload.ts"
import { counted } from "./command/words.ts"

const HELP = `Puts rows right that an import could not use: by the file of them, once it is mended. Rows are found by its column _row,
whatever their order; those that are missing, or as they were, stay as they are. Of an import of documents, the documents that
could not be used are sent again under their names.

Usage: npm run mend -- JOB_ID FILE... [options]

  --server URL   the server to ask (default: the one running on SLUICE_DATABASE, if there is one)
  --json         print one object, { accepted, unchanged, dismissed, refused, refused_total, status, … }
  --help         this text

What is mended is imported as the import goes on: npm run import -- JOB_ID. A server with keys wants one in SLUICE_API_KEY.

Examples:
  curl -H "Accept: text/csv" http://127.0.0.1:3000/api/imports/0198c0de-0000-7000-8000-000000000001/errors > bad.csv
  npm run mend -- 0198c0de-0000-7000-8000-000000000001 bad.csv

Exit status: 0 every row that was changed is mended, 1 it did not work, 2 wrong use, 3 refused: the import cannot be
mended now, 4 some rows are still wrong`

const OPTIONS = { server: { type: "string" } } as const
/** Rows that are named one by one. */
const MOST_NAMED = 20

async function run(server: string | undefined, [job_id = "", ...paths]: string[]): Promise<Result> {
  for (const path of paths) {
    if (!statSync(path, { throwIfNoEntry: false })?.isFile())
      throw new UsageError(`There is no file ${path}.`)
  }
  return atWork(server, async (at) => {
    const job = await findById(at.api, job_id)
    const answer = await sent(at, job, paths)
    const exit = answer.refused_total > 0 ? EXIT.findings : EXIT.done
    return { exit, lines: linesOf(job, answer), json: { job_id, ...answer } }
  })
}

function sent({ api, view }: AtWork, { job_id }: FoundJob, paths: readonly string[]): Promise<MendAnswer> {
  const files = paths.map((path) => ({ field: "file", path: resolve(path), name: basename(path) }))
  const form = () => streamedForm({}, files, () => view.show({ done: 0, total: 1, text: "sending" }))
  return api.call(endpoints.mend, { params: { job_id }, form })
}

function linesOf({ title, job_id }: FoundJob, answer: MendAnswer): string[] {
  const { accepted, unchanged, refused, refused_total, held } = answer
  const named = refused
    .slice(0, MOST_NAMED)
    .map(({ table, row, code, message }) => `Row ${row} of ${table}: ${code}: ${message}`)
  const more = refused_total - named.length
  const still = `${counted(refused_total, "row")} still wrong, ${counted(unchanged, "row")} as before`
  const go = held ? `npm run import -- ${job_id} --start` : `npm run import -- ${job_id}`
  return [
    `${title}: ${counted(accepted, "row")} mended, ${still}.`,
    ...named,
    ...(more > 0 ? [`And ${counted(more, "row")} more.`] : []),
    ...(accepted > 0 ? [`Import them: ${go}`] : []),
  ]
}

await runCommand({
  name: "mend",
  help: HELP,
  options: OPTIONS,
  takes: {
    least: 2,
    most: 101,
    what: "the id of an import, and the file of its rows that could not be used",
  },
  run: ({ server }, [job_id = "", ...paths]) => run(server, [job_id, ...paths]),
})
