import { isoTime, systemClock } from "../lib/clock.ts"
import { codeVersion, type Migration, migrate } from "../lib/db/migrate.ts"
import { openConfigured } from "./command/database.ts"
import { EXIT, type Result, runCommand } from "./command/run.ts"

const HELP = `Brings the database up to date: makes it when it is missing, applies every migration it does not have.
Running it again changes nothing.

Usage: npm run migrate -- [options]

  --json    print { database, schema_version, applied: [{ version, name }] }
  --help    this text

Which database it is comes from SLUICE_DATABASE (default ./data/sluice.duckdb).

Examples:
  npm run migrate
  SLUICE_DATABASE=/srv/register.duckdb npm run migrate

Exit status: 0 up to date, 1 it did not work, 2 wrong use`

function resultOf(database: string, applied: Migration[]): Result {
  const schema_version = codeVersion()
  const end =
    applied.length > 0
      ? `The database ${database} is now at schema version ${schema_version}.`
      : `The database ${database} is up to date, at schema version ${schema_version}.`
  return {
    exit: EXIT.done,
    lines: [...applied.map(({ name }) => `Applied ${name}`), end],
    json: { database, schema_version, applied },
  }
}

await runCommand({
  name: "migrate",
  help: HELP,
  options: {},
  async run() {
    const db = await openConfigured()
    try {
      return resultOf(db.location, await migrate(db, () => isoTime(systemClock.now())))
    } finally {
      db.close()
    }
  },
})
