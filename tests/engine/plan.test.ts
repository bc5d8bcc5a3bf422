import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { dailyUpdate as dataset } from "../../lib/datasets/daily-update.ts"
import { tableOf } from "../../lib/datasets/questions.ts"
import { halvesOf } from "../../lib/engine/batches/split.ts"
import { keyRanges, type PlanInput, planBatches } from "../../lib/engine/staging/plan.ts"
import { batchSizeFor } from "../../lib/engine/staging/plan-parts.ts"

const part = (name: string, operation: "delete" | "insert", rows: number) => ({
  table: tableOf(dataset, name),
  operation,
  rows,
  staged: rows,
  careful: false,
  used: null,
})

const NAMES = dataset.tables.map((table) => table.name)

function input(change: Partial<PlanInput> = {}): PlanInput {
  const facts = {
    full: false,
    empty: new Set<string>(),
    keyCuts: {},
    rule: "skip",
    stepRows: {},
    dryRun: false,
  }
  return { dataset, parts: [], ...facts, ...change }
}

describe("the batches of a plan", () => {
  test("cover every row of every file exactly once, whatever the sizes", () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 0, max: 3_000_000 }),
      asked: fc.option(fc.integer({ min: 1, max: 9_999 })),
    })
    fc.assert(
      fc.property(sizes, fc.constantFrom("delete", "insert"), ({ rows, asked }, operation) => {
        const counted = asked === null ? rows : rows % 20_000
        const plan = planBatches(
          input({ parts: [part("activity", operation, counted)], batchSize: asked ?? undefined }),
        ).filter((batch) => batch.table_name === "activity")
        let covered = 0
        for (const batch of plan) {
          expect(batch.row_from).toBe(covered + 1)
          expect(batch.records).toBe((batch.row_to ?? 0) - covered)
          covered = batch.row_to ?? 0
        }
        expect(covered).toBe(counted)
        expect(plan.map((batch) => batch.batch_number)).toEqual(plan.map((_, i) => i + 1))
      }),
      { numRuns: 200 },
    )
  })

  test("put every delete of a table before its inserts and names behind what they are made from", () => {
    const parts = NAMES.flatMap((name) =>
      name === "code" ? [part(name, "insert", 9)] : [part(name, "insert", 9), part(name, "delete", 9)],
    )
    const plan = planBatches(input({ parts, batchSize: 2 }))
    expect(plan.map((batch) => batch.position)).toEqual(
      [...plan.map((batch) => batch.position)].sort((a, b) => a - b),
    )
    expect(new Set(plan.map((batch) => batch.position)).size).toBe(plan.length)
    for (const name of NAMES) {
      const phases = plan.filter((batch) => batch.table_name === name).map((batch) => batch.phase)
      expect(phases).toEqual([...phases].sort())
    }
    const steps = plan.filter((batch) => batch.operation === "resolve_names")
    expect(steps.map((step) => [step.table_name, step.waits_for])).toEqual([
      ["enterprise", ["enterprise", "denomination"]],
      ["establishment", ["establishment", "denomination"]],
    ])
  })

  test("choose by what is there whether rows are added, exchanged or compared", () => {
    const parts = [part("contact", "insert", 1), part("contact", "delete", 1), part("code", "insert", 1)]
    const modes = (change: Partial<PlanInput>) =>
      planBatches(input({ parts, ...change })).map(
        (batch) => `${batch.table_name} ${batch.operation} ${batch.mode}`,
      )
    expect(modes({})).toEqual(["code insert upsert", "contact delete keys", "contact insert replace"])
    expect(modes({ empty: new Set(["contact"]) })).toContain("contact insert append")
    expect(modes({ full: true, empty: new Set(NAMES) })).not.toContain("contact delete vanished")
    expect(modes({ full: true })).toEqual(
      expect.arrayContaining(["contact delete vanished", "contact insert reconcile"]),
    )
    expect(modes({ dryRun: true })).toEqual([
      "code insert dry_upsert",
      "contact delete dry_keys",
      "contact insert dry_replace",
    ])
  })

  test("close what vanished even from a table whose file has no row", () => {
    const plan = planBatches(input({ full: true, parts: [part("branch", "insert", 0)] }))
    expect(plan.filter((batch) => batch.table_name === "branch").map((batch) => batch.mode)).toEqual([
      "vanished",
    ])
  })

  test("of an import without any change are none", () => {
    expect(planBatches(input({ parts: NAMES.map((name) => part(name, "insert", 0)) }))).toEqual([])
  })

  test("cover every row once where some have none that can be used, and each has one", () => {
    const files = fc.record({
      usable: fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
      size: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(files, ({ usable, size }) => {
        const rows = usable.flatMap((good, i) => (good ? [i + 1] : []))
        const used = [...new Set(rows.map((row) => Math.floor((row - 1) / size)))]
        const counted = { ...part("activity", "insert", usable.length), staged: rows.length, used }
        const plan = planBatches(input({ parts: [counted], batchSize: size })).filter(
          (batch) => batch.operation === "insert",
        )
        expect(plan).toHaveLength(used.length)
        let covered = 0
        for (const { row_from, row_to, records } of plan) {
          expect([row_from, records]).toEqual([covered + 1, (row_to ?? 0) - covered])
          expect(rows.some((row) => row >= (row_from ?? 0) && row <= (row_to ?? 0))).toBe(true)
          covered = row_to ?? 0
        }
        expect(covered).toBe(rows.length === 0 ? 0 : usable.length)
      }),
    )
  })

  test("of an import none of whose rows can be used are none, and a full extract closes nothing then", () => {
    const useless = NAMES.map((name) => ({ ...part(name, "insert", 9), staged: 0 }))
    expect(planBatches(input({ full: true, parts: useless }))).toEqual([])
    const oneLeft = [...useless.slice(1), part(NAMES[0] ?? "", "insert", 1)]
    expect(planBatches(input({ full: true, parts: oneLeft })).length).toBeGreaterThan(0)
  })

  test("stay few: a busy day makes tens and the whole register hundreds at most", () => {
    for (const rows of [4_000, 40_000, 200_000, 7_300_000, 36_300_000]) {
      const size = batchSizeFor(rows, 500, rows)
      expect({ rows, batches: Math.ceil(rows / size) <= 200 }).toEqual({ rows, batches: true })
      expect(size).toBeLessThanOrEqual(983_040)
    }
  })
})

