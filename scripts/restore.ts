import { existsSync } from "node:fs"
import { copyFile, mkdir, rename, rm } from "node:fs/promises"
import { dirname } from "node:path"
import { isDatabaseFile, readConfig } from "../lib/config.ts"
import { openDatabase } from "../lib/db/connection.ts"
import { type Holdings, holdingsOf } from "../lib/db/copy.ts"
import { codeVersion } from "../lib/db/migrate.ts"
import { isProblem, messageOf, problem } from "../lib/errors.ts"
import { confirmed } from "./command/confirm.ts"
import { openExisting } from "./command/database.ts"
import { EXIT, type Result, runCommand } from "./command/run.ts"
import { counted } from "./command/words.ts"

const HELP = `Puts a backup in the place of the database (SLUICE_DATABASE). The server has to be stopped. The database that was there is kept
beside it, under a name that is told; remove it when you no longer need it.

Usage: npm run restore -- FILE [options]

  --yes     do not ask
  --json    print { database, kept, schema_version, imports, extract_number }
  --help    this text

Example:
  npm run restore -- /backups/sluice-2026-11-28.duckdb

Exit status: 0 restored, 1 it did not work, 2 wrong use, 3 nobody there to confirm it`

async function run(file: string, yes: boolean): Promise<Result> {
  const { database } = readConfig()
  if (!isDatabaseFile(database)) {
    const detail = `${database} is not a file of this machine: whoever keeps it restores it, MotherDuck from its snapshots.`
    throw problem(422, "backup_elsewhere", detail)
  }
  const holdings = await holdingsOfBackup(file)
  const there = await releasedDatabase()
  const { imports, extract_number: newest } = holdings
  const what = `${counted(imports, "import")}${newest === null ? "" : `, the register at extract ${newest}`}`
  if (there && !yes && !(await confirmed(`Put the backup (${what}) in the place of ${database}?`))) {
    return { exit: EXIT.failed, lines: ["Nothing was changed."], json: { database, kept: null } }
  }
  const kept = await takePlace(file, database)
  const lines = [`${database} is the backup: ${what}.`]
  if (kept !== null) lines.push(`What was there before is ${kept}.`)
  if (holdings.schema_version < codeVersion()) lines.push("It is of an older release: npm run migrate")
  return { exit: EXIT.done, lines, json: { database, kept, ...holdings } }
}

/** What is in a backup that this release can work with. */
async function holdingsOfBackup(file: string): Promise<Holdings> {
  const holdings = await holdingsOf(file).catch((error: unknown) => {
    const why = messageOf(error).split("\n")[0]
    throw problem(422, "not_a_backup", `${file} is not a database of Sluice that can be read: ${why}`)
  })
  if (holdings.schema_version <= codeVersion()) return holdings
  const detail = `${file} is at schema version ${holdings.schema_version}, this code knows ${codeVersion()}. Run the newer release.`
  throw problem(422, "schema_newer", detail)
}

/** Whether there is a database, which nobody holds: what is in its log only is in its file then. One that cannot be opened is one too. */
async function releasedDatabase(): Promise<boolean> {
  try {
    const db = await openExisting()
    db.close()
    return true
  } catch (error) {
    if (!isProblem(error)) return true
    if (error.code === "database_missing") return false
    throw error
  }
}

/** Where what was there before is now; null without any. */
async function takePlace(file: string, database: string): Promise<string | null> {
  const fresh = `${database}.restoring`
  const kept = `${database}.before-${new Date().toISOString().replace(/[:.]/g, "-")}`
  await mkdir(dirname(database), { recursive: true })
  await copyFile(file, fresh)
  try {
    if (await copyIfThere(`${file}.wal`, `${fresh}.wal`)) await foldIn(fresh)
    const moved = await Promise.all(["", ".wal"].map((end) => moveAway(`${database}${end}`, `${kept}${end}`)))
    await rename(fresh, database)
    return moved[0] ? kept : null
  } finally {
    for (const end of ["", ".wal"]) await rm(`${fresh}${end}`, { force: true })
  }
}

/** A backup that was not made by the command may have a part of what it holds in its log. */
async function foldIn(file: string): Promise<void> {
  const db = await openDatabase(file)
  await db.use((connection) => connection.run("checkpoint"))
  db.close()
}

async function copyIfThere(from: string, to: string): Promise<boolean> {
  if (!existsSync(from)) return false
  await copyFile(from, to)
  return true
}

async function moveAway(from: string, to: string): Promise<boolean> {
  if (!existsSync(from)) return false
  await rename(from, to)
  return true
}

await runCommand({
  name: "restore",
  help: HELP,
  options: { yes: { type: "boolean" } },
  takes: { least: 1, most: 1, what: "the backup" },
  run: ({ yes }, [file = ""]) => run(file, yes ?? false),
})
