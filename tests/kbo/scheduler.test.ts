import { describe, expect, test } from "vitest"
import { rollbackJob } from "../../lib/import/rollback.ts"
import { control, expectRegister, schedule, statusOf } from "../support/ask.ts"
import { actor, driveToEnd, finalize, importExtract, prepare, step } from "../support/drive.ts"
import { mended, passing } from "../support/failing.ts"
import { applying, gateBefore } from "../support/gate.ts"
import { smallFull } from "../support/handmade.ts"
import { endingAt } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { checksums } from "../support/tables.ts"

const lab = ownLab()

/** Lets the scheduler work until it finds nothing to do; answers the job's state. */
async function scheduleToEnd(job_id: string): Promise<string> {
  for (let calls = 0; calls < 50; calls += 1) {
    if ((await schedule(lab)).jobs.length === 0) break
  }
  return (await statusOf(lab, job_id)).status
}

describe("the scheduler alone", () => {
  test("finishes a job that was left while it was prepared", async () => {
    const full = await smallFull(30)
    await expect(prepare(endingAt(lab, "mid_prepare"), full)).rejects.toThrow("ended here")
    const [job] = await lab.read("select job_id, status from import_jobs")
    expect(job?.status).toBe("preparing")
    expect(await scheduleToEnd(String(job?.job_id))).toBe("completed")
    await expectRegister(lab, full)
  })

  inLongRuns("finishes a job that was left ready", async () => {
    const full = await smallFull(30)
    const { answer } = await prepare(lab, full)
    expect(await scheduleToEnd(answer.job_id)).toBe("completed")
    await expectRegister(lab, full)
  })

  test("finishes a job whose driver vanished with a batch in its hands", async () => {
    const full = await smallFull(30)
    const { answer } = await prepare(lab, full)
    await step(lab, answer.job_id)
    const gone = gateBefore(lab.effects, applying)
    void step({ ...lab, effects: gone.effects }, answer.job_id)
    await gone.reached
    expect(await scheduleToEnd(answer.job_id)).toBe("completed")
    await expectRegister(lab, full)
  })

  test("finishes a job that was left while it was finalized", async () => {
    const full = await smallFull(30)
    const { answer } = await prepare(lab, full)
    await driveToEnd(lab, answer.job_id)
    await expect(finalize(endingAt(lab, "mid_finalize"), answer.job_id)).rejects.toThrow("ended here")
    expect(await statusOf(lab, answer.job_id)).toMatchObject({ status: "finalizing" })
    expect(await scheduleToEnd(answer.job_id)).toBe("completed")
    await expectRegister(lab, full)
  })

  test("finishes a rollback that was left half-way", async () => {
    const before = await checksums(lab)
    const job_id = await importExtract(lab, await smallFull(30))
    const input = { job_id, dry_run: false, actor }
    await expect(rollbackJob(input, endingAt(lab, "mid_rollback").effects)).rejects.toThrow("ended here")
    expect(await statusOf(lab, job_id)).toMatchObject({ status: "rolling_back" })
    expect(await scheduleToEnd(job_id)).toBe("rolled_back")
    expect(await checksums(lab)).toEqual(before)
  })

  test("leaves a job alone that somebody drives, and one that is paused", async () => {
    const { answer } = await prepare(lab, await smallFull(30))
    await step(lab, answer.job_id)
    lab.clock.advance(-60)
    expect(await schedule(lab)).toEqual({ jobs: [] })
    await control(lab, answer.job_id, "pause")
    expect(await schedule(lab)).toEqual({ jobs: [] })
    expect(await statusOf(lab, answer.job_id)).toMatchObject({ status: "paused" })
  })

  test("waits for a back-off to end and goes on then", async () => {
    const full = await smallFull(30)
    await lab.run(passing("contact"))
    const { answer } = await prepare(lab, full)
    expect(await schedule(lab)).toMatchObject({ jobs: [{ status: "processing" }] })
    await lab.run(mended("contact"))
    expect(await scheduleToEnd(answer.job_id)).toBe("completed")
    await expectRegister(lab, full)
  })
})
