import { endpoints, type Finding } from "../lib/contract/index.ts"
import { atWork } from "./command/at-work.ts"
import { assertDatabaseThere } from "./command/database.ts"
import { EXIT, type Result, runCommand } from "./command/run.ts"
import { counted } from "./command/words.ts"

const HELP = `Looks for what is not as it should be, in one import or in all of them and in the tables: claims that expired,
batches that failed for good, counts that do not add up, staged rows nobody needs or no batch reads, things
that are current twice. Only reads, while a server and imports go on. Each finding says what to do.

Usage: npm run diagnose -- [JOB_ID] [options]

  --server URL  the server to go through (default: the one running on SLUICE_DATABASE, if there is one)
  --json        print { findings: [{ code, job_id, title, table, operation, count, message, advice }] }
  --help        this text

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

await runCommand({
  name: "diagnose",
  help: HELP,
  options: { server: { type: "string" } },
  takes: { least: 0, most: 1, what: "an import" },
  async run({ server }, [job_id]): Promise<Result> {
    assertDatabaseThere(server)
    return atWork(server, async ({ api }) => {
      const { findings } = await api.call(endpoints.diagnose, { query: { job_id } })
      const exit = findings.length === 0 ? EXIT.done : EXIT.findings
      return { exit, lines: linesOf(findings), json: { findings } }
    })
  },
})
