import { test } from "vitest"
import { expectFaultFree, layCrashGround } from "./crash-ground.ts"
import { killAtRandom } from "./kill-at-random.ts"

layCrashGround()

test("a process that is killed at random moments, time and again, leaves an import that can be finished", async () => {
  await expectFaultFree(await killAtRandom(1, 2))
})
