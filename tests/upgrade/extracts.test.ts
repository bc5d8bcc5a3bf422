import { describe, expect, test } from "vitest"
import { control, expectRegister, retryAll, statusOf } from "../support/ask.ts"
import { driveToEnd, finalize, rollBack } from "../support/drive.ts"
import { carryOn } from "../support/imports.ts"
import { leftovers } from "../support/tables.ts"
import { shownBy } from "../support/then.ts"
import { restored } from "./restored.ts"
import { fullExtract, largeUpdate2, update2, update3 } from "./scenes-extracts.ts"

describe.each([
  ["0.1.0", 1],
  ["1.0.0", 2],
])("of %s", (version, failed) => {
  const old = restored(version)
  const prepared = restored(`${version}-extract-being-prepared`)
  const takenBack = restored(`${version}-extract-being-taken-back`)

  test("an update whose batches were in mid-air is driven to its end, and the newest two can be taken back", async () => {
    const { lab, jobOf } = old
    const { job_id } = await jobOf("extract 3")
    while ((await driveToEnd(lab, job_id)).status === "waiting") lab.clock.advance(61)
    expect(await statusOf(lab, job_id)).toMatchObject({ status: "failed" })
    expect(await retryAll(lab, job_id)).toMatchObject({ reset: failed })
    expect(await driveToEnd(lab, job_id)).toMatchObject({ status: "ready_to_finalize" })
    expect(await finalize(lab, job_id)).toMatchObject({ outcome: "complete", names_resolved: 23 })
    await expectRegister(lab, await fullExtract(), await update2(), await update3())
    const then = await shownBy(lab, "_at(2)")
    await rollBack(lab, job_id)
    await expectRegister(lab, await fullExtract(), await update2())
    expect(await shownBy(lab, "_current")).toEqual(then)
    await rollBack(lab, (await jobOf("extract 2")).job_id)
    await expectRegister(lab, await fullExtract())
    expect(await leftovers(lab)).toEqual({})
  })

  test("an update of which some files were staged is prepared to the end and applied", async () => {
    const { lab, jobOf } = prepared
    const { dataset, job_id } = await jobOf("extract 2")
    expect(await statusOf(lab, job_id)).toMatchObject({ status: "preparing" })
    expect(await carryOn(lab, dataset, job_id)).toMatchObject({ outcome: "complete" })
    await expectRegister(lab, await fullExtract(), await largeUpdate2())
  })

  test("an update that was half taken back is taken back wholly, and its dry run can be applied then", async () => {
    const { lab, jobOf } = takenBack
    const { dataset, job_id } = await jobOf("extract 2")
    expect(await statusOf(lab, job_id)).toMatchObject({ status: "rolling_back" })
    expect(await rollBack(lab, job_id)).toMatchObject({ done: true, rows_kept: 0 })
    await expectRegister(lab, await fullExtract())
    const [trial] = await lab.read("select job_id from import_jobs where dry_run")
    await control(lab, String(trial?.job_id), "apply")
    expect(await carryOn(lab, dataset, String(trial?.job_id))).toMatchObject({ outcome: "complete" })
    await expectRegister(lab, await fullExtract(), await largeUpdate2())
  })
})
