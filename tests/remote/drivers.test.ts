import { expect, test } from "vitest"
import { expectDrivenOnce } from "./drivers-ground.ts"

test("processes drive an import on an engine 20 ms away; one that is killed and one that stands still hold nobody up", async () => {
  const { killed } = await expectDrivenOnce({
    seed: 41,
    drivers: 2,
    rows: 200,
    changes: 60,
    lives_ms: 600,
    kills: 1,
  })
  expect(killed).toBe(1)
})
