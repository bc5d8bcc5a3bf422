import { describe, expect, test } from "vitest"
import { FAIL_POINTS } from "../../lib/fail-points.ts"
import { ONE_BATCH_A_CALL } from "../conformance/ground.ts"
import { upTo } from "../support/handmade.ts"
import { expectFaultFree, expectTakenBack, layCrashGround, ownCopy, runChild } from "./crash-ground.ts"
import { killAtRandom } from "./kill-at-random.ts"

layCrashGround()

const STRIDES = [
  { how: "in strides", env: {} },
  { how: "batch by batch", env: ONE_BATCH_A_CALL },
]
/** Of the others tests/mending tells. */
const POINTS = FAIL_POINTS.filter((point) => !point.endsWith("_mend"))
const OCCASIONS = POINTS.flatMap((point) => STRIDES.map((strides) => ({ point, ...strides })))

/** Kills a process when it comes to a place for the n-th time; answers what it left, null when it never does. */
async function killedAt(point: string, time: number, env: Record<string, string>): Promise<string | null> {
  const folder = ownCopy()
  const then = point === "mid_rollback" ? ["rollback"] : []
  const { signal } = await runChild(folder, ["10", ...then], { ...env, SLUICE_FAIL_AT: `${point}:${time}` })
  return signal === "SIGKILL" ? folder : null
}

describe.concurrent("a process that is killed", () => {
  test.each(OCCASIONS)(
    "at $point, whichever time it comes there, leaves what can be finished ($how)",
    async ({ point, env }) => {
      let time = 1
      for (;;) {
        const folder = await killedAt(point, time, env)
        if (folder === null) break
        await (point === "mid_rollback" ? expectTakenBack(folder) : expectFaultFree(folder))
        time += 1
      }
      expect(time).toBeGreaterThan(1)
    },
  )

  test.each(upTo(20))("at random moments leaves an import that can be finished (%i)", async (seed) => {
    await expectFaultFree(await killAtRandom(seed, 4))
  })
})
