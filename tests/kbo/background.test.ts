import { Readable } from "node:stream"
import { expect, test } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { driveJobNow, driveOpenJobs } from "../../lib/import/drive.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { serve } from "../store/file-server.ts"
import { control, expectRegister, statusOf } from "../support/ask.ts"
import {
  actor,
  dataset,
  driveToEnd,
  finalize,
  prepare,
  prepareOn,
  type Sent,
  step,
} from "../support/drive.ts"
import { gateBefore } from "../support/gate.ts"
import { smallFull } from "../support/handmade.ts"
import { endingAt } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { leftovers } from "../support/tables.ts"

const lab = ownLab()

const driver = { id: "background", label: "scheduler" }
const next = () => driveOpenJobs({ driver, background: true }, lab.effects)

async function begin({ bytes, file_name }: Sent, more: object = {}) {
  const file = await lab.effects.store.receive(Readable.from([bytes]), file_name, { max_bytes: 10_000_000 })
  const options = ImportOptions.parse({ run: "background", ...more })
  return prepareImport({ dataset, source: { kind: "upload", files: [file] }, options, actor }, lab.effects)
}

test("a function that was killed leaves its import to the next call, wherever it was", async () => {
  const full = await smallFull(30)
  const { answer } = await begin(full)
  const { job_id } = answer
  for (const point of [
    "mid_prepare",
    "after_staging",
    "after_claim",

    "mid_finalize",
  ] as const) {
    await driveJobNow({ job_id, driver }, endingAt(lab, point).effects)
    lab.clock.advance(61)
  }
  expect((await statusOf(lab, job_id)).status).not.toBe("completed")
  lab.clock.advance(6)
  await next()
  expect(await statusOf(lab, job_id)).toMatchObject({ status: "completed", outcome: "complete" })
  await expectRegister(lab, full)
})

test("two calls with the same address at once are one import, and what it holds is another's is told", async () => {
  const full = await smallFull(5)
  const files = await serve((_request, answer) => answer.end(full.bytes))
  try {
    await lab.anew({ SLUICE_URL_ALLOW: files.host })
    const source = { kind: "url" as const, url: files.url() }
    const options = ImportOptions.parse({ run: "background" })
    const ask = () => prepareImport({ dataset, source, options, actor }, lab.effects)
    const [one, other] = await Promise.all([ask(), ask()])
    expect(one.answer).toEqual(other.answer)
    expect([one.created, other.created].sort()).toEqual([false, true])
    await driveJobNow({ job_id: one.answer.job_id, driver }, lab.effects)
    expect(await statusOf(lab, one.answer.job_id)).toMatchObject({ status: "completed" })
    const again = await ask()
    await driveJobNow({ job_id: again.answer.job_id, driver }, lab.effects)
    expect(await statusOf(lab, again.answer.job_id)).toMatchObject({
      status: "failed",
      error: { code: "extract_already_applied" },
    })
    expect((await lab.read("select job_id from import_job_files")).length).toBeGreaterThan(0)
  } finally {
    files.close()
  }
})

test("a server that does not even begin to answer is given up after three calls, with the reason", async () => {
  const files = await serve(() => {})
  try {
    await lab.anew({ SLUICE_URL_ALLOW: files.host })
    const config = { ...lab.effects.config, prepare_budget_seconds: 0.6 }
    const short = { ...lab, effects: { ...lab.effects, config } }
    const source = { kind: "url" as const, url: files.url() }
    const asked = { dataset, source, options: ImportOptions.parse({}), actor }
    const { job_id, status } = (await prepareImport(asked, short.effects)).answer
    expect(status).toBe("preparing")
    expect(await prepareOn(short, job_id)).toMatchObject({ status: "preparing" })
    await expect(prepareOn(short, job_id)).rejects.toMatchObject({
      code: "download_too_slow",
      detail: expect.stringContaining("in 3 calls"),
    })
    expect(await lab.read("select * from import_jobs")).toEqual([])
  } finally {
    files.close()
  }
})

