import { expect, test } from "vitest"
import { createRateLimit } from "../../lib/http/rate.ts"

test("a burst passes, the next call is told how long to wait, and time refills", () => {
  const take = createRateLimit({ burst: 3, per_second: 0.5 })
  expect([1, 2, 3, 4].map(() => take("a", 0))).toEqual([0, 0, 0, 2])
  expect(take("a", 1_999)).toBeGreaterThan(0)
  expect(take("a", 2_000)).toBe(0)
})

test("callers do not spend each other's calls", () => {
  const take = createRateLimit({ burst: 1, per_second: 1 })
  expect([take("a", 0), take("b", 0), take("a", 0)]).toEqual([0, 0, 1])
})

test("a clock that goes back takes nothing away", () => {
  const take = createRateLimit({ burst: 2, per_second: 1 })
  expect([take("a", 10_000), take("a", 0), take("a", 0)]).toEqual([0, 0, 1])
})
