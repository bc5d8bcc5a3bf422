import { describe, expect, test } from "vitest"
import { controlJob } from "../../lib/import/control.ts"
import { retryBatches } from "../../lib/import/retry.ts"
import { control, expectRegister, refusal, statusOf } from "../support/ask.ts"
import {
  actor,
  dataset,
  driveToEnd,
  finalize,
  importExtract,
  prepare,
  prepareOn,
  rollBack,
} from "../support/drive.ts"
import { handmade, line, smallFull, upTo } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { refused, warningsOf } from "../support/refused.ts"
import { inLongRuns } from "../support/rounds.ts"
import { checksums } from "../support/tables.ts"

const lab = ownLab()

const full = (number: number, contacts: number) =>
  handmade({
    number,
    type: "full",
    lines: {
      enterprise: upTo(4).map((n) => line.enterprise(n)),
      contact: upTo(contacts).map((n) => line.contact((n % 4) + 1, `0${n}`)),
    },
  })

inLongRuns("nothing offers to apply a dry run of an extract that is applied", async () => {
  const first = await smallFull(3)
  const tried = async () => {
    const { answer } = await prepare(lab, first, { dry_run: true })
    await driveToEnd(lab, answer.job_id)
    await finalize(lab, answer.job_id)
    return (await statusOf(lab, answer.job_id)).actions
  }
  expect(await tried()).toEqual(["apply"])
  const job_id = await importExtract(lab, first)
  expect(await tried()).toEqual([])
  await rollBack(lab, job_id)
  expect(await tried()).toEqual(["apply"])
})

describe("an extract that closes many current rows", () => {
  test("is refused with tables and counts, goes on where that is allowed, and is undone exactly", async () => {
    const first = await full(1, 21_000)
    await importExtract(lab, first)
    const before = await checksums(lab)
    const less = await full(2, 19_949)
    expect(await refused(lab, less)).toEqual([
      "409 mass_close",
      expect.stringMatching(/contacts \(19,949 of 21,000 are left\)\..*allow_mass_close: true/),
    ])
    const { answer: trial } = await prepare(lab, less, { dry_run: true })
    expect(await warningsOf(lab, trial.job_id)).toContainEqual({ code: "mass_close", count: 1051 })
    await driveToEnd(lab, trial.job_id)
    await finalize(lab, trial.job_id)
    expect(await statusOf(lab, trial.job_id)).toMatchObject({
      actions: [],
      warnings: [{ message: expect.stringContaining("allow_mass_close: true") }],
    })
    expect(await refusal(control(lab, trial.job_id, "apply"))).toBe("409 mass_close")
    expect(await checksums(lab)).toEqual(before)
    const job_id = await importExtract(lab, less, { allow_mass_close: true })
    expect(await warningsOf(lab, job_id)).toContainEqual({ code: "mass_close", count: 1051 })
    await expectRegister(lab, first, less)
    await rollBack(lab, job_id)
    expect(await checksums(lab)).toEqual(before)
    expect(await prepare(lab, await full(2, 19_950))).toMatchObject({ answer: { status: "ready" } })
  })

  inLongRuns("is one with a table that is empty, or an update after which nothing is left", async () => {
    await importExtract(lab, await smallFull(3))
    const empty = await handmade({
      number: 2,
      type: "full",
      lines: { enterprise: upTo(3).map((n) => line.enterprise(n)), denomination: [line.name(1, "Naam")] },
    })
    expect((await refused(lab, empty))[1]).toMatch(
      /contacts \(0 of 6 are left\), activities \(0 of 3 are left\)/,
    )
    const update = (contact_insert: string[]) =>
      handmade({
        number: 2,
        type: "update",
        lines: { contact_delete: upTo(3).map(line.key), contact_insert },
      })
    expect((await refused(lab, await update([])))[0]).toBe("409 mass_close")
    await importExtract(lab, await update([line.contact(1, "7")]))
  })

  inLongRuns("fails in the background, with the same sentence", async () => {
    await importExtract(lab, await smallFull(3))
    const empty = await handmade({ number: 2, type: "full", lines: { enterprise: [line.enterprise(1)] } })
    const { answer } = await prepare(lab, empty, { run: "background" })
    await prepareOn(lab, answer.job_id)
    expect(await statusOf(lab, answer.job_id)).toMatchObject({
      status: "failed",
      outcome: "failed",
      error: { code: "mass_close", detail: expect.stringContaining("contacts (0 of 6 are left)") },
    })
    const again = { dataset, job_id: answer.job_id, all_failed: true, actor }
    expect(await refusal(retryBatches(again, lab.effects))).toBe("409 illegal_transition")
    await importExtract(lab, await smallFull(3, 2))
  })
})

inLongRuns(
  "one that is to be held instead waits for an admin, and does what it says when it is let go",
  async () => {
    await importExtract(lab, await smallFull(3))
    const empty = await handmade({
      number: 2,
      type: "full",
      lines: { enterprise: upTo(3).map((n) => line.enterprise(n)) },
    })
    const { answer } = await prepare(lab, empty, { on_mass_close: "hold" })
    expect(answer).toMatchObject({ status: "ready", held: "mass_close", warnings: [{ code: "mass_close" }] })
    const next = handmade({ number: 3, type: "update", lines: {} })
    expect(await prepare(lab, await next).catch((error: unknown) => error)).toMatchObject({
      code: "extract_in_progress",
      detail: expect.stringMatching(
        / is held, since many current rows would be closed\. .* an admin starts it, or cancel it, first: /,
      ),
    })
    const operator = { name: "op", projects: ["*"], role: "operator" as const }
    const asked = { dataset, job_id: answer.job_id, action: "start" as const }
    expect(await refusal(controlJob({ ...asked, actor: operator }, lab.effects))).toBe("403 forbidden")
    await controlJob({ ...asked, actor: { ...operator, role: "admin" } }, lab.effects)
    await driveToEnd(lab, answer.job_id)
    expect(await finalize(lab, answer.job_id)).toMatchObject({ status: "completed" })
    expect(await lab.read("select 1 from contact_current")).toEqual([])
  },
)
