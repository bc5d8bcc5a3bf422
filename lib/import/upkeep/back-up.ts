import { randomUUID } from "node:crypto"
import { readdirSync, rmSync } from "node:fs"
import { open } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { nowOf } from "../../clock.ts"
import type { Caller } from "../../contract/index.ts"
import { classifyError } from "../../db/classify.ts"
import { copyDatabase, type Holdings, holdingsOf } from "../../db/copy.ts"
import type { Effects } from "../../effects.ts"
import { recordAudit } from "../../engine/jobs/jobs.ts"
import { assertReachesAll } from "../../engine/jobs/reach.ts"
import { withinTime } from "../../engine/jobs/time-limit.ts"
import { problem } from "../../errors.ts"
import { blocksOf, type DataFile } from "../rows/write-data.ts"

/** One at a time: whatever else is at its place was left by a process that died. */
let underWay = false

/**
 * A copy of the whole database as it is now, while everybody goes on working; it was opened once to see that it can be. It is written beside
 * the database, is gone from there already, and is read to its end once. Throws Problem 403 `project_forbidden`, 409
 * `backup_under_way`, 422 `backup_elsewhere` of a database that is no file of this machine, 507 `disk_full`.
 */
export async function backUp({ actor }: { actor: Caller }, effects: Effects): Promise<DataFile> {
  assertReachesAll(actor)
  if (effects.db.remote) throw elsewhere()
  if (underWay) throw problem(409, "backup_under_way", "Another backup is being made. Wait for it to end.")
  underWay = true
  try {
    const handle = await openCopy(placeOf(effects.db), actor, effects)
    const { size } = await handle.stat()
    const file_name = `sluice-${nowOf(effects).slice(0, 10)}.duckdb`
    return { file_name, bytes: size, chunks: blocksOf(Buffer.alloc(0), handle, effects) }
  } finally {
    underWay = false
  }
}

/** Removes what a process that died has left of a copy. */
export function removeAbandonedCopy({ db }: Pick<Effects, "db">): void {
  // In one go: a backup that begins is not in its way.
  if (db.remote || underWay) return
  const folder = dirname(db.location)
  const left = readdirSync(folder).filter((name) => name.startsWith(`${basename(db.location)}.backup-`))
  for (const name of left) rmSync(join(folder, name), { force: true })
}

/** Beside the database, and never where one was before: whoever was looking at all databases holds that a moment longer. */
const placeOf = ({ location }: Effects["db"]) => `${location}.backup-${randomUUID()}`

/** What is open can be read on when it has no name any more. */
async function openCopy(path: string, actor: Caller, effects: Effects) {
  try {
    const holdings = await effects.db.use((connection) =>
      withinTime(connection, effects, async () => {
        await copyDatabase(connection, path)
        return holdingsOf(path)
      }),
    )
    await recordBackup(actor, holdings, effects)
    return await open(path)
  } catch (error) {
    throw classifyError(error) === "full" ? noRoom(effects) : error
  } finally {
    removeCopy(path)
  }
}

function removeCopy(path: string): void {
  for (const name of [path, `${path}.wal`]) rmSync(name, { force: true })
}

function recordBackup({ name: actor }: Caller, { imports }: Holdings, effects: Effects): Promise<void> {
  const line = {
    job_id: null,
    now: nowOf(effects),
    actor,
    event: "backup.made",
    detail: `${imports} imports`,
  }
  return effects.db.use((connection) => recordAudit(connection, line))
}

function elsewhere() {
  const detail =
    "The database is not a file of this machine: whoever keeps it keeps its backups, MotherDuck as snapshots " +
    "(https://motherduck.com/docs). What is in a table is had by npm run export."
  return problem(422, "backup_elsewhere", detail)
}

const noRoom = ({ db }: Effects) =>
  problem(507, "disk_full", `There is no room for a copy beside ${db.location}. Make room, then try again.`)
