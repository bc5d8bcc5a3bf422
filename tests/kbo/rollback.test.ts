import { describe, expect, test } from "vitest"
import { rollbackJob } from "../../lib/import/rollback.ts"
import { refusal, statusOf } from "../support/ask.ts"
import { actor, driveToEnd, finalize, importExtract, prepare, rollBack } from "../support/drive.ts"
import { gateBefore } from "../support/gate.ts"
import { handmade, line, smallFull, upTo } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { checksums } from "../support/tables.ts"

const NO_JOB = "0199aaaa-0000-7000-8000-000000000000"

const lab = ownLab()

const undo = (job_id: string, dry_run = false) => rollbackJob({ job_id, dry_run, actor }, lab.effects)

describe("a rollback", () => {
  test("is refused while a later import builds on it, open or done, naming that", async () => {
    const first = await importExtract(lab, await smallFull(10))
    const update = await handmade({
      number: 2,
      type: "update",
      lines: { contact_insert: upTo(3).map((n) => line.contact(n, "5")) },
    })
    const { answer } = await prepare(lab, update)
    expect(await refusal(undo(first))).toBe("409 later_imports")
    await driveToEnd(lab, answer.job_id)
    await finalize(lab, answer.job_id)
    await expect(undo(first)).rejects.toThrow(answer.job_id)
    await rollBack(lab, answer.job_id)
    expect(await rollBack(lab, first)).toMatchObject({ done: true })
    expect(await refusal(undo(NO_JOB))).toBe("404 job_not_found")
  })

  inLongRuns("is refused too when the later one was let in after it was looked for", async () => {
    const first = await importExtract(lab, await smallFull(10))
    const late = gateBefore(lab.effects, (sql) => /^begin/.test(sql))
    const undone = refusal(rollbackJob({ job_id: first, dry_run: false, actor }, late.effects))
    await late.reached
    const next = await handmade({ number: 2, type: "update", lines: { contact_delete: [line.key(1)] } })
    const { answer } = await prepare(lab, next)
    late.open()
    expect(await undone).toBe("409 later_imports")
    expect(await statusOf(lab, first)).toMatchObject({ status: "completed" })
    await rollBack(lab, answer.job_id)
    expect(await rollBack(lab, first)).toMatchObject({ done: true })
  })

  test("tells beforehand what it would do, does that, and answers the same when asked again", async () => {
    await importExtract(lab, await smallFull(10))
    const update = await handmade({
      number: 2,
      type: "update",
      lines: {
        denomination_delete: upTo(3).map(line.key),
        denomination_insert: upTo(3).map((n) => line.name(n, `Nieuw ${n}`)),
        enterprise_delete: [line.key(1)],
        enterprise_insert: [line.enterprise(1, "012")],
      },
    })
    const job_id = await importExtract(lab, update)
    const before = await checksums(lab)
    const told = await undo(job_id, true)
    expect(told).toMatchObject({ done: false, rows_removed: 4, rows_restored: 6, rows_kept: 0 })
    expect(await checksums(lab)).toEqual(before)
    const done = await undo(job_id)
    const { rows_removed, rows_restored, rows_kept } = told
    expect(done).toMatchObject({ done: true, rows_removed, rows_restored, rows_kept })
    expect(done.rollback_completed_at).toBeDefined()
    expect(await undo(job_id)).toEqual(done)
  })
})
