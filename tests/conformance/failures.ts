import { expect, test } from "vitest"
import type { Operation, ProcessBatchAnswer } from "../../lib/contract/index.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { tableKey } from "../../lib/datasets/questions.ts"
import { retryBatches } from "../../lib/import/retry.ts"
import { refusal } from "../support/ask.ts"
import { upTo } from "../support/handmade.ts"
import { actor, doBatch, drive, finish, undo } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { checksums, targetsOf } from "../support/tables.ts"
import { completionsIn } from "./drivers.ts"
import { endOf, faultFree, type Ground, ONE_BATCH_A_CALL, prepareSecond } from "./ground.ts"

export function exerciseFailures(ground: Ground): void {
  const { dataset } = ground
  const [table] = dataset.tables
  const target = table?.name ?? ""
  const column = table?.identity.at(-1) ?? ""

  test("has one batch of every operation fail, goes on with the others, and retries that batch alone", async () => {
    const lab = await ground.open(ONE_BATCH_A_CALL)
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

  test("is closed without a batch that failed, adds up, and is taken back all the same", async () => {
    const lab = await ground.open(ONE_BATCH_A_CALL)
    const { job_id } = (await prepareSecond(ground, lab, { max_retries: 1 })).answer
    const last = await driveUntil(lab, dataset, job_id, await doBatch(lab, dataset, job_id), "insert")
    await failNext(lab, dataset, job_id, last)
    await drive(lab, dataset, job_id)
    expect(await refusal(finish(lab, dataset, job_id))).toBe("409 batches_incomplete")
    const closed = await finish(lab, dataset, job_id, true)
    expect(closed).toMatchObject({ outcome: "partial_failure", reconciles: true, failed_batches: 1 })
    await undo(lab, job_id)
    expect(await checksums(lab, dataset)).toEqual(ground.before)
  })

  if (dataset.sequential) return

  test("leaves out the rows the target refuses, names them, and applies the rest, whoever drives beside", async () => {
    const lab = await ground.open()
    const poison = addedIn(ground).slice(0, 2)
    await refuse(lab, poison)
    const { job_id } = (await prepareSecond(ground, lab)).answer
    await Promise.all(upTo(4).map((n) => drive(lab, dataset, job_id, `driver ${n}`)))
    expect(lab.events.filter((event) => event.type === "batch.failed")).toEqual([])
    await finish(lab, dataset, job_id)
    const { rows, errors_by_code } = await endOf(ground, lab, job_id)
    expect(errors_by_code).toEqual({ ...ground.fault_free.errors_by_code, refused_by_target: poison.length })
    const wanted = ground.fault_free.rows[target]?.filter((line) => !poison.includes(knownIn(line)))
    expect(rows[target]).toEqual(wanted)
    await undo(lab, job_id)
    expect(await checksums(lab, dataset)).toEqual(ground.before)
  })

  /** What rows are known by that the second source adds, if by the last column of their identity. */
  function addedIn({ fault_free }: Ground): string[] {
    const lines = fault_free.rows[target] ?? []
    const added = lines.filter((line) => (JSON.parse(line) as Record<string, unknown>).imported_from === 2)
    return added.map(knownIn).filter((known) => known !== "null")
  }

  /** Makes the target anew, so that it takes none of these. */
  async function refuse(lab: Lab, poison: readonly string[]): Promise<void> {
    const [made] = await lab.read(`select sql from duckdb_tables() where table_name = '${target}'`)
    const list = poison.map((value) => `'${value}'`).join(", ")
    const stricter = String(made?.sql).replace(/\);?$/, `, check ("${column}" not in (${list})))`)
    await lab.run(`create table as_it_was as from "${target}"`)
    await lab.run(`drop table "${target}"`)
    await lab.run(stricter)
    await lab.run(`insert into "${target}" from as_it_was`)
    await lab.run("drop table as_it_was")
  }

  function knownIn(line: string): string {
    return String((JSON.parse(line) as Record<string, unknown>)[column])
  }
}

type Next = Pick<ProcessBatchAnswer, "next_batch">

/** In the order in which they come. */
const OPERATIONS: readonly Operation[] = ["delete", "insert", "resolve_names", "build_hierarchy", "embed"]

/** Does batches until the next one is of the operation. */
export async function driveUntil(
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
export async function failNext(lab: Lab, dataset: Dataset, job_id: string, { next_batch }: Next) {
  if (!next_batch) throw new Error("No batch is left that could fail.")
  const target = targetsOf(dataset).find((name) => tableKey(dataset, name) === next_batch.table)
  await lab.run(`alter table "${target}" rename column _job_id to _elsewhere`)
  const answer = await doBatch(lab, dataset, job_id)
  await lab.run(`alter table "${target}" rename column _elsewhere to _job_id`)
  expect(answer).toMatchObject({ batch_completed: false, error: { code: expect.stringMatching(/^batch_/) } })
  const { table: table_name, batch: batch_number, operation } = next_batch
  return { table_name, batch_number, operation }
}
