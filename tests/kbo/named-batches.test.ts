import { describe, expect, test } from "vitest"
import { refusal } from "../support/ask.ts"
import { importExtract, prepare, step } from "../support/drive.ts"
import { applying, gateBefore } from "../support/gate.ts"
import { handmade, line, smallFull } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { checksums } from "../support/tables.ts"

const NO_JOB = "0199aaaa-0000-7000-8000-000000000000"

const lab = ownLab()

describe("a batch asked for by name", () => {
  test("is applied, and again changes nothing", async () => {
    const { answer } = await prepare(lab, await smallFull(10))
    const named = { table_name: "contacts", batch_number: 1 }
    const first = await step(lab, answer.job_id, named)
    expect(first).toMatchObject({
      batch_completed: true,
      batch: { table_name: "contacts", batch_number: 1, operation: "insert", records: 20, attempt: 1 },
      progress: { completed: 1 },
    })
    const before = await checksums(lab)
    expect(await step(lab, answer.job_id, named)).toMatchObject({
      batch_completed: true,
      batch: { attempt: 1 },
      progress: { completed: 1 },
    })
    expect(await checksums(lab)).toEqual(before)
  })

  test("is its delete batch when it has one and no operation is named", async () => {
    await importExtract(lab, await smallFull(10))
    const lines = { contact_delete: [line.key(1)], contact_insert: [line.contact(1, "9")] }
    const { answer } = await prepare(lab, await handmade({ number: 2, type: "update", lines }))
    const named = { table_name: "contacts", batch_number: 1 }
    expect(await step(lab, answer.job_id, named)).toMatchObject({ batch: { operation: "delete" } })
    expect(await step(lab, answer.job_id, { ...named, operation: "insert" })).toMatchObject({
      batch: { operation: "insert", records: 1 },
    })
  })

  test("is refused while it is worked on, while it must wait, and when there is none", async () => {
    await importExtract(lab, await smallFull(10))
    const lines = { contact_delete: [line.key(1)], contact_insert: [line.contact(1, "9")] }
    const { answer } = await prepare(lab, await handmade({ number: 2, type: "update", lines }))
    const { job_id } = answer
    const named = { table_name: "contacts", batch_number: 1 }
    const insert = { ...named, operation: "insert" as const }
    expect(await refusal(step(lab, job_id, insert))).toBe("409 batch_not_pending")
    const held = gateBefore(lab.effects, applying)
    const first = step({ ...lab, effects: held.effects }, job_id, named)
    await held.reached
    expect(await refusal(step(lab, job_id, named))).toBe("409 batch_not_pending")
    held.open()
    expect(await first).toMatchObject({ batch_completed: true })
    for (const none of [
      { table_name: "contacts", batch_number: 2 },
      { table_name: "people", batch_number: 1 },
    ]) {
      expect(await refusal(step(lab, job_id, none))).toBe("404 batch_not_found")
    }
    expect(await refusal(step(lab, NO_JOB))).toBe("404 job_not_found")
    expect(await refusal(step(lab, NO_JOB, named))).toBe("404 job_not_found")
  })
})
