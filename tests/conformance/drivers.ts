import { expect, test } from "vitest"
import { signal } from "../support/gate.ts"
import { upTo } from "../support/handmade.ts"
import { carryOn, doBatch, finish, prepareOn, undo } from "../support/imports.ts"
import { endingAt, type Lab } from "../support/lab.ts"
import { checksums } from "../support/tables.ts"
import { endOf, faultFree, type Ground, prepareSecond } from "./ground.ts"

/** As `table operation number`. */
export function completionsIn(lab: Lab): string[] {
  return lab.events.flatMap((event) =>
    event.type === "batch.completed" ? [`${event.table} ${event.operation} ${event.batch}`] : [],
  )
}

/** The same lab for a call that stands still before or after it has found its file, until it is let go on. */
function heldAtFile(lab: Lab, when: "before" | "after") {
  const [reached, opened] = [signal(), signal()]
  const { store } = lab.effects
  const stand = () => {
    reached.give()
    return opened.given
  }
  const resolve: typeof store.resolve = async (...file) => {
    if (when === "before") await stand()
    const found = await store.resolve(...file)
    if (when === "after") await stand()
    return found
  }
  const effects = { ...lab.effects, store: { ...store, resolve } }
  return { lab: { ...lab, effects }, reached: reached.given, open: opened.give }
}

export function exerciseDrivers(ground: Ground): void {
  const { dataset } = ground

  test.each(["before", "after"] as const)(
    "is told as it stands to a call that stood still %s it looked for the file, while another prepared it",
    async (when) => {
      const lab = await ground.open()
      const job_id = await cutOff(lab)
      const late = heldAtFile(lab, when)
      const answer = prepareOn(late.lab, dataset, job_id)
      await late.reached
      const done = await prepareOn(lab, dataset, job_id)
      late.open()
      expect(await answer).toEqual(done)
    },
  )

  /** Begins an import whose first call ends when all is staged. */
  async function cutOff(lab: Lab): Promise<string> {
    await expect(prepareSecond(ground, endingAt(lab, "after_staging"))).rejects.toThrow("ended here")
    const [, job] = await lab.read("select job_id from import_jobs order by started_at")
    return String(job?.job_id)
  }

  test("is one import when eight people send the same files at once", async () => {
    const lab = await ground.open()
    const prepared = await eightTimes(() => prepareSecond(ground, lab))
    expect(prepared.filter(({ created }) => created)).toHaveLength(1)
    const [one] = prepared
    for (const { answer } of prepared) expect(answer).toEqual(one?.answer)
    expect(await lab.effects.store.list()).toEqual([])
    const job_id = one?.answer.job_id ?? ""
    await carryOn(lab, dataset, job_id)
    expect(await endOf(ground, lab, job_id)).toEqual(faultFree(ground))
  })

  test("is done once by eight drivers at once, none of whom sees an error", async () => {
    const lab = await ground.open()
    const job_id = await cutOff(lab)
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
