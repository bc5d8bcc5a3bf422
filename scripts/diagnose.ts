import { systemClock } from "../lib/clock.ts"
import { assertSchemaCurrent } from "../lib/db/migrate.ts"
import type { Finding } from "../lib/engine/progress/findings.ts"
import { diagnose } from "../lib/import/diagnose.ts"
import { openExisting } from "./command/database.ts"
import { EXIT, type Result, runCommand } from "./command/run.ts"
import { counted } from "./command/words.ts"

const HELP = `Looks for what is not as it should be, in one import or in all of them and in the tables: claims that expired,
batches that failed for good, counts that do not add up, staged rows nobody needs or no batch reads, things
that are current twice. Only reads. Each finding says what to do.

Usage: npm run diagnose -- [JOB_ID] [options]

  --json    print { findings: [{ code, job_id, title, table, operation, count, message, advice }] }
  --help    this text

It opens the database itself (SLUICE_DATABASE), so a server that runs on it has to be stopped first.

Examples:
  npm run diagnose
  npm run diagnose -- 0198c0de-0000-7000-8000-000000000001 --json

Exit status: 0 nothing found, 1 it did not work, 2 wrong use, 4 something was found`

function linesOf(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return ["Nothing found: everything is as it should be."]
  const lines = findings.flatMap(({ code, job_id, title, table, operation, message, advice }) => {
    const where = [title ?? (job_id ? "Unknown import" : null), job_id && `(${job_id})`, table, operation]
    return [`${code}: ${where.filter(Boolean).join(" ")}`, `  ${message}`, `  ${advice}`]
  })
  return [...lines, `${counted(findings.length, "finding")}.`]
}

async function run(job_id: string | undefined): Promise<Result> {
  const db = await openExisting()
  try {
    await assertSchemaCurrent(db)
    const findings = await diagnose({ job_id }, { db, clock: systemClock })
    const exit = findings.length === 0 ? EXIT.done : EXIT.findings
    return { exit, lines: linesOf(findings), json: { findings } }
  } finally {
    db.close()
  }
}

await runCommand({
  name: "diagnose",
  help: HELP,
  options: {},
  takes: { least: 0, most: 1, what: "an import" },
  run: (_values, [job_id]) => run(job_id),
})
