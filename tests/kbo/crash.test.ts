import { describe, expect, test } from "vitest"
import { expectFaultFree, expectTakenBack, layCrashGround, ownCopy, runChild } from "./crash-ground.ts"
import { killAtRandom } from "./kill-at-random.ts"

layCrashGround()

/** Of each kind of occasion one; crash.long.test.ts has them all. */
describe.concurrent("a process that is killed", { timeout: 90_000 }, () => {
  test("in the middle of staging leaves an import that can be finished, as if nothing had been", async () => {
    const folder = ownCopy()
    expect(await runChild(folder, ["10"], { SLUICE_FAIL_AT: "mid_prepare:11" })).toMatchObject({
      signal: "SIGKILL",
    })
    await expectFaultFree(folder)
  })

  test("in the middle of a rollback leaves one that can be finished", async () => {
    const folder = ownCopy()
    expect(await runChild(folder, ["10", "rollback"], { SLUICE_FAIL_AT: "mid_rollback:5" })).toMatchObject({
      signal: "SIGKILL",
    })
    await expectTakenBack(folder)
  })

  test("at random moments, time and again, leaves an import that can be finished", async () => {
    await expectFaultFree(await killAtRandom(1, 2))
  })
})
