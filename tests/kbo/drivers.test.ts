import { describe, expect, test } from "vitest"
import type { SluiceEvent } from "../../lib/events.ts"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { expectRegister, refusal, retryAll, statusOf } from "../support/ask.ts"
import { driveToEnd, finalize, importExtract, prepare, prepareOn, rollBack, step } from "../support/drive.ts"
import { applying, gateBefore, STEP_BY_STEP } from "../support/gate.ts"
import { smallFull, upTo } from "../support/handmade.ts"
import { endingAt } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { checksums } from "../support/tables.ts"

const lab = ownLab()

const reopen = async (more: Record<string, string>) => {
  await lab.anew(more)
}

const completions = (events: readonly SluiceEvent[]) =>
  events.flatMap((event) =>
    event.type === "batch.completed" ? [`${event.table} ${event.operation} ${event.batch}`] : [],
  )

describe("eight drivers at once", { timeout: 90_000 }, () => {
  test("apply every batch once, from prepare to finalize, and none of them sees an error", async () => {
    const [full, update] = await makeExtracts({
      seed: 8,
      rows: 2000,
      changes: 500,
      traps: true,
      steps: [{ type: "full" }, { type: "update" }],
    })
    if (!full || !update) throw new Error("no extracts were made")
    for (const extract of [full, update]) {
      const { answer } = await prepare(lab, extract, { batch_size: 60 })
      const drivers = upTo(8).map((n) => driveToEnd(lab, answer.job_id, `driver ${n}`))
      await Promise.all(drivers)
      const answers = await Promise.all(upTo(8).map(() => finalize(lab, answer.job_id)))
      for (const each of answers) expect(each).toEqual(answers[0])
      const done = completions(lab.events.splice(0))
      expect(done).toHaveLength(answer.total_batches)
      expect(new Set(done).size).toBe(answer.total_batches)
    }
    await expectRegister(lab, full, update)
  })

  inLongRuns("prepare one job together when its first call was cut off", async () => {
    for (const point of ["mid_prepare", "after_staging"] as const) {
      await reopen({})
      const full = await smallFull(50)
      await expect(prepare(endingAt(lab, point), full)).rejects.toThrow("ended here")
      const [job] = await lab.read("select job_id from import_jobs")
      const job_id = String(job?.job_id)
      while ((await statusOf(lab, job_id)).status === "preparing") {
        await Promise.all(upTo(8).map(() => prepareOn(lab, job_id)))
      }
      await driveToEnd(lab, job_id)
      await finalize(lab, job_id)
      await expectRegister(lab, full)
    }
  })

  inLongRuns("roll one job back together", async () => {
    const before = await checksums(lab)
    const job_id = await importExtract(lab, await smallFull(200))
    const answers = await Promise.all(upTo(8).map(() => rollBack(lab, job_id)))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await checksums(lab)).toEqual(before)
  })
})

describe("a lease", () => {
  test("that ends is taken over, and the first driver's work then lands nowhere", async () => {
    const full = await smallFull(20)
    const { answer } = await prepare(lab, full)
    const slow = gateBefore(lab.effects, applying)
    const first = step({ ...lab, effects: slow.effects }, answer.job_id)
    await slow.reached
    expect(await step(lab, answer.job_id)).toMatchObject({ batch: { table_name: "enterprises", attempt: 1 } })
    lab.clock.advance(61)
    const codes = { table_name: "codes", batch_number: 1 }
    expect(await step(lab, answer.job_id, codes)).toMatchObject({
      batch_completed: true,
      batch: { table_name: "codes", attempt: 2 },
    })
    slow.open()
    expect(await first).toMatchObject({ batch_completed: false, status: "processing" })
    expect(lab.events.filter((event) => event.type === "claim.lost")).toHaveLength(1)
    await driveToEnd(lab, answer.job_id)
    await finalize(lab, answer.job_id)
    await expectRegister(lab, full)
  })

  inLongRuns("that ends while its driver commits is not taken over", async () => {
    await reopen(STEP_BY_STEP)
    const full = await smallFull(20)
    const { answer } = await prepare(lab, full)
    await step(lab, answer.job_id)
    const slow = gateBefore(lab.effects, (sql) => sql === "commit")
    const first = step({ ...lab, effects: slow.effects }, answer.job_id)
    await slow.reached
    lab.clock.advance(61)
    const named = { table_name: "enterprises", batch_number: 1, operation: "insert" as const }
    expect(await refusal(step(lab, answer.job_id, named))).toBe("409 batch_not_pending")
    slow.open()
    expect(await first).toMatchObject({
      batch_completed: true,
      batch: { table_name: "enterprises", attempt: 1 },
    })
    await driveToEnd(lab, answer.job_id)
    await finalize(lab, answer.job_id)
    await expectRegister(lab, full)
  })

  inLongRuns("that ends on the last attempt makes the batch failed, and retry brings it back", async () => {
    const full = await smallFull(20)
    const { answer } = await prepare(lab, full, { max_retries: 2 })
    const { job_id } = answer
    await step(lab, job_id)
    for (const _attempt of [1, 2]) {
      const held = gateBefore(lab.effects, applying)
      void step({ ...lab, effects: held.effects }, job_id, {
        table_name: "enterprises",
        batch_number: 1,
        operation: "insert",
      })
      await held.reached
      lab.clock.advance(61)
    }
    expect(await driveToEnd(lab, job_id)).toMatchObject({ status: "waiting" })
    expect(await driveToEnd(lab, job_id)).toMatchObject({ status: "blocked_by_failed" })
    expect(await statusOf(lab, job_id)).toMatchObject({
      status: "failed",
      failed_batches: [{ table: "enterprises", batch: 1, attempts: 2, retryable: true }],
    })
    expect(await retryAll(lab, job_id)).toEqual({ success: true, reset: 1 })
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id)
    await expectRegister(lab, full)
  })
})
