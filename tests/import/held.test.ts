import { describe, expect, test } from "vitest"
import { executeContacts } from "../../lib/clients/execute.ts"
import { streamNodes } from "../../lib/clients/nodes-stream.ts"
import type { ControlAction, ImportOptionsInput } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { controlJob } from "../../lib/import/control.ts"
import { driveJobNow } from "../../lib/import/drive.ts"
import { listAudit, listImports } from "../../lib/import/listings.ts"
import { jobReport } from "../../lib/import/report.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { diagnose } from "../../lib/import/upkeep/diagnose.ts"
import { batchesThat, refusal, schedule } from "../support/ask.ts"
import * as kbo from "../support/drive.ts"
import { handmade, line, upTo } from "../support/handmade.ts"
import { actor, doBatch, drive, finish, prepareFiles, prepareOn, textFile, undo } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"

const lab = ownLab()

/** So many people, the first of them without an address that could be one. */
function people(count: number, bad: number) {
  const lines = upTo(count).map((n) => (n <= bad ? `nobody ${n},Bad` : `p${n}@example.org,Ann`))
  return textFile("people.csv", ["email,first_name", ...lines].join("\n"))
}

const prepared = async (count: number, bad: number, options: ImportOptionsInput) =>
  (await prepareFiles(lab, contacts, people(count, bad), options)).answer
const held = async (options: ImportOptionsInput = {}, count = 10, bad = 2) => {
  const answer = await prepared(count, bad, { on_row_errors: "hold", ...options })
  expect(answer).toMatchObject({ status: "ready", held: "row_errors" })
  return answer.job_id
}
const control = (job_id: string, action: ControlAction) =>
  controlJob({ dataset: contacts, job_id, action, actor }, lab.effects)
const statusOf = (job_id: string) => jobStatus({ job_id, actor }, lab.effects)
const imported = async () => (await lab.read("select count(*) as n from contact_person"))[0]?.n

/** Nothing of it has begun. */
async function expectHeld(job_id: string): Promise<void> {
  expect(await statusOf(job_id)).toMatchObject({ status: "ready", held: "row_errors", next_batch: null })
  expect(await batchesThat(lab, job_id, "pending")).toHaveLength(1)
  expect(await imported()).toBe(0)
}

describe("an import is held", () => {
  test("with one bad row where it was to hold, and is not without any", async () => {
    const job_id = await held({}, 10, 1)
    expect(await statusOf(job_id)).toMatchObject({ row_errors: 1, actions: ["start", "cancel"] })
    expect(await prepareOn(lab, contacts, job_id)).toMatchObject({ status: "ready", held: "row_errors" })
    expect(await prepared(10, 0, { on_row_errors: "hold" })).toMatchObject({ status: "ready", held: null })
  })

  test("with more bad rows than max_row_errors, a number or a share of all rows", async () => {
    for (const [bad, max_row_errors, expected] of [
      [2, 1, "row_errors"],
      [2, "2", null],
      [1, "5%", null],
      [2, "5%", "row_errors"],
      [1, "2.5%", "row_errors"],
      [1, 0, "row_errors"],
      [0, 0, null],
    ] as const) {
      const answer = await prepared(20, bad, { max_row_errors })
      expect({ bad, max_row_errors, held: answer.held }).toEqual({ bad, max_row_errors, held: expected })
    }
  })

  test("also when none of its rows can be used, and ends once it is let go", async () => {
    const answer = await prepared(3, 3, { on_row_errors: "hold" })
    expect(answer).toMatchObject({ status: "ready", held: "row_errors", total_batches: 0 })
    const { job_id } = answer
    await schedule(lab)
    expect(await refusal(finish(lab, contacts, job_id))).toBe("409 illegal_transition")
    expect(await doBatch(lab, contacts, job_id)).toMatchObject({ status: "held" })
    expect(await control(job_id, "start")).toMatchObject({ status: "completed" })
    expect(await statusOf(job_id)).toMatchObject({ outcome: "failed", held: null, row_errors: 3 })
  })

  test("when it is an extract, whose bad rows are counted over all its files", async () => {
    const lines = { enterprise: [line.enterprise(1), line.enterprise(2)], contact: ["bad", "worse"] }
    const full = await handmade({ number: 1, type: "full", lines })
    const { answer } = await kbo.prepare(lab, full, { max_row_errors: "49%" })
    expect(answer).toMatchObject({ status: "ready", held: "row_errors" })
    const again = await kbo.prepare(lab, full, { max_row_errors: "50%" })
    expect(again).toMatchObject({ created: false, answer: { job_id: answer.job_id, held: "row_errors" } })
    await controlJob({ dataset: kbo.dataset, job_id: answer.job_id, action: "cancel", actor }, lab.effects)
    expect((await kbo.prepare(lab, full, { max_row_errors: "50%" })).answer).toMatchObject({ held: null })
  })
})

