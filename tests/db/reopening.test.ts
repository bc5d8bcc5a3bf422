import { spawnSync } from "node:child_process"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { limitsCanBeSet } from "../../scripts/chaos/disk.ts"
import { builtChild } from "../support/child.ts"
import { newFolder } from "../support/lab.ts"

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
