import { expect, test } from "vitest"
import type { Operation, ProcessBatchAnswer } from "../../lib/contract/index.ts"
import { type Dataset, tableKey } from "../../lib/datasets/define.ts"
import { retryBatches } from "../../lib/import/retry.ts"
import { actor, doBatch, drive, finish } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { targetsOf } from "../support/tables.ts"
import { completionsIn } from "./drivers.ts"
import { endOf, faultFree, type Ground, prepareSecond } from "./ground.ts"

export function exerciseFailures(ground: Ground): void {
  const { dataset } = ground

  test("has one batch of every operation fail, goes on with the others, and retries that batch alone", async () => {
    const lab = await ground.open()
    const { answer } = await prepareSecond(ground, lab, { max_retries: 1 })
    const { job_id, batches_by_table } = answer
    const planned = new Set(Object.values(batches_by_table).flatMap((operations) => Object.keys(operations)))
    let last: Next = await doBatch(lab, dataset, job_id)
    for (const operation of OPERATIONS.filter((one) => planned.has(one))) {
      last = await driveUntil(lab, dataset, job_id, last, operation)
      const failed = await failNext(lab, dataset, job_id, last)
      const rest = await drive(lab, dataset, job_id)
      expect(rest.status).toBe(operation === "embed" ? "ready_to_finalize" : "blocked_by_failed")
      expect(await retryBatches({ dataset, job_id, ...failed, actor }, lab.effects)).toMatchObject({
        reset: 1,
      })
      last = { next_batch: { operation, table: failed.table_name, batch: failed.batch_number } }
    }
    await drive(lab, dataset, job_id)
    await finish(lab, dataset, job_id)
    expect(new Set(completionsIn(lab)).size).toBe(ground.fault_free.total_batches)
    expect(completionsIn(lab)).toHaveLength(ground.fault_free.total_batches)
    expect(await endOf(ground, lab, job_id)).toEqual(faultFree(ground))
  })
}

type Next = Pick<ProcessBatchAnswer, "next_batch">

/** In the order in which they come. */
const OPERATIONS: readonly Operation[] = ["delete", "insert", "resolve_names", "build_hierarchy", "embed"]

/** Does batches until the next one is of the operation. */
async function driveUntil(
  lab: Lab,
  dataset: Dataset,
  job_id: string,
  from: Next,
  operation: Operation,
): Promise<Next> {
  let last = from
  while (last.next_batch && last.next_batch.operation !== operation) {
    last = await doBatch(lab, dataset, job_id)
  }
  return last
}

/** Has the next batch fail for good: for a moment its table lacks a column that every operation needs. */
async function failNext(lab: Lab, dataset: Dataset, job_id: string, { next_batch }: Next) {
  if (!next_batch) throw new Error("No batch is left that could fail.")
  const target = targetsOf(dataset).find((name) => tableKey(dataset, name) === next_batch.table)
  await lab.run(`alter table "${target}" rename column _job_id to _elsewhere`)
  const answer = await doBatch(lab, dataset, job_id)
  await lab.run(`alter table "${target}" rename column _elsewhere to _job_id`)
  expect(answer).toMatchObject({ batch_completed: false, error: { code: expect.stringMatching(/^batch_/) } })
  const { table: table_name, batch: batch_number, operation } = next_batch
  return { table_name, batch_number, operation }
}
