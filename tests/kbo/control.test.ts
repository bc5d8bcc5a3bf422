import { describe, expect, test } from "vitest"
import { controlJob } from "../../lib/import/control.ts"
import { listAudit, listImports } from "../../lib/import/listings.ts"
import { retryBatches } from "../../lib/import/retry.ts"
import { batchesThat, control, expectRegister, refusal, statusOf } from "../support/ask.ts"
import {
  actor,
  dataset,
  driveToEnd,
  finalize,
  importExtract,
  prepare,
  prepareOn,
  rollBack,
  step,
} from "../support/drive.ts"
import { applying, gateBefore, STEP_BY_STEP } from "../support/gate.ts"
import { smallFull } from "../support/handmade.ts"
import { endingAt } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { checksums, leftovers } from "../support/tables.ts"

const NO_JOB = "0199aaaa-0000-7000-8000-000000000000"

const lab = ownLab()

describe("a job", () => {
  test("stands still while it is paused and goes on when it is resumed", async () => {
    const full = await smallFull(10)
    const { answer } = await prepare(lab, full)
    const { job_id } = answer
    await step(lab, job_id)
    expect(await control(lab, job_id, "pause")).toEqual({ success: true, status: "paused" })
    expect(await control(lab, job_id, "pause")).toEqual({ success: true, status: "paused" })
    expect(await step(lab, job_id)).toMatchObject({
      batch_completed: false,
      next_batch: null,
      status: "paused",
    })
    expect(await statusOf(lab, job_id)).toMatchObject({
      actions: ["resume", "cancel", "rollback"],
      next_batch: null,
    })
    expect(await control(lab, job_id, "resume")).toEqual({ success: true, status: "processing" })
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id)
    await expectRegister(lab, full)
    const { events } = await listAudit({ job_id, limit: 100, actor }, lab.effects)
    const moves = events.flatMap(({ from, to, event }) =>
      event.startsWith("job.") ? [`${from} → ${to}`] : [],
    )
    expect(moves).toEqual([
      "null → preparing",
      "preparing → ready",
      "ready → processing",
      "processing → paused",
      "paused → processing",
      "processing → finalizing",
      "finalizing → completed",
    ])
  })

  test("lands a batch that was in flight when it was paused", async () => {
    const { answer } = await prepare(lab, await smallFull(10))
    const held = gateBefore(lab.effects, applying)
    const first = step({ ...lab, effects: held.effects }, answer.job_id)
    await held.reached
    await control(lab, answer.job_id, "pause")
    held.open()
    expect(await first).toMatchObject({ batch_completed: true, status: "paused", next_batch: null })
  })

  test.each(["cancel", "rollback"])("lets nothing in flight land after a %s", async (end) => {
    const before = await checksums(lab)
    const { answer } = await prepare(lab, await smallFull(10))
    const { job_id } = answer
    await step(lab, job_id)
    const held = gateBefore(lab.effects, applying)
    const late = step({ ...lab, effects: held.effects }, job_id)
    await held.reached
    if (end === "cancel") await control(lab, job_id, "cancel")
    else await rollBack(lab, job_id)
    const after = await checksums(lab)
    held.open()
    expect(await late).toMatchObject({ batch_completed: false })
    expect(await checksums(lab)).toEqual(after)
    expect(await refusal(step(lab, job_id))).toBe("409 job_closed")
    await rollBack(lab, job_id)
    expect(await checksums(lab)).toEqual(before)
    expect(await leftovers(lab)).toEqual({})
  })

  test.each(["cancel", "rollback"])("waits with a %s for a batch that is committing", async (end) => {
    await lab.anew(STEP_BY_STEP)
    const { answer } = await prepare(lab, await smallFull(10))
    const { job_id } = answer
    await step(lab, job_id)
    const held = gateBefore(lab.effects, (sql) => sql === "commit")
    const late = step({ ...lab, effects: held.effects }, job_id)
    await held.reached
    const ending = end === "cancel" ? control(lab, job_id, "cancel") : rollBack(lab, job_id)
    while ((await statusOf(lab, job_id)).status === "processing") await lab.clock.wait(1)
    held.open()
    expect(await late).toMatchObject({ batch_completed: true })
    await ending
    const { overall_progress } = await statusOf(lab, job_id)
    expect(overall_progress.completed_batches).toBe(2)
    expect(await batchesThat(lab, job_id, "processing")).toEqual([])
    if (end === "rollback") {
      expect(await lab.read("select count(*) as n from enterprise")).toEqual([{ n: 0 }])
    } else {
      const { imports } = await listImports({ limit: 1, actor }, lab.effects)
      expect(imports[0]).toMatchObject({ status: "cancelled", outcome: "partial_failure" })
    }
  })

  test("that is cancelled while it is prepared stays in the list and is prepared anew on request", async () => {
    const full = await smallFull(10)
    await expect(prepare(endingAt(lab, "after_staging"), full)).rejects.toThrow("ended here")
    const [job] = await lab.read("select job_id from import_jobs")
    const job_id = String(job?.job_id)
    await control(lab, job_id, "cancel")
    expect(await prepareOn(lab, job_id)).toMatchObject({ status: "cancelled", total_batches: 0 })
    const again = await prepare(lab, full)
    expect(again).toMatchObject({ created: true, answer: { status: "ready" } })
    expect(again.answer.job_id).not.toBe(job_id)
  })

  test("refuses what its state does not allow, naming both states", async () => {
    const job_id = await importExtract(lab, await smallFull(10))
    for (const action of ["pause", "resume", "cancel", "apply"] as const) {
      expect(await refusal(control(lab, job_id, action))).toBe("409 illegal_transition")
    }
    const pausing = controlJob({ dataset, job_id, action: "pause", actor }, lab.effects)
    await expect(pausing).rejects.toThrow(/completed.*paused/)
    const retrying = retryBatches({ dataset, job_id, all_failed: true, actor }, lab.effects)
    expect(await refusal(retrying)).toBe("409 illegal_transition")
    await rollBack(lab, job_id)
    expect(await refusal(control(lab, job_id, "cancel"))).toBe("409 illegal_transition")
    expect(await refusal(finalize(lab, job_id))).toBe("409 job_closed")
    expect(await refusal(control(lab, NO_JOB, "pause"))).toBe("404 job_not_found")
  })

  test("is not finalized before its batches are done, and answers the same afterwards", async () => {
    const { answer } = await prepare(lab, await smallFull(10))
    const { job_id } = answer
    await step(lab, job_id)
    for (const accept of [false, true]) {
      expect(await refusal(finalize(lab, job_id, accept))).toBe("409 batches_incomplete")
    }
    await driveToEnd(lab, job_id)
    const first = await finalize(lab, job_id)
    expect(first).toMatchObject({
      success: true,
      status: "completed",
      outcome: "complete",
      names_resolved: 10,
    })
    lab.clock.advance(10)
    expect(await finalize(lab, job_id)).toEqual(first)
    const { percentage } = (await statusOf(lab, job_id)).overall_progress
    expect(percentage).toBe(100)
  })
})
