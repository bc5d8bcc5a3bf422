import { describe, expect, test } from "vitest"
import { isProblem } from "../../lib/errors.ts"
import { control, expectRegister } from "../support/ask.ts"
import { driveToEnd, importExtract, prepare, rollBack, step } from "../support/drive.ts"
import { handmade, leastFull, line, smallFull, upTo } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { refused, traces, warningsOf } from "../support/refused.ts"
import { inLongRuns } from "../support/rounds.ts"

const lab = ownLab()

const update = (number: number, telephone = "7") =>
  handmade({
    number,
    type: "update",
    lines: { contact_insert: upTo(3).map((n) => line.contact(n, telephone)) },
  })

describe("an extract's number", () => {
  test("leaves no gap behind the last one applied, unless that is allowed", async () => {
    await importExtract(lab, await leastFull(10))
    const [code, detail] = await refused(lab, await update(13))
    expect(code).toBe("409 extract_gap")
    expect(detail).toMatch(/11, 12/)
    const job_id = await importExtract(lab, await update(13), { allow_gap: true })
    expect(await warningsOf(lab, job_id)).toEqual([{ code: "extract_gap", count: 2 }])
    expect((await refused(lab, await update(16)))[1]).toMatch(/14, 15/)
  })

  test("is applied once, and never after a later one", async () => {
    await importExtract(lab, await leastFull(10))
    const eleven = await importExtract(lab, await update(11))
    expect((await refused(lab, await update(11)))[0]).toBe("409 extract_already_applied")
    expect((await refused(lab, await leastFull(10)))[0]).toBe("409 extract_already_applied")
    expect((await refused(lab, await update(10)))[0]).toBe("409 extract_out_of_order")
    expect((await refused(lab, await leastFull(9, 2)))[0]).toBe("409 extract_out_of_order")
    const [code] = await refused(lab, await update(11), { allow_gap: true })
    expect(code).toBe("409 extract_already_applied")
    await rollBack(lab, eleven)
    await importExtract(lab, await update(11))
  })

  inLongRuns("may be shared by an update and the Full of the same day", async () => {
    const full = await leastFull(11)
    await importExtract(lab, await leastFull(10))
    await importExtract(lab, await update(11))
    await importExtract(lab, full, { allow_mass_close: true })
    expect((await refused(lab, await update(11)))[0]).toBe("409 extract_already_applied")
    expect((await refused(lab, full))[0]).toBe("409 extract_already_applied")
    await importExtract(lab, await update(12))
  })

  test("that comes first and is an update is accepted with a warning", async () => {
    const job_id = await importExtract(lab, await update(77))
    expect(await warningsOf(lab, job_id)).toContainEqual({ code: "no_baseline", count: 1 })
    await importExtract(lab, await update(78))
  })
})

describe("an import that is open", () => {
  test("is answered to whoever sends the same content again", async () => {
    const full = await leastFull()
    const first = await prepare(lab, full)
    expect(first.created).toBe(true)
    const before = await traces(lab)
    const again = await prepare(lab, { ...full, file_name: "another-name.zip" })
    expect(again).toMatchObject({ created: false, answer: { job_id: first.answer.job_id, status: "ready" } })
    expect(await traces(lab)).toEqual(before)
    await step(lab, first.answer.job_id)
    expect(await prepare(lab, full)).toMatchObject({ created: false, answer: { status: "processing" } })
  })

  test("keeps every other content out, and is named", async () => {
    const { answer } = await prepare(lab, await leastFull())
    for (const other of [await leastFull(1, 2), await leastFull(2), await update(2)]) {
      const [code, detail] = await refused(lab, other)
      expect(code).toBe("409 extract_in_progress")
      expect(detail).toContain(answer.job_id)
    }
    await control(lab, answer.job_id, "cancel")
    await importExtract(lab, await leastFull(1, 2))
  })

  test("admits one of several that come at once", async () => {
    const several = await Promise.all(upTo(5).map((n) => leastFull(1, n)))
    const ends = await Promise.allSettled(several.map((extract) => prepare(lab, extract)))
    expect(ends.filter((end) => end.status === "fulfilled")).toHaveLength(1)
    const codes = ends.flatMap((end) =>
      end.status === "rejected" && isProblem(end.reason) ? [end.reason.code] : [],
    )
    expect(codes).toEqual(Array(4).fill("extract_in_progress"))
    expect(await lab.effects.store.list()).toEqual([])
  })
})

inLongRuns(
  "an import that was given up half-way has to be rolled back before anything else, be it cancelled or failed",
  async () => {
    const full = await smallFull(2)
    const { answer } = await prepare(lab, full)
    await step(lab, answer.job_id)
    await control(lab, answer.job_id, "cancel")
    for (const next of [full, await leastFull(1, 2), await update(1)]) {
      const [code, detail] = await refused(lab, next)
      expect(code).toBe("409 extract_half_applied")
      expect(detail).toMatch(/[Rr]oll it back/)
    }
    await rollBack(lab, answer.job_id)
    await lab.run("alter table contact rename column value to telephone")
    const { answer: again } = await prepare(lab, full, { max_retries: 1 })
    await driveToEnd(lab, again.job_id)
    expect((await refused(lab, full))[0]).toBe("409 extract_half_applied")
    await lab.run("alter table contact rename column telephone to value")
    await rollBack(lab, again.job_id)
    await importExtract(lab, full)
    await expectRegister(lab, full)
  },
)
