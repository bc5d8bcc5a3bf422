import { readConfig } from "../lib/config.ts"
import { cleanUp, findLeftovers, type Leftovers } from "../lib/import/upkeep/cleanup.ts"
import { confirmed } from "./command/confirm.ts"
import { openExisting, openQuietEffects, userName } from "./command/database.ts"
import { EXIT, type Result, runCommand } from "./command/run.ts"
import { counted } from "./command/words.ts"

const HELP = `Removes what an import that failed, was cancelled or only tried out (--dry-run) has left behind: the rows it
staged and the file they came from. What it applied stays, and so do its counts, row errors and audit log. A
failed import is cancelled thereby, since its batches cannot be tried again; npm run rollback undoes it.

Usage: npm run cleanup -- JOB_ID [options]

  --yes     do not ask
  --json    print { job_id, title, status, staged_rows, journal_rows, orphaned_records, file, removed }
  --help    this text

It opens the database itself (SLUICE_DATABASE), so a server that runs on it has to be stopped first.

Examples:
  npm run cleanup -- 0198c0de-0000-7000-8000-000000000001
  npm run cleanup -- 0198c0de-0000-7000-8000-000000000001 --yes --json

Exit status: 0 removed, 1 it did not work or was not wanted, 2 wrong use, 3 refused, or nobody was there to confirm it`

async function run(job_id: string, yes: boolean): Promise<Result> {
  const config = readConfig()
  const db = await openExisting(config)
  try {
    const effects = await openQuietEffects(config)
    const found = await findLeftovers(job_id, effects)
    process.stderr.write(`${questionOf(found)}\n`)
    if (!yes && !(await confirmed("Go ahead?"))) return resultOf(found, "Nothing was done.", false)
    return resultOf(
      await cleanUp({ job_id, actor: { name: userName(), projects: ["*"] } }, effects),
      sentenceOf(found),
      true,
    )
  } finally {
    db.close()
  }
}

const nameOf = ({ title, job_id }: Leftovers) => title ?? `What is left of import ${job_id}`

function questionOf(found: Leftovers): string {
  const { status, file } = found
  const loses = `${thingsOf(found)}${file ? ` and the file ${file}` : ""}`
  const cancels =
    status === "failed" ? " It is cancelled thereby: its failed batches cannot be tried again." : ""
  const applies = status === "completed" ? " If it was a dry run, it cannot be applied any more." : ""
  return `${nameOf(found)} (${status ?? "no record of it"}): removes ${loses}.${cancels}${applies}`
}

function thingsOf({ staged_rows, journal_rows, orphaned_records }: Leftovers): string {
  const others = journal_rows + orphaned_records
  return `${counted(staged_rows, "staged row")}${others > 0 ? `, ${counted(others, "other record")}` : ""}`
}

function sentenceOf(found: Leftovers): string {
  return `${nameOf(found)} is cleaned up: ${thingsOf(found)} removed.`
}

function resultOf(found: Leftovers, line: string, removed: boolean): Result {
  return { exit: removed ? EXIT.done : EXIT.failed, lines: [line], json: { ...found, removed } }
}

await runCommand({
  name: "cleanup",
  help: HELP,
  options: { yes: { type: "boolean" } } as const,
  takes: { least: 1, most: 1, what: "the import to clean up" },
  run: (values, [job_id = ""]) => run(job_id, values.yes ?? false),
})
