import { expect, test } from "vitest"
import type { Counts, StatusAnswer } from "../../lib/contract/index.ts"
import { listBatches } from "../../lib/import/listings.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { actor, doBatch, finish } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { leftovers } from "../support/tables.ts"
import { endOf, faultFree, type Ground, prepareSecond } from "./ground.ts"

export function exerciseBooks(ground: Ground): void {
  const { dataset, material } = ground

  test("adds up table by table, and is at 100 % exactly when every batch is done", async () => {
    const lab = await ground.open()
    const { job_id, batches_by_table } = (await prepareSecond(ground, lab)).answer
    for (const [table, operations] of Object.entries(batches_by_table)) {
      const { batches } = await listBatches({ job_id, table, limit: 1_000, actor }, lab.effects)
      expect(batches).toHaveLength(Object.values(operations).reduce((sum, count) => sum + count, 0))
    }
    const statuses: StatusAnswer[] = []
    const look = async () => void statuses.push(await jobStatus({ dataset, job_id, actor }, lab.effects))
    await look()
    for (;;) {
      const { next_batch, progress } = await doBatch(lab, dataset, job_id)
      expect(progress.percentage === 100).toBe(progress.completed === progress.total)
      await look()
      if (next_batch === null) break
    }
    const percentages = statuses.map((status) => status.overall_progress.percentage)
    expect(percentages).toEqual([...percentages].sort((a, b) => a - b))
    expect(percentages[0]).toBe(0)
    expect(percentages.at(-1)).toBe(100)
    const answer = await finish(lab, dataset, job_id)
    expect(await finish(lab, dataset, job_id)).toEqual(answer)
    await look()
    const last = statuses.at(-1)
    expect(last).toMatchObject({
      status: "completed",
      overall_progress: { percentage: 100 },
      reconciles: true,
    })
    const end = await endOf(ground, lab, job_id)
    expect(end).toEqual(faultFree(ground))
    expect(new Set(end.reconciliation.map((line) => line.table))).toEqual(
      new Set(Object.keys(batches_by_table)),
    )
    expectAddedUp(end.reconciliation)
    const tables = Object.values(last?.tables ?? {})
    for (const [name, count] of Object.entries(last?.counts ?? {}))
      expect(count, name).toBe(tables.reduce((sum, table) => sum + table[name as keyof Counts], 0))
    expect(last?.counts.failed_rows).toBe(last?.row_errors)
    const { row_errors } = answer
    expect(sumOf(end.reconciliation, (line) => line.counts.failed_rows)).toBe(row_errors)
    expect(row_errors).toBe(material.second.failed ?? row_errors)
    expect(last?.row_errors).toBe(row_errors)
    expect(await leftovers(lab, dataset)).toEqual({})
    await expectEmbedded(lab)
  })

  /** Every text has the embedding of what it says now. */
  async function expectEmbedded(lab: Lab): Promise<void> {
    for (const { table, reads = [] } of dataset.afterSteps.filter((step) => step.operation === "embed")) {
      const columns = reads.map((name) => `"${name}"`).join(", ")
      const rows = await lab.read(`select concat_ws(chr(10), ${columns}) as text, embedding from "${table}"`)
      const texts = rows.map((row) => String(row.text))
      const vectors = await lab.effects.embedder.embed(texts, { deadline: lab.clock.now() + 60_000 })
      expect(rows.map((row) => row.embedding)).toEqual(vectors.map((vector) => [...vector]))
    }
  }

  function expectAddedUp(lines: Line[]): void {
    for (const line of lines) expect(line).toMatchObject({ reconciles: true, accounted: line.read })
    const rows = lines.filter(({ operation }) => operation === "insert" || operation === "delete")
    expect(sumOf(rows, (line) => line.read)).toBe(material.second.rows)
    const inserted = sumOf(rows, (line) => line.counts.inserted)
    expect(inserted, "the second source brings new rows").toBeGreaterThan(0)
    expect(inserted, "the second source overlaps with the first").toBeLessThan(material.second.rows)
    if (dataset.sequential) return
    const { duplicates: rule = "skip" } = material.options
    const changed = sumOf(rows, ({ counts }) => counts.updated + counts.merged)
    expect(changed > 0, "the second source changes rows if it may").toBe(rule !== "skip")
    const repeated = sumOf(rows, ({ counts }) => counts.duplicates)
    expect(repeated, "the second source has a row twice").toBeGreaterThan(0)
  }
}

type Line = Awaited<ReturnType<typeof endOf>>["reconciliation"][number]

function sumOf(lines: readonly Line[], of: (line: Line) => number): number {
  return lines.reduce((sum, line) => sum + of(line), 0)
}