describe("ranges", () => {
  test("of keys cover every number a key can be, without a gap or an overlap", () => {
    const cuts = fc.array(fc.integer({ min: -5, max: 10_000_000_000 }), { maxLength: 20 })
    fc.assert(
      fc.property(cuts, (unsorted) => {
        const ranges = keyRanges([...unsorted].sort((a, b) => a - b))
        expect(ranges[0]?.key_from).toBe(0)
        expect(ranges.at(-1)?.key_to).toBe(9_999_999_999)
        ranges.slice(1).forEach((range, i) => {
          expect(range.key_from).toBe((ranges[i]?.key_to ?? 0) + 1)
        })
        for (const range of ranges) expect(range.key_from).toBeLessThanOrEqual(range.key_to)
      }),
    )
  })

  test("cut in two have the same rows or keys between them, and a single one is not cut", () => {
    const nothing = { row_from: null, row_to: null, key_from: null, key_to: null }
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (from, more) => {
        const byRows = halvesOf({ ...nothing, row_from: from, row_to: from + more, records: more + 1 })
        const byKeys = halvesOf({ ...nothing, key_from: from, key_to: from + more, records: 0 })
        expect(byRows === null).toBe(more === 0)
        expect(byKeys === null).toBe(more === 0)
        if (!byRows || !byKeys) return
        expect([byRows.first.row_from, byRows.second.row_to]).toEqual([from, from + more])
        expect(byRows.second.row_from).toBe((byRows.first.row_to ?? 0) + 1)
        expect(byRows.first.records + byRows.second.records).toBe(more + 1)
        expect([byKeys.first.key_from, byKeys.second.key_to]).toEqual([from, from + more])
        expect(byKeys.second.key_from).toBe((byKeys.first.key_to ?? 0) + 1)
      }),
    )
    expect(halvesOf({ ...nothing, records: 0 })).toBeNull()
  })
})
