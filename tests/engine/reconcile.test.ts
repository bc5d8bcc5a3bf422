import { describe, expect, test } from "vitest"
import { RowCounts } from "../../lib/contract/index.ts"
import { outcomeOf } from "../../lib/engine/closing/result.ts"
import { accountedFor } from "../../lib/engine/progress/reconcile.ts"
import { refusal, statusOf } from "../support/ask.ts"
import { driveToEnd, finalize, prepare, rollBack } from "../support/drive.ts"
import { smallFull } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"

const NOTHING = RowCounts.parse(Object.fromEntries(Object.keys(RowCounts.shape).map((name) => [name, 0])))

const EITHER = ["duplicates", "failed_rows", "mended", "dismissed"]

describe("rows read", () => {
  test("are each accounted for by exactly one count; rows closed are counted beside them", () => {
    const one = (name: string) => ({ ...NOTHING, [name]: 1 })
    const counting = (operation: "delete" | "insert") =>
      Object.keys(NOTHING).filter((name) => accountedFor(operation, one(name)) === 1)
    expect(counting("insert").sort()).toEqual(
      [...["inserted", "updated", "merged", "skipped", "unchanged"], ...EITHER].sort(),
    )
    expect(counting("delete").sort()).toEqual(["matched", "unmatched", ...EITHER].sort())
  })
})

describe("the outcome", () => {
  const books = (counts: Partial<RowCounts>) => ({
    drift: 0,
    reconciliation: [
      {
        table: "contacts",
        operation: "insert" as const,
        read: 1,
        counts: { ...NOTHING, ...counts },
        accounted: 1,
        reconciles: true,
      },
    ],
  })

  test("is partial as soon as one row or batch failed, and failed when nothing landed", () => {
    expect(outcomeOf(books({ inserted: 1 }), 0, 0)).toBe("complete")
    expect(outcomeOf(books({}), 0, 0)).toBe("complete")
    expect(outcomeOf(books({ inserted: 1 }), 1, 0)).toBe("partial_failure")
    expect(outcomeOf(books({ inserted: 1, failed_rows: 1 }), 0, 1)).toBe("partial_failure")
    expect(outcomeOf(books({ failed_rows: 1 }), 0, 1)).toBe("failed")
    expect(outcomeOf(books({}), 2, 0)).toBe("failed")
  })
})

describe("counts that do not add up", () => {
  const lab = ownLab()

  test.each([
    ["a row is gone from a target", "delete from contact where rowid = 0", "contacts"],
    [
      "a row was closed by nobody's count",
      "update contact set _closed_job_id = _job_id where rowid = 0",
      "contacts",
    ],
    [
      "a batch counted one row too few",
      "update import_job_batches set inserted = inserted - 1 where table_name = 'activity'",
      "activities",
    ],
  ])("keep an import from being completed: %s", async (_what, damage, table) => {
    const { answer } = await prepare(lab, await smallFull(4))
    await driveToEnd(lab, answer.job_id)
    await lab.run(damage)
    const finalizing = finalize(lab, answer.job_id)
    await expect(finalizing).rejects.toThrow(table)
    expect(await refusal(finalize(lab, answer.job_id))).toBe("409 counts_differ")
    expect(await statusOf(lab, answer.job_id)).toMatchObject({ status: "finalizing" })
    expect(await rollBack(lab, answer.job_id)).toMatchObject({ done: true })
  })
})
