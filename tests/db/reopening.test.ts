import { spawnSync } from "node:child_process"
import { mkdirSync, renameSync, rmdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { openDatabase } from "../../lib/db/connection.ts"
import { limitsCanBeSet } from "../../scripts/chaos/disk.ts"
import { builtChild } from "../support/child.ts"
import { newFolder } from "../support/lab.ts"
import { sharedFolder } from "../support/own-lab.ts"

const shared = sharedFolder()

test.skipIf(!limitsCanBeSet())(
  "a database that was given up over a write that failed is opened anew, with all that was committed",
  () => {
    const folder = newFolder()
    const args = [builtChild("reopening-child"), join(folder, "some.duckdb"), join(folder, "disk")]
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 60_000 })
    expect(stderr).toBe("")
    expect(JSON.parse(stdout)).toEqual({
      folding: "full",
      working: expect.stringMatching(/^(restarting|full|interrupted)$/),
      held: "restarting",
      full: "database_full",
      before: 100_000,
      after: 100_010,
      over: null,
    })
    rmSync(folder, { recursive: true, force: true })
  },
)

test("a database that could not be opened for work on many rows keeps no more than it uses at the next such work", async () => {
  const path = join(shared, "away.duckdb")
  const db = await openDatabase(path)
  const ask = (sql: string) => db.use((connection) => connection.rows(sql))
  await expect(ask("select error('database has been invalidated')")).rejects.toThrow()
  renameSync(path, `${path}.kept`)
  mkdirSync(path)
  await expect(db.sparingly(async () => {})).rejects.toThrow()
  rmdirSync(path)
  renameSync(`${path}.kept`, path)
  const kept = () => ask("select current_setting('allocator_bulk_deallocation_flush_threshold') as most")
  const usually = await kept()
  expect(await db.sparingly(kept)).not.toEqual(usually)
  expect(await kept()).toEqual(usually)
  db.close()
})
