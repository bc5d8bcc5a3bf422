import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { paceOf, percentageOf, percentageOfJob, type Timing } from "../../lib/engine/progress/progress.ts"

/** Batches one after another, each of a thousand rows. */
function inARow(durations: readonly number[]): Timing[] {
  let at = 1_000_000
  return durations.map((duration_ms) => {
    const started_at = at
    at += duration_ms
    return { started_at, completed_at: at, duration_ms, records: 1000 }
  })
}

describe("a percentage", () => {
  test("is floored, and 100 exactly when all is done", () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(20_000), (a, b) => {
        const [done, total] = a < b ? [a, b] : [b, a]
        const percentage = percentageOf(done, total)
        expect(Number.isInteger(percentage)).toBe(true)
        expect(percentage === 100).toBe(done === total)
        expect(percentage).toBeLessThanOrEqual(total === 0 ? 100 : (done * 100) / total)
      }),
    )
    expect(percentageOf(199, 200)).toBe(99)
    expect(percentageOf(200, 200)).toBe(100)
    expect(percentageOf(9_999, 10_000)).toBe(99)
  })

  test("of an import is nothing before it is planned, and all of a plan without batches", () => {
    expect(percentageOfJob(0, 0, "preparing")).toBe(0)
    expect(percentageOfJob(0, 0, "cancelled")).toBe(0)
    expect(percentageOfJob(0, 0, "ready")).toBe(100)
    expect(percentageOfJob(3, 4, "completed")).toBe(75)
  })
})

describe("a pace", () => {
  test("is unknown before anything is done, and has no estimate before three batches are", () => {
    expect(paceOf([], { rows: 10, batches: 1 })).toEqual({ rows_per_second: null, eta_seconds: null })
    expect(paceOf(inARow([500, 500]), { rows: 10, batches: 1 })).toEqual({
      rows_per_second: 2000,
      eta_seconds: null,
    })
  })

  test("counts drivers that work side by side for what they do together", () => {
    const [one] = inARow([1000])
    if (!one) throw new Error("a batch is missing")
    expect(paceOf([one, one, one, one], { rows: 40_000, batches: 40 })).toEqual({
      rows_per_second: 4000,
      eta_seconds: { low: 9, high: 11 },
    })
  })

  test("estimates more widely the less alike the batches are", () => {
    const left = { rows: 100_000, batches: 100 }
    const even = paceOf(inARow([100, 100, 100, 100]), left).eta_seconds
    const uneven = paceOf(inARow([10, 10, 10, 370]), left).eta_seconds
    expect(even).toEqual({ low: 9, high: 11 })
    expect((uneven?.high ?? 0) - (uneven?.low ?? 0)).toBeGreaterThan(8)
    expect(uneven?.low).toBeGreaterThan(0)
  })

  test("goes by batches where rows say nothing", () => {
    const steps = inARow([1000, 1000, 1000]).map((timing) => ({ ...timing, records: 0 }))
    expect(paceOf(steps, { rows: 0, batches: 5 })).toEqual({
      rows_per_second: null,
      eta_seconds: { low: 4, high: 6 },
    })
  })
})
