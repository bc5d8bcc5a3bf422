import { expect, test } from "vitest"
import { upTo } from "../support/handmade.ts"
import { doBatch, finish, prepareOn, undo } from "../support/imports.ts"
import { endingAt, type Lab } from "../support/lab.ts"
import { checksums } from "../support/tables.ts"
import { endOf, faultFree, type Ground, prepareSecond } from "./ground.ts"

/** As `table operation number`. */
export function completionsIn(lab: Lab): string[] {
  return lab.events.flatMap((event) =>
    event.type === "batch.completed" ? [`${event.table} ${event.operation} ${event.batch}`] : [],
  )
}

export function exerciseDrivers(ground: Ground): void {
  const { dataset } = ground

  test("is done once by eight drivers at once, none of whom sees an error", async () => {
    const lab = await ground.open()
    await expect(prepareSecond(ground, endingAt(lab, "after_staging"))).rejects.toThrow("ended here")
    const [, job] = await lab.read("select job_id from import_jobs order by started_at")
    const job_id = String(job?.job_id)
    await eightTimes(() => prepareOn(lab, dataset, job_id))
    await eightTimes((n) => driveWithoutError(lab, job_id, `driver ${n}`))
    await allAlike(eightTimes(() => finish(lab, dataset, job_id)))
    expect(completionsIn(lab)).toHaveLength(ground.fault_free.total_batches)
    expect(new Set(completionsIn(lab)).size).toBe(ground.fault_free.total_batches)
    expect(await endOf(ground, lab, job_id)).toEqual(faultFree(ground))
    await allAlike(eightTimes(() => undo(lab, job_id)))
    expect(await checksums(lab, dataset)).toEqual(ground.before)
  })

  async function driveWithoutError(lab: Lab, job_id: string, id: string): Promise<void> {
    for (;;) {
      const answer = await doBatch(lab, dataset, job_id, id)
      expect(answer.error).toBeUndefined()
      if (answer.next_batch === null) return
    }
  }
}

const eightTimes = <T>(work: (n: number) => Promise<T>) => Promise.all(upTo(8).map(work))

async function allAlike(work: Promise<unknown[]>): Promise<void> {
  const answers = await work
  for (const answer of answers) expect(answer).toEqual(answers[0])
}