describe("a held import", () => {
  test("is begun by nobody: batches, the scheduler, the background and execute leave it as it is", async () => {
    const job_id = await held({ run: "background" })
    const answers = await Promise.all(upTo(6).map((n) => doBatch(lab, contacts, job_id, `driver ${n}`)))
    for (const answer of answers) {
      expect(answer).toMatchObject({
        batch_completed: false,
        batches_completed: 0,
        status: "held",
        next_batch: null,
        progress: { completed: 0, total: 1, percentage: 0 },
      })
    }
    await expectHeld(job_id)
    expect((await schedule(lab)).jobs).toEqual([])
    await driveJobNow({ job_id, driver: { id: "b", label: "scheduler" } }, lab.effects)
    const execute = {
      job_id,
      actor,
      driver: { id: "e", label: "execute" },
      signal: AbortSignal.timeout(20_000),
    }
    const told = []
    for await (const event of executeContacts(execute, lab.effects)) told.push(event)
    expect(told.at(-1)).toMatchObject({
      event: "stopped",
      data: { status: "held", message: expect.stringContaining("2 rows cannot be used") },
    })
    await expectHeld(job_id)
    expect(await diagnose({}, lab.effects)).toEqual([])
  })

  test("of a taxonomy is told by its stream, which ends with that, also for whoever comes back", async () => {
    const nodes = textFile("nodes.csv", "url\nhttps://x.be/a\nno url\n")
    const { answer } = await prepareFiles(lab, taxonomy, nodes, { on_row_errors: "hold" })
    const listen = async (last_event_id: string | null) => {
      const signal = AbortSignal.timeout(20_000)
      const heard = []
      const stream = streamNodes({ job_id: answer.job_id, actor, last_event_id, signal }, lab.effects)
      for await (const event of stream) heard.push(event)
      return heard
    }
    const stopped = {
      event: "stopped",
      data: { status: "held", message: expect.stringContaining("POST /api/import/taxonomy/control") },
    }
    const first = await listen(null)
    expect(first).toMatchObject([{ event: "node_error" }, { event: "progress", data: { total: 2 } }, stopped])
    expect((await listen(first[1]?.id ?? null)).at(-1)).toMatchObject(stopped)
  })

  test("of an extract is named by whatever it keeps from beginning, with how to start or cancel it", async () => {
    const lines = { enterprise: [line.enterprise(1)], contact: ["bad"] }
    const full = await handmade({ number: 1, type: "full", lines })
    const { answer } = await kbo.prepare(lab, full, { on_row_errors: "hold" })
    const next = kbo.prepare(lab, await handmade({ number: 2, type: "update", lines: {} }))
    expect(await next.catch((error: unknown) => error)).toMatchObject({
      code: "extract_in_progress",
      detail: expect.stringMatching(/ is held, since rows of it .* action start or cancel\.$/),
      extras: { job_id: answer.job_id },
    })
  })

  test("cannot begin by any change of its state but being let go, whoever read it before it was held", async () => {
    const job_id = await held()
    for (const action of ["pause", "resume", "apply"] as const) {
      expect(await refusal(control(job_id, action))).toBe("409 illegal_transition")
    }
    expect(await refusal(finish(lab, contacts, job_id, true))).toBe("409 illegal_transition")
    const { moveJob } = await import("../../lib/engine/jobs/jobs.ts")
    const job = { job_id, status: "ready" as const, held: null }
    const move = lab.effects.db.use((connection) =>
      moveJob(connection, { job, to: "processing", actor: "late" }, lab.effects),
    )
    expect(await refusal(move)).toBe("409 state_changed")
    await expectHeld(job_id)
  })

  test("goes on with the rest once it is let go, which is audited, and granted again while it goes on", async () => {
    const job_id = await held()
    const { imports } = await listImports({ actor, limit: 5 }, lab.effects)
    expect(imports).toMatchObject([{ job_id, status: "ready", held: "row_errors", row_errors: 2 }])
    expect(await control(job_id, "start")).toEqual({ success: true, status: "ready" })
    expect(await control(job_id, "start")).toEqual({ success: true, status: "ready" })
    expect(await statusOf(job_id)).toMatchObject({
      held: null,
      actions: expect.not.arrayContaining(["start"]),
    })
    const { events } = await listAudit({ job_id, actor, limit: 50 }, lab.effects)
    expect(events.filter(({ event }) => event === "job.started")).toMatchObject([{ actor: "tester" }])
    expect(events.find(({ to }) => to === "ready")?.detail).toContain("held, since 2 rows are bad")
    await drive(lab, contacts, job_id)
    expect(await control(job_id, "start")).toMatchObject({ status: "processing" })
    expect(await finish(lab, contacts, job_id)).toMatchObject({ outcome: "partial_failure", row_errors: 2 })
    expect(await imported()).toBe(8)
    expect(await refusal(control(job_id, "start"))).toBe("409 illegal_transition")
    expect(await undo(lab, job_id)).toMatchObject({ done: true, rows_removed: 8 })
  })

  test("is driven by the scheduler once it is let go", async () => {
    const job_id = await held({ run: "background" })
    await control(job_id, "start")
    await schedule(lab)
    expect(await statusOf(job_id)).toMatchObject({ status: "completed", held: null })
  })

  inLongRuns("can be cancelled and taken back, and is then held no more", async () => {
    const cancelled = await held()
    expect(await control(cancelled, "cancel")).toMatchObject({ status: "cancelled" })
    expect(await statusOf(cancelled)).toMatchObject({ status: "cancelled", held: null })
    expect(await refusal(control(cancelled, "start"))).toBe("409 illegal_transition")
    const undone = await held()
    expect(await undo(lab, undone)).toMatchObject({ done: true, rows_removed: 0 })
    expect(await statusOf(undone)).toMatchObject({ status: "rolled_back", held: null })
  })

  inLongRuns("stays held when it is planned anew", async () => {
    const job_id = await held()
    const { replanJob } = await import("../../lib/import/replan.ts")
    const wanted = { batch_size: 50, duplicates: "update" as const }
    await lab.effects.db.use((connection) =>
      replanJob(connection, contacts, { job_id, wanted, actor: "tester" }, lab.effects),
    )
    await expectHeld(job_id)
    await control(job_id, "start")
    await drive(lab, contacts, job_id)
    expect(await imported()).toBe(8)
  })

  inLongRuns(
    "may be a dry run, which is let go to compare, and then applied by the same action without being held again",
    async () => {
      const job_id = await held({ dry_run: true })
      expect(await doBatch(lab, contacts, job_id)).toMatchObject({ status: "held" })
      await control(job_id, "start")
      await drive(lab, contacts, job_id)
      await finish(lab, contacts, job_id)
      expect(await imported()).toBe(0)
      expect(await control(job_id, "start")).toMatchObject({ status: "ready" })
      expect(await statusOf(job_id)).toMatchObject({ dry_run: false, held: null })
      await drive(lab, contacts, job_id)
      expect(await imported()).toBe(8)
    },
  )
})

