import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { isoTime } from "../../lib/clock.ts"
import { isDatabaseFile, readConfig } from "../../lib/config.ts"
import { type Database, openDatabase } from "../../lib/db/connection.ts"
import { migrate } from "../../lib/db/migrate.ts"
import { type Effects, openEffects } from "../../lib/effects.ts"
import type { SluiceEvent } from "../../lib/events.ts"
import type { FailPoint } from "../../lib/fail-points.ts"
import type { ReadSql } from "../reference/compare.ts"
import { type MovableClock, movableClock } from "./clock.ts"

/** A migrated database and an empty store in a folder of their own, with a clock that tests move. */
export interface Lab {
  effects: Effects
  clock: MovableClock
  /** Everything that was emitted, oldest first. */
  events: SluiceEvent[]
  read: ReadSql
  /** Runs statements that are part of the test's own set-up. */
  run(sql: string): Promise<void>
  close(): void
}

/** The environment of a lab in `folder`, for this process or a child. */
export function labEnvironment(folder: string, more: Record<string, string> = {}): Record<string, string> {
  const own = { SLUICE_DATABASE: join(folder, "sluice.duckdb"), SLUICE_FILES: join(folder, "files") }
  return { ...own, LOG_LEVEL: "silent", ...more }
}

/** A new folder below the temporary one. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "sluice-lab-"))
}

/** Opens a lab; `more` are further environment variables. */
export async function openLab(more: Record<string, string> = {}): Promise<Lab> {
  const folder = newFolder()
  const lab = await openLabIn(folder, more)
  // It is gone when it is closed, so there is nothing to write down for whoever opens it next.
  await lab.run("pragma disable_checkpoint_on_shutdown")
  const close = () => {
    lab.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...lab, close }
}

/** Opens the database and store that are in `folder`, or makes them; closing leaves them there. */
export async function openLabIn(
  folder: string,
  more: Record<string, string> = {},
  clock: MovableClock = movableClock(),
): Promise<Lab> {
  const config = readConfig(labEnvironment(folder, more))
  const migrated = copyTemplate(config.database)
  const db = await openDatabase(config.database)
  // Tests run as many side by side as there are cores, and their statements are about few rows.
  await db.use((connection) => connection.run("set threads = 1"))
  if (!migrated) await migrate(db, () => isoTime(clock.now()))
  const events: SluiceEvent[] = []
  const effects: Effects = { ...(await openEffects(config, clock)), emit: (event) => void events.push(event) }
  const close = () => {
    // Each opening holds the file, and another process can only have it when both are closed.
    effects.db.close()
    db.close()
  }
  return { effects, clock, events, ...readers(db), close }
}

/** Begins with the database that was migrated once for all tests of a run, see tests/setup/template.ts, unless there is one. */
export function copyTemplate(path = ""): boolean {
  const { SLUICE_TEST_TEMPLATE: template } = process.env
  if (template === undefined || !isDatabaseFile(path) || existsSync(path)) return false
  mkdirSync(dirname(path), { recursive: true })
  copyFileSync(template, path)
  return true
}

/** The same lab for one call whose process ends at a fail point. */
export function endingAt(lab: Lab, point: FailPoint): Lab {
  const failAt = (at: FailPoint) => {
    if (at === point) throw new Error("The process ended here.")
  }
  return { ...lab, effects: { ...lab.effects, failAt } }
}

function readers(db: Database): Pick<Lab, "read" | "run"> {
  return {
    read: (sql) => db.use((connection) => connection.rows(sql)),
    async run(sql) {
      await db.use((connection) => connection.run(sql))
    },
  }
}