test("a download that turns out to be what another import has fails, and names it", async () => {
  const files = await serve((_request, answer) => answer.end("email,name\nx@example.org,X\n"))
  try {
    await lab.anew({ SLUICE_URL_ALLOW: files.host })
    const source = { kind: "url" as const, url: files.url() }
    const options = ImportOptions.parse({ run: "background" })
    const ids: string[] = []
    for (let calls = 0; calls < 2; calls += 1) {
      const { answer } = await prepareImport({ dataset: contacts, source, options, actor }, lab.effects)
      ids.push(answer.job_id)
      await driveJobNow({ job_id: answer.job_id, driver }, lab.effects)
    }
    const told = await jobStatus({ dataset: contacts, job_id: ids[1] ?? "", actor }, lab.effects)
    expect(told).toMatchObject({ status: "failed", error: { code: "same_content" } })
    expect(told.error?.detail).toContain(ids[0])
    expect(await lab.effects.store.list()).toEqual([])
  } finally {
    files.close()
  }
})

test("a download whose content becomes known after it was cancelled is not staged any more", async () => {
  const full = await smallFull(5)
  const files = await serve((_request, answer) => answer.end(full.bytes))
  try {
    await lab.anew({ SLUICE_URL_ALLOW: files.host })
    const source = { kind: "url" as const, url: files.url() }
    const options = ImportOptions.parse({ run: "background" })
    const { job_id } = (await prepareImport({ dataset, source, options, actor }, lab.effects)).answer
    const late = gateBefore(lab.effects, (sql) => sql.includes("update import_locks"))
    const driven = driveJobNow({ job_id, driver }, late.effects)
    await late.reached
    await control(lab, job_id, "cancel")
    late.open()
    await driven
    expect(await statusOf(lab, job_id)).toMatchObject({ status: "cancelled" })
    expect(await lab.read("select job_id from import_job_files")).toEqual([])
    expect(await leftovers(lab)).toEqual({})
    expect(await lab.effects.store.list()).toEqual([])
  } finally {
    files.close()
  }
})

test("an import whose prepare was left is prepared while somebody looks at it, and its batches are left to whoever began it", async () => {
  const full = await smallFull(30)
  await expect(prepare(endingAt(lab, "mid_prepare"), full)).rejects.toThrow("ended here")
  const [job] = await lab.read("select job_id from import_jobs")
  const job_id = String(job?.job_id)
  const look = () => driveOpenJobs({ driver, background: true, looked_at: job_id }, lab.effects)
  expect(await look()).toEqual({ jobs: [] })
  lab.clock.advance(6)
  expect(await next()).toEqual({ jobs: [] })
  const both = await Promise.all([look(), look()])
  expect(both.map(({ jobs }) => jobs).sort()).toEqual([
    [],
    [{ job_id, status: "ready", batches_completed: 0 }],
  ])
  lab.clock.advance(6)
  expect(await look()).toEqual({ jobs: [] })
})

test("whoever asks for a batch of an import that is still being prepared brings that on", async () => {
  const full = await smallFull(30)
  await expect(prepare(endingAt(lab, "mid_prepare"), full)).rejects.toThrow("ended here")
  const [job] = await lab.read("select job_id from import_jobs")
  const job_id = String(job?.job_id)
  const answer = await step(lab, job_id)
  expect(answer).toMatchObject({ batch_completed: false, status: "ready", progress: { percentage: 0 } })
  expect(answer.next_batch).toEqual((await statusOf(lab, job_id)).next_batch)
  expect(answer.next_batch).not.toBeNull()
  expect(await driveToEnd(lab, job_id)).toMatchObject({ status: "ready_to_finalize" })
  await finalize(lab, job_id)
  await expectRegister(lab, full)
})

test("whoever is at it just now is left alone, and what waits for a person too", async () => {
  const { job_id } = (await begin(await smallFull(5))).answer
  expect(await next()).toEqual({ jobs: [] })
  lab.clock.advance(6)
  await lab.run(`update import_jobs set options = '{}' where job_id = '${job_id}'`)
  expect(await next()).toEqual({ jobs: [] })
})

test("rows that are refused when all are staged make it failed, and nothing of them is left", async () => {
  const full = await smallFull(5)
  const { job_id } = (await begin(full, { skip_errors: false })).answer
  await lab.run(`update import_job_files set rows_failed = 1 where job_id = '${job_id}'`)
  lab.clock.advance(6)
  await next()
  expect(await statusOf(lab, job_id)).toMatchObject({
    status: "failed",
    outcome: "failed",
    error: { code: "rows_invalid", filename: full.file_name },
  })
  const [staged] = await lab.read("select count(*) as n from import_staging_enterprise")
  expect(staged?.n).toBe(0)
  expect(await lab.effects.store.list()).toEqual([])
  // The same file is not taken for the one that failed.
  const again = await begin(full)
  expect(again).toMatchObject({ created: true, answer: { status: "preparing" } })
})
