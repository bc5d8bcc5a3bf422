import { expect, test } from "vitest"
import type { Reconciliation, RowCounts, TableChanges } from "../../lib/contract/index.ts"
import type { Table } from "../../lib/datasets/declaration.ts"
import { controlJob } from "../../lib/import/control.ts"
import { jobReport } from "../../lib/import/report.ts"
import { actor, carryOn, drive, finish } from "../support/imports.ts"
import { checksums, leftovers } from "../support/tables.ts"
import { endOf, faultFree, type Ground, prepareSecond } from "./ground.ts"

export function exerciseDryRun(ground: Ground): void {
  const { dataset } = ground

  test("is tried out without a change, and then does what the trial told", async () => {
    const lab = await ground.open()
    const { job_id } = (await prepareSecond(ground, lab, { dry_run: true })).answer
    await drive(lab, dataset, job_id)
    await finish(lab, dataset, job_id)
    expect(await checksums(lab, dataset)).toEqual(ground.before)
    const { changes = {}, reconciliation } = await jobReport({ job_id, actor }, lab.effects)
    for (const line of reconciliation) expect(line).toMatchObject({ reconciles: true })
    expect(Object.keys(changes)).toEqual(dataset.tables.map((table) => table.key))
    for (const table of dataset.tables) {
      const found = changes[table.key]
      if (!found) throw new Error(`nothing is told of ${table.key}`)
      expect(toldOf(table.policy, found)).toEqual(countedOf(table, ground.fault_free.reconciliation))
      expect(found.sample.length).toBeLessThanOrEqual(10)
    }
    await controlJob({ dataset, job_id, action: "apply", actor }, lab.effects)
    await carryOn(lab, dataset, job_id)
    expect(await endOf(ground, lab, job_id)).toEqual(faultFree(ground))
    expect(await leftovers(lab, dataset)).toEqual({})
  })
}

/** What was told of a table, in the words of the counts: of rows that replace others only how many arrive. */
function toldOf(policy: Table["policy"], { sample: _sample, closed: _closed, ...counts }: TableChanges) {
  const { duplicate, failed, unchanged, changed } = counts
  if (policy !== "temporal") return counts
  return { arriving: counts.new + changed + unchanged, duplicate, failed }
}

/** The same as a real import counted it. */
function countedOf({ key, policy }: Table, lines: readonly Reconciliation[]) {
  const mine = lines.filter((line) => line.table === key && ["insert", "delete"].includes(line.operation))
  const sum = (...names: (keyof RowCounts)[]) =>
    mine.flatMap(({ counts }) => names.map((name) => counts[name])).reduce((total, n) => total + n, 0)
  const ended = { duplicate: sum("duplicates"), failed: sum("failed_rows") }
  if (policy === "temporal") return { arriving: sum("inserted", "unchanged"), ...ended }
  const known = { changed: sum("updated", "merged"), unchanged: sum("unchanged", "skipped") }
  return { new: sum("inserted"), ...known, ...ended }
}
