import { copyFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, test } from "vitest"
import { readConfig } from "../../lib/config.ts"
import { openDatabase } from "../../lib/db/connection.ts"
import { codeVersion, migrate, versionOf } from "../../lib/db/migrate.ts"
import { openEffects } from "../../lib/effects.ts"
import { runCommand } from "../commands/child.ts"
import { commandEnvironment } from "../commands/samples.ts"
import { labEnvironment } from "../support/lab.ts"
import { sharedFolder } from "../support/own-lab.ts"
import { restore } from "./dump.ts"
import { readDump } from "./restored.ts"

const NOW = () => new Date(0).toISOString()

const folder = sharedFolder()
const path = join(folder, "sluice.duckdb")
const backup = join(folder, "backup.duckdb")
beforeAll(async () => {
  await restore(readDump("0.1.0"), backup)
  copyFileSync(backup, path)
})

/** What opening the database for work is refused with, and the version it is at afterwards. */
async function opened() {
  const config = readConfig(labEnvironment(folder))
  const refusal = await openEffects(config).then(
    ({ db }) => void db.close(),
    ({ status, code, detail }: { status: number; code: string; detail: string }) => ({
      status,
      code,
      detail,
    }),
  )
  const db = await openDatabase(path)
  const version = await db.use(versionOf)
  db.close()
  return { refusal, version }
}

test("this release does not work on the first one's database until it is migrated, and then does", async () => {
  const { refusal, version } = await opened()
  expect(refusal).toMatchObject({ status: 503, code: "schema_outdated" })
  expect(refusal?.detail).toContain("npm run migrate")
  expect(version).toBe(21)
  const db = await openDatabase(path)
  await migrate(db, NOW)
  db.close()
  expect(await opened()).toEqual({ refusal: undefined, version: codeVersion() })
})

test("a database of a newer release is left as it is, by whoever works and whoever migrates", async () => {
  const newer = codeVersion() + 1
  const db = await openDatabase(path)
  await db.use((connection) =>
    connection.run(`insert into schema_migrations by name select * replace (${newer} as version, 'newer' as name)
      from schema_migrations order by version desc limit 1`),
  )
  const version = codeVersion()
  const detail = `The database is at schema version ${newer}, this code knows ${version}. Run the newer release.`
  await expect(migrate(db, NOW)).rejects.toMatchObject({ code: "schema_newer", detail })
  db.close()
  expect(await opened()).toEqual({ refusal: { status: 503, code: "schema_newer", detail }, version: newer })
})

test("the way back is the backup: it takes the newer one's place, and is brought up to date by the command", async () => {
  const env = commandEnvironment(folder)
  const put = await runCommand("restore", env, backup, "--yes")
  expect(put).toMatchObject({
    status: 0,
    out: expect.stringContaining("It is of an older release: npm run migrate"),
  })
  expect(await runCommand("migrate", env)).toMatchObject({ status: 0 })
  const { status, out } = await runCommand("jobs", env)
  expect([status, out]).toEqual([0, expect.stringMatching(/processing +11 % .*extract 3/)])
})
