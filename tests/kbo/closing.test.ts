import { readdirSync } from "node:fs"
import { afterEach, describe, expect, test } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { listAudit } from "../../lib/import/listings.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { jobReport } from "../../lib/import/report.ts"
import { type FileServer, serve } from "../store/file-server.ts"
import { batchesThat, control, refusal, statusOf } from "../support/ask.ts"
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
import { smallFull } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"

const lab = ownLab()

describe("an import that is closed over failed batches", () => {
  test("accounts for the rows of those, and of the batches that waited for them, as failed", async () => {
    await lab.run("alter table contact rename column value to telephone")
    const { answer } = await prepare(lab, await smallFull(20), { max_retries: 1 })
    const { job_id } = answer
    await driveToEnd(lab, job_id)
    const closed = await finalize(lab, job_id, true)
    const status = await statusOf(lab, job_id)
    const report = await jobReport({ job_id, actor }, lab.effects)
    const contacts = report.reconciliation.find((line) => line.table === "contacts")
    expect(contacts).toMatchObject({ reconciles: true, accounted: contacts?.read })
    expect(contacts?.read).toBeGreaterThan(0)
    expect(contacts?.counts.failed_rows).toBe(contacts?.read)
    expect(status.overall_progress.failed_batches).toBe(closed.failed_batches)
    expect(await batchesThat(lab, job_id, "pending")).toEqual([])
  })
})

describe("the same content", () => {
  test.each([
    [false, true],
    [true, false],
  ])("open with dry_run %s is not taken for one with dry_run %s", async (open, asked) => {
    const full = await smallFull(5)
    const { answer } = await prepare(lab, full, { dry_run: open })
    expect(await refusal(prepare(lab, full, { dry_run: asked }))).toBe("409 extract_in_progress")
    expect((await prepare(lab, full, { dry_run: open })).answer.job_id).toBe(answer.job_id)
  })
})

describe("the audit log", () => {
  test("names who started an import, and tells of every batch taken and done", async () => {
    const { answer } = await prepare(lab, await smallFull(5))
    await driveToEnd(lab, answer.job_id)
    await finalize(lab, answer.job_id)
    const { events } = await listAudit({ job_id: answer.job_id, limit: 500, actor }, lab.effects)
    const count = (event: string) => events.filter((line) => line.event === event).length
    expect(count("batch.claimed")).toBe(answer.total_batches)
    expect(count("batch.completed")).toBe(answer.total_batches)
    expect(events.find((line) => line.event === "job.processing")?.actor).toBe("CLI")
    expect(events.find((line) => line.event === "job.created")?.actor).toBe(actor.name)
  })
})

describe("a download that ran out of time", () => {
  let files: FileServer
  afterEach(() => files.close())

  async function beginDownload() {
    files = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "1000000", etag: '"one"' })
      response.write(Buffer.alloc(1000))
    })
    await lab.anew({ SLUICE_URL_ALLOW: files.host, SLUICE_PREPARE_BUDGET_SECONDS: "0.1" })
    return download()
  }

  function download() {
    const source = { kind: "url" as const, url: files.url() }
    return prepareImport({ dataset, source, options: ImportOptions.parse({}), actor }, lab.effects)
  }

  const stored = () => readdirSync(lab.effects.config.files)

  test("holds its place, and leaves nothing once it is cancelled", async () => {
    const { answer } = await beginDownload()
    expect(answer).toMatchObject({ status: "preparing", staging: { table: "download" } })
    expect(await refusal(download())).toBe("409 extract_in_progress")
    await prepareOn(lab, answer.job_id)
    await control(lab, answer.job_id, "cancel")
    expect(stored()).toEqual([])
  })

  test("leaves nothing once it is rolled back", async () => {
    const { answer } = await beginDownload()
    await rollBack(lab, answer.job_id)
    expect(stored()).toEqual([])
    await importExtract(lab, await smallFull(5))
  })
})
