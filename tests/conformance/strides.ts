import { expect, test } from "vitest"
import { listBatches } from "../../lib/import/listings.ts"
import { actor, carryOn, doBatch } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { endOf, faultFree, type Ground, ONE_BATCH_A_CALL, prepareSecond } from "./ground.ts"

/** What one call does more than one batch of. */
export function exerciseStrides(ground: Ground): void {
  const { dataset } = ground

  test("counts the same for each of its batches, whether they are applied one by one or in strides", async () => {
    const oneByOne = await batchesOf(await ground.open(ONE_BATCH_A_CALL))
    const inStrides = await batchesOf(await ground.open())
    expect(inStrides.batches).toEqual(oneByOne.batches)
    expect(oneByOne.calls).toBe(oneByOne.batches.length)
    expect(inStrides.calls).toBeLessThan(oneByOne.calls)
  })

  /** Every batch with its counts, and how many calls they took. */
  async function batchesOf(lab: Lab) {
    const { job_id } = (await prepareSecond(ground, lab)).answer
    let calls = 0
    let told = 0
    for (;;) {
      const answer = await doBatch(lab, dataset, job_id)
      calls += 1
      told += answer.batches_completed
      expect(answer.batches_completed).toBeGreaterThan(0)
      expect(answer.progress.completed).toBe(told)
      if (answer.next_batch === null) break
    }
    const { batches } = await listBatches({ job_id, limit: 1_000, actor }, lab.effects)
    const counted = batches.map(({ table, operation, batch, records, counts, attempts }) => {
      expect(attempts).toBeLessThanOrEqual(1)
      return { table, operation, batch, records, counts }
    })
    expect(told).toBe(counted.length)
    return { batches: counted, calls }
  }

  test("gives the batches of a stride back that was cut off, to be done in runs of half of it", async () => {
    const lab = await ground.open()
    const { job_id } = (await prepareSecond(ground, lab)).answer
    const ending = { ...lab, effects: { ...lab.effects, failAt: dieAt("after_claim") } }
    await expect(doBatch(ending, dataset, job_id)).rejects.toThrow("ended here")
    const [cut] = await lab.read(`select max(stride) as size, max(attempt) as attempts from import_job_batches
      where job_id = '${job_id}' and status = 'processing'`)
    const size = Number(cut?.size)
    expect(cut?.attempts).toBe(size === 1 ? 1 : 0)
    lab.clock.advance(61)
    const { batches_completed } = await doBatch(lab, dataset, job_id)
    expect(batches_completed).toBeLessThanOrEqual(Math.max(1, Math.floor(size / 2)))
    await carryOn(lab, dataset, job_id)
    expect(await endOf(ground, lab, job_id)).toEqual(faultFree(ground))
  })
}

const dieAt = (point: string) => (reached: string) => {
  if (reached === point) throw new Error("ended here")
}