describe("the rule for bad rows", () => {
  test("has an old name, and the job keeps it under its one name", async () => {
    expect(await refusal(prepared(5, 1, { on_row_errors: "refuse" }))).toBe("422 rows_invalid")
    expect(await refusal(prepared(5, 1, { skip_errors: false }))).toBe("422 rows_invalid")
    const { job_id } = await prepared(5, 1, { skip_errors: true })
    const { job } = await jobReport({ job_id, actor }, lab.effects)
    expect(job.options).toMatchObject({ on_row_errors: "skip" })
    expect(job.options).not.toHaveProperty("skip_errors")
    expect(await prepareFiles(lab, contacts, people(5, 1))).toMatchObject({
      created: false,
      answer: { job_id },
    })
  })

  test.each([
    ["refuse", true],
    ["hold", true],
    ["hold", false],
    ["skip", false],
  ] as const)("may not be said twice in two ways: %s and %s", async (on_row_errors, skip_errors) => {
    expect(await refusal(prepared(5, 0, { on_row_errors, skip_errors }))).toBe("422 options_contradict")
    expect(await lab.read("select count(*) as n from import_jobs")).toEqual([{ n: 0 }])
  })

  test("is another one for the same content, so that a held import stands in nobody's way", async () => {
    const job_id = await held({}, 5, 1)
    expect((await prepared(5, 1, {})).job_id).not.toBe(job_id)
  })
})
