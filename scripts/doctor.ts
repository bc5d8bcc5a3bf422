import { type Config, ConfigError, readConfig } from "../lib/config.ts"
import { EXIT, type Result, runCommand } from "./command/run.ts"
import { type Check, found, missed } from "./doctor/check.ts"
import { checkDatabase } from "./doctor/database.ts"
import { checkEmbeddings, checkMail, checkScheduler, checkVersions } from "./doctor/services.ts"
import { checkStore } from "./doctor/store.ts"

const HELP = `Tries everything Sluice works with, as it is configured here: the settings, the database (reached, its schema, written
to, how long a trip takes), the store (written, read by range, removed, and sent a part as the page sends it), mail,
embeddings, the scheduler and the versions. A line each: ✓, or ✗ and what to do. Leaves nothing behind, sends nothing, and prints no secret.

Usage: npm run doctor -- [options]

  --json    print { checks: [{ check, ok, detail, advice }] }
  --help    this text

It opens the database itself (SLUICE_DATABASE), so a server that runs on a database file has to be stopped first. What a
deployment would refuse is refused here with VERCEL=1.

Examples:
  npm run doctor
  SLUICE_DATABASE=md:register npm run doctor -- --json

Exit status: 0 all is well, 1 it did not work, 2 wrong use, 4 something has to be done`

async function checks(): Promise<Check[]> {
  const settings = settingChecks()
  if (Array.isArray(settings)) return [...settings, checkVersions()]
  return [
    found("settings", "all can be used"),
    ...(await checkDatabase(settings)),
    ...(await checkStore(settings)),
    await checkMail(settings),
    await checkEmbeddings(settings),
    checkScheduler(settings),
    checkVersions(),
  ]
}

/** The configuration, or what is wrong with it: then nothing else can be tried. */
function settingChecks(): Config | Check[] {
  try {
    return readConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ variable, problem, advice }) =>
      missed("settings", `${variable} ${problem}`, advice),
    )
  }
}

function lineOf({ check, ok, detail, advice }: Check): string {
  return ok ? `✓ ${check}: ${detail}` : `✗ ${check}: ${detail.replace(/\.?$/, ".")} ${advice}`
}

async function run(): Promise<Result> {
  const all = await checks()
  const exit = all.every(({ ok }) => ok) ? EXIT.done : EXIT.findings
  return { exit, lines: all.map(lineOf), json: { checks: all } }
}

await runCommand({ name: "doctor", help: HELP, options: {}, run })
