import { describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import type { Effects } from "../../lib/effects.ts"
import { listImports } from "../../lib/import/listings.ts"
import { jobReport } from "../../lib/import/report.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { control, expectRegister, refusal, retryAll, schedule } from "../support/ask.ts"
import { dataset, finalize, importExtract, prepare, prepareOn, rollBack, step } from "../support/drive.ts"
import { handmade, line, smallFull, upTo } from "../support/handmade.ts"
import * as records from "../support/imports.ts"
import { actor, textFile } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"

const lab = ownLab()

const rows = (good: (row: number) => boolean, count: number) =>
  ["email,first_name", ...upTo(count).map((n) => (good(n) ? `p${n}@x.be,Ann` : `p${n},Bad`)), ""].join("\n")

const unusable = (count = 3, name = "bad.csv") =>
  textFile(
    name,
    rows(() => false, count),
  )

/** The process of a call has no database any more once the job is ready. */
function endingOnceReady({ effects, ...of }: Lab): Lab {
  let gone = false
  const emit: Effects["emit"] = (event) => {
    gone ||= event.type === "job.prepared"
  }
  const use: Effects["db"]["use"] = (work) => {
    if (gone) throw new Error("The process ended here.")
    return effects.db.use(work)
  }
  return { ...of, effects: { ...effects, emit, db: { ...effects.db, use } } }
}

const statusOf = (job_id: string) => jobStatus({ job_id, actor }, lab.effects)

async function latestJob(): Promise<string> {
  const [job] = await lab.read("select job_id from import_jobs order by started_at desc limit 1")
  return String(job?.job_id)
}

const ENDED = {
  status: "completed",
  outcome: "failed",
  row_errors: 3,
  reconciles: true,
  actions: ["rollback"],
  overall_progress: { total_batches: 0, percentage: 100, rows_done: 3, rows_total: 3 },
  tables: { contact_persons: { total: 0, status: "completed", rows_total: 3, failed_rows: 3, inserted: 0 } },
}

/** What everybody is told of the import at its end. */
async function expectEnd(job_id: string, status: object = ENDED): Promise<void> {
  expect(await statusOf(job_id)).toMatchObject(status)
  const report = await jobReport({ job_id, actor }, lab.effects)
  expect(report).toMatchObject({
    errors_total: 3,
    errors_listed: 3,
    job: { outcome: "failed", row_errors: 3 },
  })
  for (const line of report.reconciliation) {
    expect(line).toMatchObject({ read: 3, accounted: 3, reconciles: true, counts: { failed_rows: 3 } })
  }
  expect(report.reconciliation).toHaveLength(1)
  const { imports } = await listImports({ actor, limit: 9 }, lab.effects)
  expect(imports.find((one) => one.job_id === job_id)).toMatchObject({
    outcome: "failed",
    row_errors: 3,
    overall_progress: { total_batches: 0, rows_done: 3, rows_total: 3 },
  })
}

describe("an import none of whose rows can be used", () => {
  test("ends at once with its errors, and its file goes", async () => {
    const { answer, created } = await records.prepareFiles(lab, contacts, unusable())
    expect({ created, answer }).toMatchObject({
      created: true,
      answer: { status: "completed", total_batches: 0, batches_by_table: {} },
    })
    await expectEnd(answer.job_id)
    expect(await lab.effects.store.list()).toEqual([])
    expect(lab.events.filter(({ type }) => type === "job.finalized")).toHaveLength(1)
  })

  test("answers every call as other completed imports do", async () => {
    const { job_id } = (await records.prepareFiles(lab, contacts, unusable())).answer
    const again = await records.prepareFiles(lab, contacts, unusable())
    expect(again).toMatchObject({ created: false, answer: { job_id, status: "completed" } })
    expect(await lab.effects.store.list()).toEqual([])
    expect(await records.doBatch(lab, contacts, job_id)).toMatchObject({
      batch_completed: false,
      next_batch: null,
      status: "completed",
    })
    const closed = { outcome: "failed", row_errors: 3, failed_batches: 0 }
    expect(await records.finish(lab, contacts, job_id)).toMatchObject(closed)
    const { retryBatches } = await import("../../lib/import/retry.ts")
    const retried = retryBatches({ dataset: contacts, job_id, all_failed: true, actor }, lab.effects)
    expect(await refusal(retried)).toBe("409 illegal_transition")
    expect(await records.undo(lab, job_id)).toMatchObject({ done: true, rows_removed: 0, rows_restored: 0 })
    await expectEnd(job_id, { status: "rolled_back", row_errors: 3, tables: ENDED.tables })
    const anew = await records.prepareFiles(lab, contacts, unusable())
    expect(anew).toMatchObject({ created: true, answer: { status: "completed" } })
  })

  test("is brought to the same end by whoever comes when its process was ended before", async () => {
    const ways = [
      async () => {
        await records.prepareFiles(lab, contacts, unusable())
      },
      async (job_id: string) => {
        await records.prepareOn(lab, contacts, job_id)
      },
      async (job_id: string) => {
        expect(await records.drive(lab, contacts, job_id)).toMatchObject({ status: "ready_to_finalize" })
        await records.finish(lab, contacts, job_id)
      },
      async (job_id: string) => {
        await records.finish(lab, contacts, job_id)
      },
      async () => {
        await schedule(lab)
      },
    ]
    for (const way of ways) {
      await expect(records.prepareFiles(endingOnceReady(lab), contacts, unusable())).rejects.toThrow()
      const job_id = await latestJob()
      expect(await statusOf(job_id)).toMatchObject({ status: "ready", tables: ENDED.tables })
      await way(job_id)
      await expectEnd(job_id)
      await records.undo(lab, job_id)
    }
  })

  test("can be tried out, and then there is nothing to apply", async () => {
    const { answer } = await records.prepareFiles(lab, contacts, unusable(), { dry_run: true })
    expect(answer.status).toBe("completed")
    await expectEnd(answer.job_id, { ...ENDED, dry_run: true, actions: [] })
    const { changes } = await jobReport({ job_id: answer.job_id, actor }, lab.effects)
    expect(changes).toMatchObject({ contact_persons: { new: 0, closed: 0, failed: 3, sample: [] } })
    const { controlJob } = await import("../../lib/import/control.ts")
    const apply = controlJob(
      { dataset: contacts, job_id: answer.job_id, action: "apply", actor },
      lab.effects,
    )
    expect(await refusal(apply)).toBe("409 illegal_transition")
  })

  test("is refused as before where bad rows may not be skipped", async () => {
    const strict = records.prepareFiles(lab, contacts, unusable(), { skip_errors: false })
    expect(await refusal(strict)).toBe("422 rows_invalid")
    expect(await lab.read("select count(*) as n from import_jobs")).toEqual([{ n: 0 }])
  })

  test("may be one whose rows are only wrong beside each other", async () => {
    const circle = "url,title,parent_url\nhttps://x.be/a,A,https://x.be/b\nhttps://x.be/b,B,https://x.be/a\n"
    const { answer } = await records.prepareFiles(lab, taxonomy, textFile("circle.csv", circle))
    expect(answer).toMatchObject({ status: "completed", total_batches: 0 })
    expect(await statusOf(answer.job_id)).toMatchObject({ outcome: "failed", row_errors: 2 })
  })

  test("is not one that has no rows, which is completed by its driver, complete", async () => {
    const { answer } = await records.prepareFiles(lab, contacts, textFile("none.csv", "email,first_name\n"))
    expect(answer).toMatchObject({ status: "ready", total_batches: 0 })
    await records.drive(lab, contacts, answer.job_id)
    expect(await records.finish(lab, contacts, answer.job_id)).toMatchObject({ outcome: "complete" })
  })
})

describe("an extract none of whose rows can be used", () => {
  const bad = ["x", "y", "z"]

  test("closes nothing of the register, even when it is a Full", async () => {
    const first = await smallFull(3)
    await importExtract(lab, first)
    const { answer } = await prepare(
      lab,
      await handmade({ number: 2, type: "full", lines: { contact: bad } }),
    )
    expect(answer).toMatchObject({ status: "completed", total_batches: 0 })
    await expectEnd(answer.job_id, {
      outcome: "failed",
      reconciles: true,
      tables: { contacts: { failed_rows: 3, closed: 0 } },
    })
    await expectRegister(lab, first)
    await rollBack(lab, answer.job_id)
    await expectRegister(lab, first)
  })

  test("closes nothing when it is tried out", async () => {
    await importExtract(lab, await smallFull(3))
    const full = await handmade({ number: 2, type: "full", lines: { contact: bad } })
    const { answer } = await prepare(lab, full, { dry_run: true })
    const { changes } = await jobReport({ job_id: answer.job_id, actor }, lab.effects)
    expect(changes).toMatchObject({ enterprises: { closed: 0 }, contacts: { closed: 0, failed: 3 } })
    expect(await refusal(control(lab, answer.job_id, "apply"))).toBe("409 illegal_transition")
  })

  test("keeps its number free for the mended one, and does not stand in the way of undoing those before it", async () => {
    const first = await smallFull(3)
    const update = (lines: string[]) =>
      handmade({ number: 2, type: "update", lines: { contact_insert: lines } })
    const one = await importExtract(lab, first)
    const broken = await update(bad)
    const { job_id } = (await prepare(lab, broken)).answer
    expect(await prepare(lab, broken)).toMatchObject({
      created: false,
      answer: { job_id, status: "completed" },
    })
    const later = await handmade({
      number: 3,
      type: "update",
      lines: { contact_insert: [line.contact(9, "9")] },
    })
    expect(await refusal(prepare(lab, later))).toBe("409 extract_gap")
    const mended = await update([line.contact(4, "4")])
    const two = await importExtract(lab, mended)
    await expectRegister(lab, first, mended)
    expect(await refusal(prepare(lab, broken))).toBe("409 extract_already_applied")
    await rollBack(lab, two)
    await rollBack(lab, one)
    expect(await refusal(retryAll(lab, job_id))).toBe("409 illegal_transition")
    expect(await step(lab, job_id)).toMatchObject({ status: "completed" })
    expect(await finalize(lab, job_id)).toMatchObject({ outcome: "failed" })
    expect(await prepareOn(lab, job_id)).toMatchObject({ status: "completed" })
  })

  test("has its files counted in the order of the tables, beside those that have batches", async () => {
    const full = await handmade({
      number: 1,
      type: "full",
      lines: { denomination: bad, contact: [line.contact(1, "1"), "x"], enterprise: [line.enterprise(1)] },
    })
    const job_id = await importExtract(lab, full)
    const report = await jobReport({ job_id, actor }, lab.effects)
    expect(
      report.reconciliation.map(({ table, operation, read }) => `${table} ${operation} ${read}`),
    ).toEqual([
      "enterprises insert 1",
      "denominations insert 3",
      "contacts insert 2",
      "enterprises resolve_names 1",
    ])
    const status = await statusOf(job_id)
    expect(Object.keys(status.tables)).toEqual(["enterprises", "denominations", "contacts"])
    expect(status).toMatchObject({
      outcome: "partial_failure",
      overall_progress: { total_batches: 3, completed_batches: 3, rows_done: 6, rows_total: 6 },
      tables: { denominations: { total: 0, failed_rows: 3 } },
    })
    expect(dataset.tables.map(({ key }) => key)).toEqual(expect.arrayContaining(["denominations"]))
  })
})

describe("a run of rows none of which can be used", () => {
  test("gets no batch of its own, and every row is still counted once", async () => {
    const file = textFile(
      "some.csv",
      rows((n) => [1, 2, 247, 248, 463].includes(n), 500),
    )
    const { answer } = await records.prepareFiles(lab, contacts, file, { batch_size: 50 })
    expect(answer.total_batches).toBe(3)
    const { job_id } = answer
    expect(
      await lab.read(
        `select batch_number, row_from, row_to, records from import_job_batches where job_id = '${job_id}' order by position`,
      ),
    ).toEqual([
      { batch_number: 1, row_from: 1, row_to: 200, records: 200 },
      { batch_number: 2, row_from: 201, row_to: 450, records: 250 },
      { batch_number: 3, row_from: 451, row_to: 500, records: 50 },
    ])
    await records.drive(lab, contacts, job_id)
    expect(await records.finish(lab, contacts, job_id)).toMatchObject({
      outcome: "partial_failure",
      row_errors: 495,
    })
    const { reconciliation } = await jobReport({ job_id, actor }, lab.effects)
    expect(reconciliation).toMatchObject([
      { read: 500, reconciles: true, counts: { inserted: 5, failed_rows: 495 } },
    ])
  })

  test("may be the beginning of a file, its end, or the last few rows", async () => {
    for (const [good, ranges] of [
      [[125], ["1-151"]],
      [
        [125, 151],
        ["1-150", "151-151"],
      ],
      [[5], ["1-151"]],
      [[151], ["1-151"]],
    ] as const) {
      const file = textFile(
        `${good}.csv`,
        rows((n) => good.some((row) => row === n), 151),
      )
      const { answer } = await records.prepareFiles(lab, contacts, file, { batch_size: 50 })
      const found = await lab.read(
        `select row_from || '-' || row_to as range from import_job_batches where job_id = '${answer.job_id}' order by position`,
      )
      expect(found.map(({ range }) => range)).toEqual(ranges)
    }
  })
})
