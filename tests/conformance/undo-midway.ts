import { expect, test } from "vitest"
import { controlJob } from "../../lib/import/control.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { actor, doBatch, drive, undo } from "../support/imports.ts"
import { endingAt, type Lab } from "../support/lab.ts"
import { checksums } from "../support/tables.ts"
import { driveUntil, failNext } from "./failures.ts"
import { type Ground, ONE_BATCH_A_CALL, prepareSecond } from "./ground.ts"
import { expectUndone } from "./undo.ts"

/** Taking an import back before it is over, whatever it is at. */
export function exerciseUndoMidway(ground: Ground): void {
  const { dataset } = ground

  test.each(["pause", "cancel"] as const)("is taken back when half of it is applied (%s)", async (action) => {
    const lab = await ground.open(ONE_BATCH_A_CALL)
    const { answer } = await prepareSecond(ground, lab)
    const { job_id, total_batches } = answer
    for (let done = 0; done < total_batches - 1; done += 1) await doBatch(lab, dataset, job_id)
    expect(await checksums(lab, dataset)).not.toEqual(ground.before)
    await controlJob({ dataset, job_id, action, actor }, lab.effects)
    expect(await undo(lab, job_id)).toMatchObject({ done: true, rows_kept: 0 })
    await expectUndone(ground, lab)
  })

  test.each(["preparing", "ready", "failed"] as const)("is taken back while it is %s", async (status) => {
    const lab = await ground.open(ONE_BATCH_A_CALL)
    const job_id = await broughtTo(status, ground, lab)
    expect(await jobStatus({ dataset, job_id, actor }, lab.effects)).toMatchObject({ status })
    expect(await undo(lab, job_id)).toMatchObject({ done: true, rows_kept: 0 })
    await expectUndone(ground, lab)
    const { created, answer } = await prepareSecond(ground, lab)
    expect({ created, status: answer.status }).toEqual({ created: true, status: "ready" })
  })
}

/** Begins an import of the second source and leaves it in a state. */
async function broughtTo(
  status: "preparing" | "ready" | "failed",
  ground: Ground,
  lab: Lab,
): Promise<string> {
  const { dataset } = ground
  if (status === "preparing") {
    await expect(prepareSecond(ground, endingAt(lab, "after_staging"))).rejects.toThrow("ended here")
    const [, job] = await lab.read("select job_id from import_jobs order by started_at")
    return String(job?.job_id)
  }
  const { job_id } = (await prepareSecond(ground, lab, { max_retries: 1 })).answer
  if (status === "ready") return job_id
  const first = await doBatch(lab, dataset, job_id)
  await failNext(lab, dataset, job_id, await driveUntil(lab, dataset, job_id, first, "insert"))
  await drive(lab, dataset, job_id)
  return job_id
}
